"""Causal measurement: every sampled frame of a whole video, the state carried from its first frame to its last."""

from __future__ import annotations

import numpy as np
import torch

from .data import RATE, Video
from .labels import LABELS, labels_at
from .model import Recogniser


def records_of(pictures: np.ndarray) -> np.ndarray:
    """[n,H,W] sampled pictures -> [n,2,H,W] records; the first is its own previous."""
    return np.stack([pictures, np.concatenate([pictures[:1], pictures[:-1]])], 1)


@torch.no_grad()
def encode(model: Recogniser, pictures: np.ndarray, chunk: int = 128):
    """Features and views [n, .] of the pictures of one video, by the model's `encoder`."""
    records = records_of(pictures)
    parts = [model.encoder(torch.from_numpy(records[i:i + chunk]).float() / 255.0) for i in range(0, len(records), chunk)]
    return torch.cat([p[0] for p in parts]), torch.cat([p[1] for p in parts])


@torch.no_grad()
def logits_of(model: Recogniser, sequences: list[np.ndarray]) -> list[np.ndarray]:
    """Logits [n,9] of each video's sampled pictures, one state per video."""
    coded = [encode(model, s) for s in sequences]
    longest = max(len(f) for f, _ in coded)
    pad = lambda x: torch.cat([x, x[-1:].expand(longest - len(x), -1)]) if len(x) < longest else x  # noqa: E731
    feature = torch.stack([pad(f) for f, _ in coded], 1)
    view = torch.stack([pad(v) for _, v in coded], 1)
    logits, _ = model.memory.unroll(feature, view, model.memory.start(len(coded)))
    return [logits[:len(f), i].float().numpy() for i, (f, _) in enumerate(coded)]


def softmax(logits: np.ndarray) -> np.ndarray:
    e = np.exp(logits - logits.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


class Tally:
    """Frame accuracy and F1 as the scoring tool counts them."""

    def __init__(self):
        self.confusion = np.zeros((len(LABELS), len(LABELS)), np.int64)
        self.missing = 0

    def add(self, truth: np.ndarray, guess: np.ndarray, expected: int | None = None) -> "Tally":
        known = truth >= 0
        np.add.at(self.confusion, (truth[known], guess[known]), 1)
        if expected is not None:
            self.missing += max(0, expected - int(known.sum()))
        return self

    def accuracy(self) -> float:
        return float(np.trace(self.confusion) / max(1, self.confusion.sum() + self.missing))

    def f1(self) -> dict[str, float]:
        c = self.confusion
        return {name: float(2 * c[i, i] / max(1, c[i].sum() + c[:, i].sum())) for i, name in enumerate(LABELS) if c[i].sum()}

    def recall(self) -> dict[str, float]:
        return {name: float(self.confusion[i, i] / self.confusion[i].sum()) for i, name in enumerate(LABELS)
                if self.confusion[i].sum()}

    def macro_f1(self) -> float:
        f1 = self.f1()
        return sum(f1.values()) / len(f1)


def truth_of(video: Video) -> tuple[np.ndarray, np.ndarray, int]:
    """Times and labels of the sampled frames and how many frames the scoring tool expects."""
    keep = video.sampled()
    times = video.times[keep]
    return times, labels_at(video.segments, times), int(video.segments[-1][1] * RATE) - 1


def expected_calibration_error(scores: np.ndarray, truth: np.ndarray, bins: int = 15) -> float:
    """Mean distance of confidence and accuracy over equal bins of the top score."""
    top, right = scores.max(1), scores.argmax(1) == truth
    which = np.minimum((top * bins).astype(int), bins - 1)
    return float(sum(abs(top[which == b].mean() - right[which == b].mean()) * (which == b).mean()
                     for b in range(bins) if (which == b).any()))


def best_temperature(logits: np.ndarray, truth: np.ndarray) -> float:
    """The temperature with the least cross-entropy."""
    grid = np.exp(np.linspace(np.log(0.4), np.log(4.0), 80))
    losses = [-np.log(softmax(logits / t)[np.arange(len(truth)), truth] + 1e-12).mean() for t in grid]
    return float(grid[int(np.argmin(losses))])
