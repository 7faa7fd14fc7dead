"""Footage as a captioner sees it: an encoder's features along a recording and what was told of its parts.

The encoder does not learn here, so a recording is encoded once in each of some augmentations and kept. The first one is
the footage as it is. Of the grids, which are large, only three of each part are kept: those of the frame that a captioner
of single pictures would see, and of two frames near it.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from ..augment import Recipe, Stream
from ..data import RATE, Video
from ..labels import LABELS
from .encoders import encoder_name
from .sentences import SIMULATED, Told, mirrored
from .windows import middle

PERIOD_S = 10.0  # a window is closed after so long
LONGEST = int(PERIOD_S * RATE)

# Captions tell of places and clothes, so pictures are not turned, bent in their greys or moved into other rooms.
ROOM = Recipe(reverse=0, freezes_a_second=0, quarter_turn=0, dark=0.1, negative=0, curve=0, transplant=0, foreign=0)
STREET = Recipe(reverse=0, freezes_a_second=0, quarter_turn=0, dark=0.1, negative=0, curve=0, transplant=0, foreign=0,
                nudges_a_second=0, upside_down=False)


@dataclass(frozen=True)
class Span:
    """Frames first..last-1 of a track, their label, captions, and float16 grids [3,48,64], the middle frame's first."""

    first: int
    last: int
    label: str
    captions: tuple[str, ...]
    grids: np.ndarray


@dataclass(frozen=True)
class Track:
    """One play of a recording: features float32 [n,D] on the pack's grid of time, and its told parts."""

    name: str
    feature: np.ndarray
    spans: list[Span]


def told_of(video: Video) -> list[Told]:
    """A simulated room's segments with sentences for their labels."""
    return [Told(start, end, LABELS[label], SIMULATED[LABELS[label]]) for start, end, label in video.segments]


@torch.no_grad()
def _encode(encoder: nn.Module, stream: Stream, wanted: np.ndarray, chunk: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """Features [n,D] of a whole stream and grids [m,L,64] of the wanted frames."""
    features, grids, at = [], {}, 0
    while stream.left:
        records = stream.next(min(chunk, stream.left))
        feature, _, _, grid, _ = encoder(torch.from_numpy(records).float() / 255.0)
        features.append(feature.numpy())
        for i in np.unique(wanted[(wanted >= at) & (wanted < at + len(records))]):
            grids[i] = grid[i - at].numpy()
        at += len(records)
    return np.concatenate(features), np.stack([grids[i] for i in wanted])


def _spans(positions: np.ndarray, times: np.ndarray, told: list[Told]) -> list[tuple[int, int, int]]:
    """(first frame, frame after the last, which part) of the parts that the stream shows."""
    at = times[positions]
    bounds = [(int(np.searchsorted(at, t.start - 1e-9)), int(np.searchsorted(at, t.end - 1e-9))) for t in told]
    return [(a, b, i) for i, (a, b) in enumerate(bounds) if b - a >= 2]


def track(encoder: nn.Module, video: Video, told: list[Told], recipe: Recipe, variant: int, cache: Path) -> Track:
    """A play of the recording; variant 0 is the footage as it is, others are drawn from the recipe."""
    asked = zlib.crc32(repr((recipe, [(t.start, t.end) for t in told])).encode())
    kept = cache / encoder_name(encoder) / f"{video.name}-{variant}-{asked:08x}.npz"
    if not kept.exists():
        rng = np.random.default_rng([variant, zlib.crc32(video.name.encode())])
        stream = Stream(video, recipe if variant else Recipe.none(), rng, len(video.frames))
        spans = _spans(stream.positions, video.times, told)
        looked = []
        for first, last, _ in spans:
            length = min(last - first, LONGEST)
            looked += [first + min(length - 1, max(0, middle(length) + round(part * length))) for part in (0, -0.12, 0.12)]
        feature, grids = _encode(encoder, stream, np.array(looked, int))
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept, feature=feature.astype(np.float16 if variant else np.float32), spans=np.array(spans),
                 grids=grids.astype(np.float16).reshape(len(spans), 3, *grids.shape[1:]), mirrored=stream.mirrored)
    with np.load(kept) as stored:
        across, down = stored["mirrored"]
        spans = [Span(int(a), int(b), told[i].label, tuple(mirrored(c, across, down) for c in told[i].captions), grids)
                 for (a, b, i), grids in zip(stored["spans"], stored["grids"])]
        return Track(video.name, stored["feature"].astype(np.float32), spans)
