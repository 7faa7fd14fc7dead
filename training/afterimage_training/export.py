"""From a trained recogniser to a pack folder: graphs, manifest, golden."""

from __future__ import annotations

import base64
import hashlib
import json
import warnings
from pathlib import Path

import cv2
import numpy as np
import onnx
import onnxruntime
import torch
import yaml
from torch import nn

from .data import HEIGHT, RATE, WIDTH
from .graph import GraphEncoder
from .labels import LABELS
from .measure import records_of
from .model import Encoder, Recogniser

OPSET = 17


def export_graph(module: torch.nn.Module, arguments: tuple, path: Path, inputs: list[str], outputs: list[str],
                 batch_axis: dict[str, int]) -> str:
    """Writes a graph whose named tensors have the dynamic axis N; returns its SHA-256."""
    module = module.eval()
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, arguments, str(path), dynamo=False, opset_version=OPSET, input_names=inputs,
                          output_names=outputs, dynamic_axes={name: {axis: "N"} for name, axis in batch_axis.items()})
    onnx.checker.check_model(onnx.load(str(path)), full_check=True)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def export_encoder(encoder: Encoder, path: Path) -> str:
    names = ["frame", "feature", "view", "thumb", "grid", "attention"]
    frame = torch.rand(2, 2, HEIGHT, WIDTH)
    return export_graph(encoder, (frame,), path, names[:1], names[1:], {n: 0 for n in names})


