"""Measures a finished recogniser in every way the card speaks of."""

from __future__ import annotations

import numpy as np
import torch

from . import events as ev
from .boxes import inside
from .data import RATE, Video
from .labels import LABELS
from .measure import (Tally, best_temperature, expected_calibration_error, logits_of, records_of, softmax, truth_of)
from .model import Recogniser


def rules_of(manifest_events: dict) -> ev.Rules:
    return ev.Rules(tuple(LABELS), ev.Rule(**manifest_events["default"]),
                    {k: dict(v) for k, v in manifest_events["labels"].items()}, manifest_events["exclusive"],
                    manifest_events["update_every_s"])


def scores_of(model: Recogniser, videos: list[Video]) -> list[np.ndarray]:
    """Scores [n,9] of each video's sampled frames at the model's own temperature."""
    return [softmax(x) for x in logits_of(model, [v.frames[v.sampled()] for v in videos])]


def rounded(value, digits: int = 4):
    """The same with fewer digits."""
    if isinstance(value, dict):
        return {k: rounded(v, digits) for k, v in value.items()}
    return round(value, digits) if isinstance(value, float) else value


def against_truth(videos: list[Video], scores: list[np.ndarray], rules: ev.Rules) -> dict:
    """Frame, event and fall figures, pooled and of each video."""
    pooled, pairs, each, falls = Tally(), [], {}, [0, 0]
    for video, s in zip(videos, scores):
        times, truth, expected = truth_of(video)
        guess = s.argmax(1)
        pooled.add(truth, guess, expected)
        found = ev.intervals(ev.run(rules, np.round(times * 1e6).astype(np.int64), s))
        wanted = [(a, b, LABELS[i]) for a, b, i in video.segments]
        pairs.append((wanted, found))
        tally = Tally().add(truth, guess, expected)
        only = [x for x in wanted if x[2] == "fall"]
        hit = ev.matches(only, [x for x in found if x[2] == "fall"], 0.1)
        falls[0] += hit
        falls[1] += len(only)
        each[video.name] = {"frame_accuracy": tally.accuracy(), "macro_f1": tally.macro_f1(),
                            "event_f1@0.25": ev.event_f1(pairs[-1:], 0.25), "falls_found": hit, "falls": len(only)}
    hours = sum(float(v.times[-1]) for v in videos) / 3600
    false_falls = sum(1 for _, f in pairs for x in f if x[2] == "fall") - falls[0]
    return rounded({
        "frame_accuracy": pooled.accuracy(), "macro_f1": pooled.macro_f1(), "f1": pooled.f1(),
        "recall": pooled.recall(), "event_f1": {str(t): ev.event_f1(pairs, t) for t in (0.1, 0.25, 0.5)},
        "falls_found": falls[0], "falls": falls[1], "false_fall_events": false_falls,
        "false_fall_events_per_hour": false_falls / hours if hours else 0.0,
        "videos": each, "confusion": pooled.confusion.tolist()})


def accuracy(model: Recogniser, videos: list[Video]) -> dict[str, float]:
    """Frame accuracy and macro-F1 alone."""
    tally = Tally()
    for video, logits in zip(videos, logits_of(model, [v.frames[v.sampled()] for v in videos])):
        _, truth, expected = truth_of(video)
        tally.add(truth, logits.argmax(1), expected)
    return rounded({"frame_accuracy": tally.accuracy(), "macro_f1": tally.macro_f1()})


@torch.no_grad()
def attention(model: Recogniser, rooms: list[Video]) -> dict:
    """Mean weight of the encoder's attention inside the person's box, of simulated frames with somebody in them."""
    within, area = [], []
    for room in rooms:
        records = records_of(np.asarray(room.frames))
        looked = torch.cat([model.encoder(torch.from_numpy(r).float() / 255.0)[4] for r in np.array_split(records, 20)])
        for weights, box, label in zip(looked.numpy(), room.boxes, room.labels):
            if LABELS[label] != "empty" and not np.isnan(box).any():
                cells = inside(box, model.encoder.ROWS, model.encoder.COLUMNS)
                within.append(float(weights @ cells))
                area.append(float(cells.mean()))
    return rounded({"frames": len(area), "inside": float(np.mean(within)), "area": float(np.mean(area)),
                    "times_area": float(np.mean(within) / np.mean(area))})


def calibration(videos: list[Video], logits: list[np.ndarray]) -> tuple[float, dict]:
    """The best temperature over the videos and the calibration error before and after it."""
    truth = np.concatenate([truth_of(v)[1] for v in videos])
    logits = np.concatenate(logits)
    known = truth >= 0
    logits, truth = logits[known], truth[known]
    t = best_temperature(logits, truth)
    return t, rounded({"temperature": t, "ece_before": expected_calibration_error(softmax(logits), truth),
                        "ece_after": expected_calibration_error(softmax(logits / t), truth)})


def controls(model: Recogniser, videos: list[Video], majority: int, seed: int = 5) -> dict:
    """What is left when the model is not asked, or sees the frames shuffled or backwards."""
    rng = np.random.default_rng(seed)
    orders = {"shuffled_frames": lambda n: rng.permutation(n), "reversed_time": lambda n: np.arange(n)[::-1]}
    result = {}
    tally = Tally()
    for v in videos:
        _, truth, expected = truth_of(v)
        tally.add(truth, np.full(len(truth), majority), expected)
    result["majority_class"] = {"label": LABELS[majority], "frame_accuracy": tally.accuracy(),
                                "macro_f1": tally.macro_f1()}
    for name, order in orders.items():
        chosen = [order(len(v.sampled())) for v in videos]
        logits = logits_of(model, [v.frames[v.sampled()][o] for v, o in zip(videos, chosen)])
        tally = Tally()
        for v, o, x in zip(videos, chosen, logits):
            _, truth, expected = truth_of(v)
            tally.add(truth[o], x.argmax(1), expected)
        result[name] = {"frame_accuracy": tally.accuracy(), "macro_f1": tally.macro_f1()}
    return rounded(result)


def foreign(model: Recogniser, videos: list[Video], rules: ev.Rules) -> dict:
    """Events a minute, of any label but `empty`, on footage of other kinds; each of them is false."""
    scores = scores_of(model, videos)
    count, seconds, by_label, sure = 0, 0.0, {}, 0
    for v, s in zip(videos, scores):
        times = v.times[v.sampled()]
        seconds += float(times[-1]) + 1 / RATE
        for e in ev.run(rules, np.round(times * 1e6).astype(np.int64), s):
            if e.phase == "end" and e.label != "empty":
                count += 1
                sure += e.confidence >= 0.8
                by_label[e.label] = by_label.get(e.label, 0) + 1
    return rounded({"minutes": seconds / 60, "events_per_minute": count / (seconds / 60),
                     "events_per_minute_confidence_0.8": sure / (seconds / 60), "by_label": by_label})
