"""Whether attention means something, on simulated rooms in which it is known where somebody is and what happens when.

Over the picture: the weights inside the person's box, and the box's share of the picture; weights that mean nothing would be
as much. Over time: a window of which one half is an action and the other what comes before and after it, and the weights
that the words naming the action have inside it; weights that mean nothing would be one half.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import torch

from ..boxes import inside
from ..labels import LABELS
from ..report import rounded
from .draws import Window, measured, seen
from .report import ACTIONS
from .search import Decoding, caption
from .tracks import LONGEST, Track
from .train import Trained
from .windows import kept, middle

SEEDS = range(9001, 9013)  # rooms that neither encoder nor captioners have learned from
SUBJECTS = frozenset({"person", "man", "woman", "feet", "legs"})
SHORTEST = 4  # frames of an action that are enough to look inside it


def naming(label: str, words: list[str]) -> list[int]:
    """The places of the words that name the label's action."""
    text = " ".join(words)
    found = re.search(rf"\b(?:{ACTIONS[label]})\b", text)
    if not found:
        return []
    first = text[:found.start()].count(" ")
    return list(range(first, first + found.group().count(" ") + 1))


@torch.no_grad()
def spoken(trained: Trained, window: Window, how: Decoding) -> tuple[list[str], np.ndarray]:
    """What the captioner says of a window, and the weights [words, places] of each word."""
    tensors = seen(trained.model.kind, [window])
    ids = caption(trained.model, tensors, how).ids
    words = trained.vocabulary.decode(ids)
    _, weights = trained.model(tensors, torch.tensor([ids]))
    return words, weights[0, :len(words)].numpy()


def over_the_picture(trained: Trained, rooms: list[tuple[Track, np.ndarray]], rows: int, columns: int, how: Decoding) -> dict:
    """Mean weight inside the person's box, and how many times the box's mean share of the picture that is.

    `rooms` are tracks with a box [n,4] of each frame, NaN where nobody is.
    """
    within, area = defaultdict(list), []
    for track, boxes in rooms:
        for window in measured([track]):
            box = boxes[window.first + middle(window.last - window.first)]
            if window.span.label == "empty" or np.isnan(box).any():
                continue
            words, weights = spoken(trained, window, how)
            within_box = weights @ inside(box, rows, columns)
            area.append(inside(box, rows, columns).mean())
            within["every word"].extend(within_box)
            within["words of the action"].extend(within_box[naming(window.span.label, words)])
            within["words of the person"].extend(within_box[[i for i, w in enumerate(words) if w in SUBJECTS]])
    return rounded({"windows": len(area), "area": float(np.mean(area)),
                    **{name: {"words": len(w), "inside": float(np.mean(w)), "times_area": float(np.mean(w) / np.mean(area))}
                       for name, w in within.items() if w}})


def half_windows(track: Track) -> Iterator[tuple[Window, int, int]]:
    """Windows twice as long as an action that they have in their middle, and the action's first frame and last but one."""
    for span in track.spans:
        length = min(span.last - span.first, LONGEST // 2)
        window = Window(track, span, span.first - length // 2, span.first - length // 2 + 2 * length)
        if span.label != "empty" and length >= SHORTEST and window.first >= 0 and window.last <= len(track.feature):
            yield window, span.first, span.first + length


def over_time(trained: Trained, tracks: list[Track], how: Decoding) -> dict:
    """For each label the mean weight inside the action of the words that name it, and the share of the frames inside."""
    found = defaultdict(list)
    for window, first, last in (w for t in tracks for w in half_windows(t)):
        words, weights = spoken(trained, window, how)
        frames = window.first + kept(window.last - window.first)
        action = (frames >= first) & (frames < last)
        for i in naming(window.span.label, words):
            found[window.span.label].append((weights[i, :len(frames)][action].sum(), action.mean()))
    found = {"every label": [pair for pairs in found.values() for pair in pairs]} | {n: found[n] for n in LABELS if n in found}
    return rounded({name: {"words": len(pairs), "inside": float(np.mean([p[0] for p in pairs])),
                           "frames": float(np.mean([p[1] for p in pairs]))} for name, pairs in found.items() if pairs})