def write_encoder(encoder: nn.Module, path: Path) -> str:
    """Writes the encoder's graph, a graph's own byte for byte; returns its SHA-256."""
    if not isinstance(encoder, GraphEncoder):
        return export_encoder(encoder, path)
    encoder.write(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def export_memory(model: Recogniser, path: Path) -> str:
    names = ["feature", "view", "h", "ground", "age", "scores", "h_out", "ground_out", "age_out"]
    h, ground, age = model.memory.start(1)
    feature, view = torch.rand(1, model.encoder.size), torch.rand(1, ground.shape[1])
    return export_graph(model.memory, (feature, view, h, ground, age), path, names[:5], names[5:],
                        {n: 1 if n in ("h", "h_out") else 0 for n in names})


def synthetic_pictures(count: int, seed: int = 7) -> np.ndarray:
    """A drawn room: a bright bed, a dark blob that moves over it, a little noise; uint8 [count,H,W]."""
    rng = np.random.default_rng(seed)
    pictures = []
    for k in range(count):
        picture = np.full((HEIGHT, WIDTH), 110, np.uint8)
        cv2.rectangle(picture, (30, 40), (100, 72), 200, -1)
        cv2.ellipse(picture, (10 + 12 * k, 50 + 3 * k), (14, 9), 15 * k, 0, 360, 40, -1)
        noise = rng.normal(0, 2, picture.shape)
        pictures.append(np.clip(picture + noise, 0, 255).astype(np.uint8))
    return np.stack(pictures)


@torch.no_grad()
def golden(model: Recogniser, count: int = 8) -> dict:
    """What the encoder, which may be a graph, and PyTorch's memory say of `count` drawn frames in a row."""
    records = records_of(synthetic_pictures(count))
    feature, view, thumb, _, attention = model.encoder(torch.from_numpy(records).float() / 255.0)
    state, scores = model.memory.start(1), []
    for k in range(count):
        row, *state = model.memory(feature[k:k + 1], view[k:k + 1], *state)
        scores.append(row[0])
    shorten = lambda t: [float(f"{x:.7g}") for x in t.flatten().tolist()]  # noqa: E731
    return {
        "frames": [base64.b64encode(r.tobytes()).decode() for r in records],
        "feature": [shorten(r) for r in feature], "view": [shorten(r) for r in view],
        "thumb": [shorten(r) for r in thumb], "attention": [shorten(r) for r in attention], "scores": [shorten(r) for r in scores],
        "states": {name: shorten(s) for name, s in zip(("h", "ground", "age"), state)},
    }


def check_pack(folder: Path) -> float:
    """Runs the pack's graphs on its golden in ONNX Runtime and returns the largest difference from it."""
    truth = json.loads((folder / "golden.json").read_text())
    encoder = onnxruntime.InferenceSession(folder / "encoder.onnx", providers=["CPUExecutionProvider"])
    memory = onnxruntime.InferenceSession(folder / "memory.onnx", providers=["CPUExecutionProvider"])
    state = {"h": (1, 1, -1), "ground": (1, -1), "age": (1, -1)}
    state = {n: np.zeros_like(np.asarray(truth["states"][n], np.float32).reshape(s)) for n, s in state.items()}
    worst = 0.0
    for k, frame in enumerate(truth["frames"]):
        raw = np.frombuffer(base64.b64decode(frame), np.uint8).reshape(1, 2, HEIGHT, WIDTH).astype(np.float32) / 255
        names = ("feature", "view", "thumb", "attention")
        out = dict(zip(names, encoder.run(names, {"frame": raw})))
        values = memory.run(None, {"feature": out["feature"], "view": out["view"], **state})
        out["scores"], state = values[0], dict(zip(state, values[1:]))
        for name, value in out.items():
            worst = max(worst, float(np.abs(value[0] - np.asarray(truth[name][k], np.float32)).max()))
    for name, value in state.items():
        worst = max(worst, float(np.abs(value.ravel() - np.asarray(truth["states"][name], np.float32)).max()))
    return worst


class Flow(list):
    """A list that YAML writes on one line."""


class FlowMap(dict):
    """A mapping that YAML writes on one line."""


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(Flow, lambda d, v: d.represent_sequence("tag:yaml.org,2002:seq", v, flow_style=True))
_Dumper.add_representer(FlowMap, lambda d, v: d.represent_mapping("tag:yaml.org,2002:map", v, flow_style=True))


def tensor(name: str, shape: list, meaning: str | None = None, dtype: str = "float32") -> dict:
    entry = FlowMap(name=name, shape=Flow(shape), dtype=dtype)
    if meaning:
        entry["meaning"] = meaning
    return entry


def state_tensor(name: str, shape: list) -> dict:
    return FlowMap(input=name, output=f"{name}_out", shape=Flow(shape), dtype="float32")


def write_manifest(path: Path, manifest: dict, head: str) -> None:
    text = yaml.dump(manifest, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=118)
    path.write_text("".join(f"# {line}\n" for line in head.splitlines()) + text)


def export_pack(model: Recogniser, folder: Path, events: dict, training: dict, accuracy: dict, version: str,
                continues: tuple[str, ...] = ()) -> dict:
    """Writes the pack and returns its manifest; raises if ONNX Runtime disagrees with PyTorch.

    The model's encoder may be a `GraphEncoder`, whose graph the pack then holds. `continues` are the content hashes of older packs whose memory this one may continue.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model = model.eval().to(memory_format=torch.contiguous_format)
    encoder_hash = write_encoder(model.encoder, folder / "encoder.onnx")
    memory_hash = export_memory(model, folder / "memory.onnx")
    feature = tensor("feature", ["N", model.encoder.size],
                     "what 4 attention maps read on a grid of 6 rows and 8 columns: 64 channels, x and y of each, the first "
                     "map being the person's; then 10 channels on 3 rows and 4 columns")
    view = tensor("view", ["N", 192], "the picture on a grid of 12 rows and 16 columns, in units of its own contrast")
    manifest = {
        "format": 1, "id": "room-activity", "version": version,
        "title": "What a person does in a room seen from the ceiling", "licence": "Apache-2.0", "rate_fps": RATE,
        "input": {"width": WIDTH, "height": HEIGHT, "pixels": "gray8", "planes": Flow(["current", "previous"]),
                  "fit": "stretch", "mean": Flow([0.0, 0.0]), "std": Flow([1.0, 1.0])},
        "steps": [
            {"name": "encoder", "kind": "encoder", "graph": "encoder.onnx", "sha256": encoder_hash,
             "inputs": [tensor("frame", ["N", 2, HEIGHT, WIDTH])],
             "outputs": [feature, view,
                         tensor("thumb", ["N", 48], "mean brightness 0..1 on a grid of 6 rows and 8 columns"),
                         tensor("attention", ["N", 48], "mean of the 4 attention maps, rows first; of sum 1")]},
            {"name": "memory", "kind": "recurrent", "graph": "memory.onnx", "sha256": memory_hash,
             "inputs": [tensor("feature", ["N", model.encoder.size]), tensor("view", ["N", 192])],
             "states": [state_tensor("h", [1, "N", model.memory.hidden]), state_tensor("ground", ["N", 192]),
                        state_tensor("age", ["N", 2])],
             "outputs": [tensor("scores", ["N", len(LABELS)], "calibrated probability of each label")]},
        ],
        "labels": FlowMap(tensor="scores", names=Flow(LABELS)),
        "cut": FlowMap(tensor="thumb", threshold=0.15, hold_frames=6, settle_s=2.0),
        "attention": FlowMap(tensor="attention", rows=Encoder.ROWS, columns=Encoder.COLUMNS),
        "events": events,
        "compatible_with": Flow(continues),
        "training": training, "accuracy": accuracy,
    }
    write_manifest(folder / "pack.yaml", manifest, "Written by training/: see CARD.md for what it was trained and "
                   "measured on.")
    (folder / "golden.json").write_text(json.dumps(golden(model), separators=(",", ":")) + "\n")
    worst = check_pack(folder)
    if worst > 1e-4:
        raise ValueError(f"ONNX Runtime and PyTorch differ by {worst} on the golden")
    return manifest


def event_rules(overlay: dict[str, dict[str, float]], default: dict[str, float], update_every_s: float = 5.0) -> dict:
    """The manifest's `events` part."""
    return {"exclusive": True, "update_every_s": update_every_s, "default": FlowMap(default),
            "labels": {name: FlowMap(rule) for name, rule in overlay.items()}}
