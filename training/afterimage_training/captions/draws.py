"""Batches for captioners: windows drawn from tracks, and the windows that are measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .tracks import LONGEST, Span, Track
from .windows import SLOTS, kept, middle
from .words import PAD, Vocabulary

# What is as true of a part of the window as of all of it; of the others no part is taken.
LASTING = frozenset({"empty", "stand", "sit", "lie", "fight", "no_fight"})


@dataclass(frozen=True)
class Window:
    """Frames first..last-1 of a track that are captioned together."""

    track: Track
    span: Span
    first: int
    last: int


def measured(tracks: list[Track]) -> list[Window]:
    """A window for each part: from its first frame on, as long as a period at most."""
    return [Window(t, s, s.first, min(s.last, s.first + LONGEST)) for t in tracks for s in t.spans]


def jittered(track: Track, span: Span, rng: np.random.Generator) -> Window:
    """A window such as the runtime might close: its borders are not the truth's, and long parts come in pieces."""
    first = max(0, span.first + int(rng.integers(-4, 7)))
    last = min(len(track.feature), span.last + int(rng.integers(-6, 5)))
    if last - first < min(6, span.last - span.first):
        first, last = span.first, span.last
    if span.label in LASTING and last - first > 12 and rng.random() < 0.5:
        first += int(rng.integers(0, (last - first) // 2))
        last = int(rng.integers(first + (last - first) // 2, last)) + 1
    if last - first > LONGEST:
        first += int(rng.integers(0, last - first - LONGEST + 1))
        last = first + LONGEST
    return Window(track, span, first, last)


def seen(kind: str, windows: list[Window], rng: np.random.Generator | None = None) -> dict[str, Tensor]:
    """The tensors that a captioner of this kind reads; with `rng` any of the part's grids instead of the middle frame's."""
    if kind == "spatial":
        which = [0 if rng is None else int(rng.integers(len(w.span.grids))) for w in windows]
        return {"grid": torch.from_numpy(np.stack([w.span.grids[i] for w, i in zip(windows, which)])[:, None]).float()}
    if kind == "still":
        rows = [w.track.feature[w.first + middle(w.last - w.first)] for w in windows]
        return {"feature": torch.from_numpy(np.stack(rows)[:, None])}
    feature = np.zeros((len(windows), SLOTS, windows[0].track.feature.shape[1]), np.float32)
    mask = np.zeros((len(windows), SLOTS), np.float32)
    for i, w in enumerate(windows):
        frames = w.first + kept(w.last - w.first)
        feature[i, :len(frames)] = w.track.feature[frames]
        mask[i, :len(frames)] = 1
    return {"feature": torch.from_numpy(feature), "mask": torch.from_numpy(mask)}


def padded(captions: list[str], vocabulary: Vocabulary) -> Tensor:
    """int64 [N,T]: the words of each with <end>, then <pad>."""
    ids = [vocabulary.encode(c) for c in captions]
    words = torch.full((len(ids), max(map(len, ids))), PAD)
    for row, one in zip(words, ids):
        row[:len(one)] = torch.tensor(one)
    return words


class Draws:
    """Endless batches from (share, tracks) groups; rare labels are drawn more often than they are by `balance` (0..1).

    A share of `plain` (0..1) of the windows come with their first caption, the others with any: people write the plainest one
    first, and a network that says it is wrong less often than one that guesses at clothes.
    """

    def __init__(self, groups: list[tuple[float, list[Track]]], balance: float, plain: float, rng: np.random.Generator):
        self._rng, self._plain, self._parts, chances = rng, plain, [], []
        for share, tracks in groups:
            parts = [(t, s) for t in tracks for s in t.spans]
            count: dict[str, int] = {}
            for _, s in parts:
                count[s.label] = count.get(s.label, 0) + 1
            weight = np.array([count[s.label] ** -balance for _, s in parts])
            self._parts += parts
            chances.append(share * weight / weight.sum())
        self._chance = np.concatenate(chances) / sum(c.sum() for c in chances)

    def batch(self, kind: str, size: int, vocabulary: Vocabulary) -> tuple[dict[str, Tensor], Tensor]:
        """Tensors by name, and words [N,T] of one of each window's captions."""
        chosen = [self._parts[i] for i in self._rng.choice(len(self._parts), size, p=self._chance)]
        windows = [jittered(t, s, self._rng) for t, s in chosen]
        captions = [s.captions[0 if self._rng.random() < self._plain else self._rng.integers(len(s.captions))]
                    for _, s in chosen]
        return seen(kind, windows, self._rng), padded(captions, vocabulary)
