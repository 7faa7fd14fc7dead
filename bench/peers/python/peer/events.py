"""Events of a camera from its scores: plain rules, by threshold and minimum duration."""

from dataclasses import dataclass

import numpy as np

from peer.model import Floats
from peer.pack import Pack


@dataclass(frozen=True)
class Moment:
    """A sampled frame: its number, media time and due time, both in microseconds."""

    seq: int
    pts_us: int
    due_us: int


@dataclass(frozen=True)
class Event:
    """What is told: `phase` is `start` or `end`."""

    phase: str
    label: str
    start: Moment
    at: Moment
    confidence: float


@dataclass
class _Run:
    label: int
    start: Moment
    last: Moment


class EventRules:
    """One event at a time: the top label, once it has held its threshold for long enough."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._candidate: _Run | None = None
        self._open: _Run | None = None

    def step(self, at: Moment, scores: Floats) -> list[Event]:
        """Takes one frame; `float32[labels]`."""
        told: list[Event] = []
        rules = self._pack.rules
        run = self._open
        if run is not None:
            if scores[run.label] >= rules[run.label].leave:
                run.last = at
            elif at.pts_us - run.last.pts_us > 1e6 * rules[run.label].merge_gap_s:
                told += self.close()
        top = int(np.argmax(scores))
        if scores[top] < rules[top].enter or (self._open is not None and self._open.label == top):
            self._candidate = None
            return told
        if self._candidate is None or self._candidate.label != top:
            self._candidate = _Run(top, at, at)
        self._candidate.last = at
        if at.pts_us - self._candidate.start.pts_us >= 1e6 * rules[top].min_duration_s:
            told += self.close()
            self._open, self._candidate = self._candidate, None
            told.append(self._event("start", self._open, at, float(scores[top])))
        return told

    def close(self) -> list[Event]:
        """Ends what is open, at its last frame."""
        run, self._open = self._open, None
        return [] if run is None else [self._event("end", run, run.last, 0.0)]

    def _event(self, phase: str, run: _Run, at: Moment, confidence: float) -> Event:
        return Event(phase, self._pack.labels[run.label], run.start, at, confidence)
