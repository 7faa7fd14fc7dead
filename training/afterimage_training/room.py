"""One command from footage to the pack `room-activity` with its report and card.

    python -m afterimage_training.room --data ../../shared/data/room --out ../packs/room-activity
"""

from __future__ import annotations

import argparse
import copy
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
from .data import Video
from .export import export_encoder, export_pack
from .graph import GraphEncoder, milliseconds
from .labels import LABELS
from .model import Recogniser
from .quantise import METHOD, calibration_records, quantise
from .train import Plan, half_precision, load, train, unweighted

VERSION = "1.2.0"
CONTINUES = (
    "03547b0a5a57e7dde62c848fc9829a9d465df5ddeb48a899390b1bee78610683",  # 1.1.0: the same weights, in floats
    "9469dfc84975942b0e2440b6e13d869eb57bea5fe2d8137ebed05bddd736767f",  # 1.0.0, which did not tell what it looked at
)

COMMAND = ("python -m afterimage_training.room --data ../../shared/data/room "
           "--foreign ../../shared/data/clips ../../shared/data/cctv --out ../packs/room-activity")

FLOAT_GRAPH = "{}.float.onnx"

TRAINING_SEEDS, TEST_SEEDS = range(101, 341), range(9001, 9013)

RECIPE = Recipe(dark=0.25, quarter_turn=0.25, freezes_a_second=0.05, transplant=0.15, clutter=0.6, crushed=0.5,
                from_start=0.6)
PLANS = {
    "simulator": Plan(seed=3, stills=3000, steps=2000, recipe=RECIPE),
    "room": Plan(seed=1, stills=3000, steps=1800, stop=1000, balance=0.1, plain=(0.1, 0.6), recipe=RECIPE),
    "shipped": Plan(seed=2, stills=0, steps=400, rate=1e-3, balance=0.1, plain=(0.1, 0.6), recipe=RECIPE),
}


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="room footage: NAME.mp4 beside NAME.csv")
    parser.add_argument("--foreign", type=Path, nargs="*", default=[], help="footage of other kinds, for false events")
    parser.add_argument("--cache", type=Path, default=Path("data"), help="where decoded pictures are kept")
    parser.add_argument("--runs", type=Path, default=Path("runs"), help="where weights are kept")
    parser.add_argument("--out", type=Path, required=True, help="the pack's folder")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    options = parse(arguments)
    torch.set_num_threads(options.threads)
    room = data.load_folder(options.data, options.cache, options.threads)
    held = [v for v in room if v.name in data.VALIDATION]
    known = [v for v in room if v.name not in data.VALIDATION]
    drawn = data.draw_all(TRAINING_SEEDS, options.cache, options.threads)
    unseen = data.draw_all(TEST_SEEDS, options.cache, options.threads)
    for video in room + drawn:
        _ = video.presence  # once, here, rather than in each worker

    groups = {"simulator": [(1.0, drawn)], "room": [(1.0, known), (1.5, drawn)], "shipped": [(1.0, room), (1.5, drawn)]}
    learned: list[Recogniser | None] = [None]
    for name in PLANS:
        learned.append(trained(name, groups[name], options, learned[-1]))
    floats = {name: unweighted(m, groups[name], PLANS[name]) for name, m in zip(PLANS, learned[1:])}
    simulator, validated, shipped = (in_integers(name, m, groups[name], options.runs) for name, m in floats.items())

    in_floats = {name: {"validation_recordings": report.accuracy(floats[name], held),
                        "simulator_unseen_seeds": report.accuracy(floats[name], unseen)} for name in ("room", "shipped")}

    logits = measure.logits_of(validated, [v.frames[v.sampled()] for v in held])
    temperature, calibrated = report.calibration(held, logits)
    for model in (validated, shipped):  # the shipped one has no unseen recordings to be calibrated on
        model.memory.temperature.fill_(temperature)
    scores = [measure.softmax(x / temperature) for x in logits]
    chosen = tune.choose(held, scores)
    rules = report.rules_of(chosen)
    measured = lambda model, videos: report.against_truth(videos, report.scores_of(model, videos), rules)  # noqa: E731
    majority = int(np.argmax(np.bincount(np.concatenate([v.labels for v in known]), minlength=len(LABELS))))
    result = {
        "pack": "room-activity", "version": VERSION, "date": time.strftime("%Y-%m-%d"),
        "machine": {"cpus": os.cpu_count(), "architecture": platform.machine(), "bfloat16": half_precision(), "vnni": vnni()},
        "plans": json.loads(json.dumps({name: asdict(plan) for name, plan in PLANS.items()})),
        "training": {"recordings": [v.name for v in known], "minutes": minutes(known), "all_minutes": minutes(room),
                     "simulator_minutes": minutes(drawn), "command": COMMAND},
        "quantisation": quantisation(in_floats, groups["shipped"], options.runs),
        "validation": report.against_truth(held, scores, rules),
        "calibration": calibrated,
        "controls": report.controls(validated, held, majority),
        "simulator_unseen_seeds": measured(validated, unseen),
        "simulator_only": {"validation_recordings": measured(simulator, held), "all_recordings": measured(simulator, room),
                           "simulator_unseen_seeds": measured(simulator, unseen)},
        "shipped": {"validation_recordings_seen": measured(shipped, held), "all_recordings_seen": measured(shipped, room),
                    "simulator_unseen_seeds": measured(shipped, unseen)},
        "attention": report.attention(shipped, unseen),
        "foreign": {folder.name: report.foreign(shipped, data.load_folder(folder, options.cache, options.threads), rules)
                    for folder in options.foreign},
    }

    v = result["validation"]
    accuracy = {"frame_accuracy": v["frame_accuracy"], "macro_f1": v["macro_f1"],
                "event_f1_iou_0.25": v["event_f1"]["0.25"], "falls_found_of_10": v["falls_found"]}
    training = {"data": "16 recordings of FIR-Image-Action-Dataset with labels of this project and the simulator "
                        "sim:room; the accuracy is that of the same recipe on 4 recordings kept out",
                "command": COMMAND, "date": result["date"]}
    export_pack(shipped, options.out, chosen, training, accuracy, VERSION, CONTINUES)
    (options.out / "report.json").write_text(json.dumps(result, indent=1) + "\n")
    write_card(options.out / "CARD.md", result)
    print(json.dumps({k: v[k] for k in ("frame_accuracy", "macro_f1", "event_f1", "falls_found", "falls")}))


