"""Chooses the event rules: a coordinate search over a coarse grid, so that there is little to fit."""

from __future__ import annotations

import numpy as np

from . import events as ev
from .data import Video
from .export import event_rules
from .labels import LABELS
from .measure import truth_of

DEFAULT = {"enter": 0.45, "leave": 0.3, "min_duration_s": 0.4, "merge_gap_s": 0.4, "max_length_s": 600.0}
FALL = {"enter": 0.4, "leave": 0.2, "min_duration_s": 0.24, "merge_gap_s": 0.4}
STEPS = [("default", "enter", (0.4, 0.45, 0.5, 0.55)), ("default", "leave", (0.2, 0.25, 0.3, 0.35)),
         ("default", "min_duration_s", (0.32, 0.48, 0.64)), ("default", "merge_gap_s", (0.24, 0.4, 0.64)),
         ("fall", "enter", (0.3, 0.35, 0.4, 0.45)), ("fall", "min_duration_s", (0.08, 0.16, 0.24))]


def _worth(videos: list[Video], scores: list[np.ndarray], default: dict, fall: dict) -> float:
    rules = ev.Rules(tuple(LABELS), ev.Rule(**default), {"fall": fall})
    pairs = []
    for video, s in zip(videos, scores):
        times = np.round(truth_of(video)[0] * 1e6).astype(np.int64)
        pairs.append(([(a, b, LABELS[i]) for a, b, i in video.segments], ev.intervals(ev.run(rules, times, s))))
    only = [([x for x in t if x[2] == "fall"], [x for x in e if x[2] == "fall"]) for t, e in pairs]
    return ev.event_f1(pairs, 0.25) + 0.25 * ev.event_f1(only, 0.1)


def choose(videos: list[Video], scores: list[np.ndarray]) -> dict:
    """The manifest's `events` with the thresholds that serve these videos best."""
    rules = {"default": dict(DEFAULT), "fall": dict(FALL)}
    for part, key, values in STEPS:
        tried = [(_worth(videos, scores, **{**rules, part: {**rules[part], key: v}}), -i, v)
                 for i, v in enumerate(values)]
        rules[part][key] = max(tried)[2]
    return event_rules({"fall": rules["fall"]}, rules["default"])
