"""One command from footage to the pack `room-activity` with its report and card.

    python -m afterimage_training.room --data ../../shared/data/room --out ../packs/room-activity
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from . import data, measure, report, tune
from .augment import Recipe
from .card import write_card
from .export import export_pack
from .labels import LABELS
from .train import Plan, half_precision, load, train

VERSION = "1.0.0"

COMMAND = ("python -m afterimage_training.room --data ../../shared/data/room --sim data/sim "
           "--foreign ../../shared/data/clips ../../shared/data/cctv --out ../packs/room-activity")

RECIPE = Recipe(dark=0.15, quarter_turn=0.2, freezes_a_second=0.05)
PLAN = Plan(seed=1, steps=4000, streams=16, recipe=RECIPE)
SIMULATOR_ONLY = Plan(seed=3, steps=600, streams=16, recipe=RECIPE)
SIMULATOR_WEIGHT = 0.3  # of its streams, to 1 of the footage's


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="room footage: NAME.mp4 beside NAME.csv")
    parser.add_argument("--sim", type=Path, help="folder with train/ and test/ videos drawn by the simulator")
    parser.add_argument("--foreign", type=Path, nargs="*", default=[], help="footage of other kinds, for false events")
    parser.add_argument("--cache", type=Path, default=Path("data"), help="where decoded pictures are kept")
    parser.add_argument("--runs", type=Path, default=Path("runs"), help="where weights are kept")
    parser.add_argument("--out", type=Path, required=True, help="the pack's folder")
    parser.add_argument("--seed", type=int, default=PLAN.seed)
    parser.add_argument("--steps", type=int, default=PLAN.steps)
    parser.add_argument("--sim-steps", type=int, default=SIMULATOR_ONLY.steps, help="of the simulator-only measurement; 0 leaves it out")
    parser.add_argument("--start", type=Path, help="weights to go on from instead of random ones")
    parser.add_argument("--weights", type=Path, help="measure and export these weights instead of training")
    parser.add_argument("--note", default="", help="for the card, where weights were not made by this command alone")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    options = parse(arguments)
    torch.set_num_threads(options.threads)
    began = time.time()
    room = data.load_folder(options.data, options.cache)
    held = [v for v in room if v.name in data.VALIDATION]
    known = [v for v in room if v.name not in data.VALIDATION]
    drawn = {p: data.load_folder(options.sim / p, options.cache) if options.sim else [] for p in ("train", "test")}
    for video in known + drawn["train"]:
        _ = video.presence  # once, here, rather than in each worker
    plan = Plan(**{**vars(PLAN), "seed": options.seed, "steps": options.steps})
    groups = [(1.0, known)] + ([(SIMULATOR_WEIGHT, drawn["train"])] if drawn["train"] else [])
    if options.weights:
        model = load(options.weights)
    else:
        model = train(groups, plan, options.runs, "room", load(options.start) if options.start else None)

    model.memory.temperature.fill_(1.0)
    logits = measure.logits_of(model, [v.frames[v.sampled()] for v in held])
    temperature, calibrated = report.calibration(held, logits)
    model.memory.temperature.fill_(temperature)
    scores = [measure.softmax(x / temperature) for x in logits]
    chosen = tune.choose(held, scores)
    rules = report.rules_of(chosen)
    majority = int(np.argmax(np.bincount(np.concatenate([v.labels for v in known]), minlength=len(LABELS))))
    result = {
        "pack": "room-activity", "version": VERSION, "date": time.strftime("%Y-%m-%d"),
        "machine": {"cpus": os.cpu_count(), "architecture": platform.machine(), "bfloat16": half_precision()},
        "plan": json.loads(json.dumps(asdict(plan))),
        "training": {"recordings": [v.name for v in known], "minutes": minutes(known),
                     "simulator_minutes": minutes(drawn["train"]), "thresholds_from": "the same recordings",
                     "command": COMMAND, "note": options.note},
        "validation": report.against_truth(held, scores, rules),
        "calibration": calibrated,
        "controls": report.controls(model, held, majority),
    }
    if drawn["test"]:
        result["simulator_unseen_seeds"] = report.against_truth(
            drawn["test"], report.scores_of(model, drawn["test"]), rules)
        if options.sim_steps:
            result["simulator_only"] = simulator_only(options, room, drawn, rules)
    result["foreign"] = {folder.name: report.foreign(model, data.load_folder(folder, options.cache), rules)
                         for folder in options.foreign}
    result["minutes_taken"] = round((time.time() - began) / 60, 1)

    v = result["validation"]
    accuracy = {"frame_accuracy": v["frame_accuracy"], "macro_f1": v["macro_f1"],
                "event_f1_iou_0.25": v["event_f1"]["0.25"], "falls_found_of_10": v["falls_found"]}
    training = {"data": "12 recordings of FIR-Image-Action-Dataset with labels of this project"
                        + (" and the simulator sim:room" if drawn["train"] else ""),
                "command": COMMAND, "date": result["date"]}
    export_pack(model, options.out, chosen, training, accuracy, VERSION)
    (options.out / "report.json").write_text(json.dumps(result, indent=1) + "\n")
    write_card(options.out / "CARD.md", result)
    print(json.dumps({k: v[k] for k in ("frame_accuracy", "macro_f1", "event_f1", "falls_found", "falls")}))


def simulator_only(options: argparse.Namespace, room: list[data.Video], drawn: dict, rules) -> dict:
    """What a recogniser that never saw footage reaches on it."""
    kept = options.runs / "simulator-only.pt"
    if options.weights and kept.exists():
        alone = load(kept)
    else:
        plan = Plan(**{**vars(SIMULATOR_ONLY), "steps": options.sim_steps})
        alone = train([(1.0, drawn["train"])], plan, options.runs, "simulator-only")
    scores = report.scores_of(alone, room)
    held = [i for i, v in enumerate(room) if v.name in data.VALIDATION]
    return {
        "validation_recordings": report.against_truth([room[i] for i in held], [scores[i] for i in held], rules),
        "all_recordings": report.against_truth(room, scores, rules),
        "simulator_unseen_seeds": report.against_truth(drawn["test"], report.scores_of(alone, drawn["test"]), rules),
    }


def minutes(videos: list[data.Video]) -> float:
    return round(sum(float(v.times[-1]) for v in videos) / 60, 1)


if __name__ == "__main__":
    main()