def trained(name: str, groups: list[tuple[float, list[Video]]], options: argparse.Namespace,
            start: Recogniser | None) -> Recogniser:
    """The recogniser of one of the plans, trained unless its weights are kept."""
    kept = options.runs / f"{name}.pt"
    return load(kept) if kept.exists() else train(groups, PLANS[name], options.runs, name, start)


def in_integers(name: str, model: Recogniser, groups: list[tuple[float, list[Video]]], runs: Path) -> Recogniser:
    """A copy that encodes with an 8-bit graph, which is kept beside the weights, as is the float graph it was made of."""
    graph, made = runs / FLOAT_GRAPH.format(name), runs / f"{name}.onnx"
    export_encoder(model.encoder.to(memory_format=torch.contiguous_format), graph)
    quantise(graph, calibration_records(groups), made)
    model = copy.deepcopy(model)
    model.encoder = GraphEncoder(made)
    return model


def quantisation(in_floats: dict, groups: list[tuple[float, list[Video]]], runs: Path) -> dict:
    """How the shipped graph was made, how good it was in floats, and what a frame costs in both."""
    graphs = {"float": runs / FLOAT_GRAPH.format("shipped"), "int8": runs / "shipped.onnx"}
    return {"method": METHOD, "records": len(calibration_records(groups)), "float": in_floats,
            "milliseconds": {name: round(milliseconds(path), 3) for name, path in graphs.items()},
            "command": " ".join(["python -m afterimage_training.graph", *map(str, graphs.values())])}


def vnni() -> bool:
    """Whether this processor multiplies 8-bit integers in instructions made for it."""
    return bool(getattr(torch.cpu, "_is_vnni_supported", lambda: False)())


def minutes(videos: list[Video]) -> float:
    return round(sum(float(v.times[-1]) for v in videos) / 60, 1)


if __name__ == "__main__":
    main()
