"""The nine room labels and the files that say when each is in force."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

LABELS = ["empty", "walk", "stand", "sit_down", "sit", "lie_down", "fall", "lie", "get_up"]
INDEX = {name: i for i, name in enumerate(LABELS)}

Segment = tuple[float, float, int]


def read_segments(path: Path, merge: bool = True) -> list[Segment]:
    """Segments (start s, end s, label) of a truth file; neighbours of one label become one if merge."""
    segments: list[Segment] = []
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            start, end, label = float(row["start_s"]), float(row["end_s"]), INDEX[row["label"]]
            if merge and segments and segments[-1][2] == label and abs(segments[-1][1] - start) < 1e-6:
                segments[-1] = (segments[-1][0], end, label)
            else:
                segments.append((start, end, label))
    return segments


def segments_of(times: np.ndarray, names: list[str], period: float) -> list[Segment]:
    """Merged segments of frames that bear their labels' names; each frame lasts until the next, the last one a period."""
    starts = [i for i, name in enumerate(names) if i == 0 or names[i - 1] != name]
    ends = [float(times[i]) for i in starts[1:]] + [float(times[-1]) + period]
    return [(float(times[i]), end, INDEX[names[i]]) for i, end in zip(starts, ends)]


def labels_at(segments: list[Segment], times: np.ndarray) -> np.ndarray:
    """The label in force at each time, -1 where the truth says nothing."""
    result = np.full(len(times), -1, np.int64)
    for start, end, label in segments:
        result[(times >= start - 1e-9) & (times < end - 1e-9)] = label
    return result


def reversed_labels(labels: np.ndarray) -> np.ndarray:
    """Labels of a video played backwards, still in forward order.

    Rising becomes lowering: to sitting or to lying, by what came before it. Lowering becomes rising.
    A fall played backwards is nothing a person does and becomes -1 (no target).
    """
    result = labels.copy()
    result[(labels == INDEX["sit_down"]) | (labels == INDEX["lie_down"])] = INDEX["get_up"]
    result[labels == INDEX["fall"]] = -1
    before = -1
    for i in range(len(labels)):
        if labels[i] != INDEX["get_up"]:
            before = labels[i]
        elif before in (INDEX["lie"], INDEX["fall"], INDEX["lie_down"]):
            result[i] = INDEX["lie_down"]
        elif before in (INDEX["sit"], INDEX["sit_down"]):
            result[i] = INDEX["sit_down"]
        else:
            result[i] = -1
    return result
