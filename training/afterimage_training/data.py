"""Footage as arrays of pictures: the one place where pixels enter training.

Pictures are decoded by ffmpeg at the source's own rate, scaled by area averaging to the pack's input and kept as
8-bit grey in `.npy` files. Training reads them at any speed; measuring reads them on the pack's grid.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from .labels import labels_at, read_segments

WIDTH, HEIGHT = 128, 96
RATE = 12.5
SCALING = "flags=area+accurate_rnd+full_chroma_int+bitexact:out_range=full"  # as the runtime's ingest scales

VALIDATION = ("20200626_161431", "20200627_212458", "20200628_183032", "20200629_174209")


@dataclass(frozen=True)
class Video:
    """One recording: `frames` uint8 [n, H, W], their times in seconds from the first, and the truth if there is one."""

    name: str
    frames: np.ndarray
    times: np.ndarray
    truth: Path | None

    @cached_property
    def labels(self) -> np.ndarray:
        """Label of each frame, -1 where unknown."""
        if self.truth is None:
            return np.full(len(self.times), -1, np.int64)
        return labels_at(self.segments, self.times)

    @cached_property
    def segments(self):
        """Merged truth segments."""
        return read_segments(self.truth) if self.truth else []

    @cached_property
    def median(self) -> np.ndarray:
        """The recording's median picture: the room without people, if nobody keeps still for half of it."""
        return np.median(self.frames[::max(1, len(self.frames) // 150)], axis=0).astype(np.uint8)

    @cached_property
    def contrast(self) -> float:
        """The difference in grey that says clearly that a pixel is not the median's."""
        return max(4.0, 0.3 * float(self.median.std()))

    @cached_property
    def presence(self) -> np.ndarray:
        """Share of each frame's pixels that differ clearly from the median picture."""
        room = self.median[::2, ::2].astype(np.int16)
        return np.array([(np.abs(f[::2, ::2] - room) > self.contrast).mean() for f in self.frames])

    @property
    def source_rate(self) -> float:
        """Frames a second of the stored pictures."""
        return (len(self.times) - 1) / max(1e-9, float(self.times[-1] - self.times[0])) if len(self.times) > 1 else RATE

    def sampled(self) -> np.ndarray:
        """Indices of the frames that a pack at RATE sees: the first at or after each tick of a grid from the first."""
        ticks = np.floor((self.times - self.times[0]) * RATE + 1e-3).astype(np.int64)
        keep = np.ones(len(ticks), bool)
        keep[1:] = ticks[1:] > ticks[:-1]
        return np.nonzero(keep)[0]


def _probe(path: Path) -> np.ndarray:
    out = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time", "-of", "json", str(path)],
        capture_output=True, check=True).stdout
    times = np.sort([float(p["pts_time"]) for p in json.loads(out)["packets"] if "pts_time" in p])
    return times - times[0]


def load_video(path: Path, cache: Path, truth: Path | None = None) -> Video:
    """The pictures of a video file, from the cache if they are there."""
    stem = f"{path.parent.name}-{path.stem}-{WIDTH}x{HEIGHT}"
    pictures, times = cache / f"{stem}.npy", cache / f"{stem}-times.npy"
    if not times.exists():
        cache.mkdir(parents=True, exist_ok=True)
        raw = subprocess.run(
            ["ffmpeg", "-v", "error", "-threads", "1", "-i", str(path), "-map", "0:v:0", "-vf",
             f"scale={WIDTH}:{HEIGHT}:{SCALING},format=gray", "-fps_mode", "passthrough", "-f", "rawvideo", "-"],
            capture_output=True, check=True).stdout
        frames = np.frombuffer(raw, np.uint8).reshape(-1, HEIGHT, WIDTH)
        stamps = _probe(path)
        count = min(len(frames), len(stamps))
        np.save(pictures, frames[:count])
        np.save(times, stamps[:count])
    return Video(path.stem, np.load(pictures), np.load(times), truth)


def load_folder(folder: Path, cache: Path, limit: int | None = None) -> list[Video]:
    """All the videos of a folder by name; NAME.csv beside NAME.mp4 is its truth."""
    paths = sorted(p for p in folder.iterdir() if p.suffix in (".mp4", ".mkv"))[:limit]
    return [load_video(p, cache, t if (t := p.with_suffix(".csv")).exists() else None) for p in paths]
