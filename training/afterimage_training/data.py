"""Footage as arrays of pictures: the one place where pixels enter training.

Pictures come from `afterimage frames`, so they are decoded and scaled by the code that will decode and scale them for
the trained pack. They are kept as 8-bit grey in `.npy` files, footage at the source's own rate, so that training
reads it at any speed; measuring reads it on the pack's grid.
"""

from __future__ import annotations

import csv
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from .labels import INDEX, Segment, labels_at, read_segments, segments_of

WIDTH, HEIGHT = 128, 96
RATE = 12.5
FULL_RATE = 60.0  # above every source's own: each of its frames

REPOSITORY = Path(__file__).resolve().parents[2]
LAUNCHER = Path(os.environ.get("AFTERIMAGE", REPOSITORY / "afterimage"))

VALIDATION = ("20200626_161431", "20200627_212458", "20200628_183032", "20200629_174209")


@dataclass(frozen=True)
class Video:
    """One recording: `frames` uint8 [n, H, W], their times in seconds from the first, its merged truth segments, and of a
    simulated one `boxes` [n, 4]: left, top, right and bottom of the person, 0..1, NaN where nobody is."""

    name: str
    frames: np.ndarray
    times: np.ndarray
    segments: list[Segment]
    boxes: np.ndarray | None = None

    @cached_property
    def labels(self) -> np.ndarray:
        """Label of each frame, -1 where unknown."""
        return labels_at(self.segments, self.times)

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

    @cached_property
    def clear_labels(self) -> np.ndarray:
        """The labels to learn from: of somebody who stands with no more than a foot in the picture, none is told."""
        barely = (self.labels == INDEX["stand"]) & (self.presence < 0.01)
        return np.where(barely, -1, self.labels)

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


def _read(source: str, rate: float, kept: Path, *options: str) -> tuple[np.ndarray, np.ndarray, list[dict[str, str]]]:
    """Pictures, times and what is told of each frame of a source; they are kept in KEPT.npy and KEPT.csv."""
    pictures, table = kept.with_suffix(".npy"), kept.with_suffix(".csv")
    if not table.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
            raw = Path(folder) / "raw"
            subprocess.run([LAUNCHER, "frames", source, "--rate", str(rate), "--out", raw, *options],
                           stdout=subprocess.DEVNULL, check=True)
            records = np.memmap(raw, np.uint8, "r").reshape(-1, 2, HEIGHT, WIDTH)
            np.save(pictures, records[:, 0])  # the second plane is the first of the record before
            os.replace(f"{raw}.csv", table)
    with open(table, newline="") as file:
        rows = list(csv.DictReader(file))
    times = np.array([int(row["pts_us"]) for row in rows]) / 1e6
    return np.load(pictures, mmap_mode="r"), times, rows


def load_video(path: Path, cache: Path, loop_filter: str = "all") -> Video:
    """The pictures of a video file; NAME.csv beside NAME.mp4 is its truth. `loop_filter`: of which pictures, as `ingest.loop_filter`
    says."""
    kept = cache / f"{path.parent.name}-{path.stem}{'' if loop_filter == 'all' else '-filter-' + loop_filter}"
    frames, times, _ = _read(str(path.resolve()), FULL_RATE, kept, "--set", f"ingest.loop_filter={loop_filter}")
    truth = path.with_suffix(".csv")
    return Video(path.stem, frames, times, read_segments(truth) if truth.exists() else [])


def load_folder(folder: Path, cache: Path, workers: int = 1) -> list[Video]:
    """All the videos of a folder by name; those that are not kept yet are read side by side."""
    paths = sorted(p for p in folder.iterdir() if p.suffix in (".mp4", ".mkv"))
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda path: load_video(path, cache), paths))


def draw(seed: int, cache: Path) -> Video:
    """Two minutes of the simulator's room with this seed, on the pack's grid."""
    source = f"sim:room?seed={seed}&fps=25&size=320x240&duration=120s"
    frames, times, rows = _read(source, RATE, cache / f"sim-{seed}")
    segments = segments_of(times, [row["label"] for row in rows], 1 / RATE)
    # Rooms that were kept before the simulator told of boxes have none.
    boxes = np.array([[float(row.get(side) or "nan") for side in ("left", "top", "right", "bottom")] for row in rows])
    return Video(f"sim-{seed}", frames, times, segments, boxes)


def draw_all(seeds: range, cache: Path, workers: int = 1) -> list[Video]:
    """The rooms of these seeds; those that are not kept yet are drawn side by side."""
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda seed: draw(seed, cache), seeds))
