"""The event rules of a pack, in Python: what the runtime's machine does, frame by frame.

All times are presentation times in microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np


@dataclass(frozen=True)
class Rule:
    """When a label's event opens, closes and is repeated."""

    enter: float = 0.5
    leave: float = 0.35
    min_duration_s: float = 0.4
    merge_gap_s: float = 0.4
    max_length_s: float = 600.0


@dataclass(frozen=True)
class Rules:
    """The `events` part of a manifest."""

    labels: tuple[str, ...]
    default: Rule = Rule()
    overlay: dict[str, dict[str, float]] = field(default_factory=dict)
    exclusive: bool = True
    update_every_s: float = 5.0

    def rule(self, label: int) -> Rule:
        return replace(self.default, **self.overlay.get(self.labels[label], {}))


@dataclass(frozen=True)
class Emission:
    """One message of the machine."""

    phase: str
    label: str
    start_us: int
    at_us: int
    confidence: float
    """`at_us` is the frame's time, except of an `end`, where it is the event's end."""


@dataclass
class _Run:
    """A candidate or an open event: its frames' times and scores of the label."""

    start: int
    times: list[int]
    scores: list[float]
    last: int = 0
    emitted: int = 0

    def confidence(self, until: int) -> float:
        chosen = [s for t, s in zip(self.times, self.scores) if t <= until]
        return float(np.mean(chosen)) if chosen else float(self.scores[0])


class Machine:
    """One camera's events; `step` a frame, `close` at an end, a new epoch, a gap or a cut."""

    def __init__(self, rules: Rules):
        self._rules = rules
        self._rule = [rules.rule(i) for i in range(len(rules.labels))]
        self._candidates: dict[int, _Run] = {}
        self._open: dict[int, _Run] = {}

    def step(self, pts: int, scores: np.ndarray) -> list[Emission]:
        out: list[Emission] = []
        top = int(np.argmax(scores))
        before = set(self._open)
        for label in sorted(self._open):
            self._follow(label, pts, float(scores[label]), out)
        considered = {*self._candidates, top} if self._rules.exclusive else range(len(self._rule))
        for label in sorted(considered):
            rule, s = self._rule[label], float(scores[label])
            candidate = self._candidates.get(label)
            if candidate is not None and s < rule.leave:
                del self._candidates[label]
                candidate = None
            if label in before:
                # An event that ended at this frame makes no candidate of the same frame.
                continue
            if candidate is None and s >= rule.enter and (not self._rules.exclusive or label == top):
                candidate = self._candidates[label] = _Run(pts, [], [])
            if candidate is not None:
                candidate.times.append(pts)
                candidate.scores.append(s)
        for label in sorted(self._candidates):
            run, rule = self._candidates[label], self._rule[label]
            may = not self._rules.exclusive or label == top
            if may and scores[label] >= rule.enter and pts - run.start >= _us(rule.min_duration_s):
                self._start(label, run, pts, out)
        return out

    def close(self) -> list[Emission]:
        out: list[Emission] = []
        for label in sorted(self._open):
            self._end(label, self._open[label].last, out)
        self._candidates.clear()
        return out

    def _follow(self, label: int, pts: int, score: float, out: list[Emission]) -> None:
        run, rule = self._open[label], self._rule[label]
        run.times.append(pts)
        run.scores.append(score)
        if score >= rule.leave:
            run.last = pts
        if pts - run.last > _us(rule.merge_gap_s):
            self._end(label, run.last, out)
        elif pts - run.start >= _us(rule.max_length_s):
            self._end(label, pts, out)
        elif self._rules.update_every_s > 0 and pts - run.emitted >= _us(self._rules.update_every_s):
            run.emitted = pts
            out.append(self._message("update", label, run, pts))

    def _start(self, label: int, run: _Run, pts: int, out: list[Emission]) -> None:
        del self._candidates[label]
        if self._rules.exclusive:
            for other in list(self._open):
                rival, leave = self._open[other], self._rule[other].leave
                ends = [t for t, s in zip(rival.times, rival.scores) if s >= leave and t < run.start]
                self._end(other, max(ends, default=rival.start), out)
        run.last = pts
        run.emitted = pts
        self._open[label] = run
        out.append(self._message("start", label, run, pts))

    def _end(self, label: int, end: int, out: list[Emission]) -> None:
        run = self._open.pop(label)
        out.append(Emission("end", self._rules.labels[label], run.start, end, run.confidence(end)))

    def _message(self, phase: str, label: int, run: _Run, pts: int) -> Emission:
        return Emission(phase, self._rules.labels[label], run.start, pts, run.confidence(pts))


def _us(seconds: float) -> int:
    return round(seconds * 1_000_000)


def run(rules: Rules, times_us: np.ndarray, scores: np.ndarray) -> list[Emission]:
    """All that the machine says of one stream, closed at its end."""
    machine = Machine(rules)
    out: list[Emission] = []
    for pts, row in zip(times_us, scores):
        out += machine.step(int(pts), row)
    return out + machine.close()


def intervals(emissions: list[Emission]) -> list[tuple[float, float, str]]:
    """(start s, end s, label) of the events that ended."""
    return [(e.start_us / 1e6, e.at_us / 1e6, e.label) for e in emissions if e.phase == "end"]


def matches(truth, events, least: float) -> int:
    """Greedy one-to-one matches of equal label at an IoU of at least `least`, as the scoring tool makes them."""
    pairs = []
    for i, (s, e, label) in enumerate(truth):
        for j, (ps, pe, guess) in enumerate(events):
            if label == guess:
                shared, whole = min(e, pe) - max(s, ps), max(e, pe) - min(s, ps)
                if shared > 0 and shared / whole >= least:
                    pairs.append((shared / whole, i, j))
    used_i, used_j = set(), set()
    for _, i, j in sorted(pairs, reverse=True):
        if i not in used_i and j not in used_j:
            used_i.add(i)
            used_j.add(j)
    return len(used_i)


def event_f1(pairs, least: float) -> float:
    """Pooled F1 over (truth, events) of several videos."""
    hits = sum(matches(t, e, least) for t, e in pairs)
    total = sum(len(t) + len(e) for t, e in pairs)
    return 2 * hits / max(1, total)
