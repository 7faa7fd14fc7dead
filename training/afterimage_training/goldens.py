"""Writes goldens/event-rules.json: streams of scores and the messages that the event rules make of them.

    python -m afterimage_training.goldens goldens/event-rules.json
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np

from . import events as ev

NAMES = ("empty", "walk", "fall")

CASES: dict[str, ev.Rules] = {
    "one label at a time": ev.Rules(NAMES, ev.Rule(0.5, 0.35, 0.24, 0.24, 600), {"fall": {"enter": 0.4, "leave": 0.2}}),
    "short, merged, long": ev.Rules(NAMES, ev.Rule(0.5, 0.3, 0.4, 0.8, 3.0), {}, True, 1.0),
    "several labels at once": ev.Rules(NAMES, ev.Rule(0.35, 0.25, 0.16, 0.4, 4.0), {"walk": {"merge_gap_s": 0.0}},
                                       False, 0.8),
    "opens at once, no updates": ev.Rules(NAMES, ev.Rule(0.4, 0.4, 0.0, 0.0, 600), {}, True, 0.0),
}


def stream(seed: int, frames: int = 220) -> tuple[list[int], list[list[float]]]:
    """Times with jitter and some gaps, and scores that wander between labels, with ties now and then."""
    rng = np.random.default_rng(seed)
    times = np.cumsum(np.where(rng.random(frames) < 0.02, 400_000, 80_000) + rng.integers(-3, 4, frames) * 1000)
    times = (times - times[0]).tolist()
    favoured, rows = 0, []
    level = np.zeros(len(NAMES))
    for _ in range(frames):
        if rng.random() < 0.07:
            favoured = int(rng.integers(0, len(NAMES)))
        target = np.zeros(len(NAMES))
        target[favoured] = 2.2
        level = 0.7 * level + 0.3 * target + rng.normal(0, 0.35, len(NAMES))
        scores = np.exp(level) / np.exp(level).sum()
        if rng.random() < 0.05:
            scores[:2] = scores[:2].mean()
        # Few binary digits: the same numbers in float and double, and exact ties stay ties.
        rows.append((np.round(scores * 256) / 256).tolist())
    return times, rows


def document() -> dict:
    cases = []
    for n, (name, rules) in enumerate(CASES.items()):
        for seed in (2 * n + 1, 2 * n + 2):
            times, rows = stream(seed)
            messages = ev.run(rules, np.asarray(times), np.asarray(rows))
            cases.append({"name": f"{name}, seed {seed}", "labels": list(rules.labels), "exclusive": rules.exclusive,
                          "update_every_s": rules.update_every_s, "default": asdict(rules.default),
                          "overlay": rules.overlay, "pts_us": times, "scores": rows,
                          "messages": [{**asdict(m), "confidence": round(m.confidence, 6)} for m in messages]})
    return {"about": "scores of each frame and the messages expected of it; a stream's last messages are those of its "
                     "end marker; confidence to 1e-4", "cases": cases}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(document(), separators=(",", ":")) + "\n")
