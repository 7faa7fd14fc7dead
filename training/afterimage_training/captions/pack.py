"""From a trained captioner to a pack folder: graphs, vocabulary, manifest, golden."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from ..data import HEIGHT, RATE, WIDTH
from ..export import Flow, FlowMap, synthetic_pictures, tensor, write_encoder, write_manifest
from ..measure import records_of
from .encoders import GRAPH
from .export import STATES, export_graphs
from .models import Captioner
from .search import Decoding, Found, caption, search
from .tracks import PERIOD_S
from .train import Trained
from .windows import SLOTS, kept, middle
from .words import START

GOLDEN_FRAMES = 6
OUTPUTS = {
    "feature": "what 4 attention maps read on a grid of 6 rows and 8 columns, and a coarse layout; see room-activity",
    "view": "the picture on a grid of 12 rows and 16 columns, in units of its own contrast",
    "thumb": "mean brightness 0..1 on a grid of 6 rows and 8 columns",
    "grid": "64 channels of each cell of a grid of 6 rows and 8 columns, rows first",
}


def window_of(model: Captioner, coded: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """What `init` reads of a window whose every frame's encoder outputs [n, ...] are given."""
    n = len(next(iter(coded.values())))
    if model.kind != "temporal":
        return {name: coded[name][middle(n)][None, None] for name in model.tensors}
    frames = torch.from_numpy(kept(n))
    padded = torch.zeros(1, SLOTS, coded["feature"].shape[1])
    padded[0, :len(frames)] = coded["feature"][frames]
    return {"feature": padded, "mask": (torch.arange(SLOTS) < len(frames)).float()[None]}


def _short(x: torch.Tensor) -> list[float]:
    return [float(f"{v:.7g}") for v in x.flatten().tolist()]


@torch.no_grad()
def golden(encoder: torch.nn.Module, trained: Trained, how: Decoding) -> dict:
    """What the encoder, which may be a graph, and PyTorch make of a window of drawn frames: encoder outputs, first states, a greedy caption with what each step
    gave, and the beam's caption with the sum of its log-probabilities."""
    model = trained.model
    records = records_of(synthetic_pictures(GOLDEN_FRAMES))
    coded = dict(zip(OUTPUTS, encoder(torch.from_numpy(records).float() / 255.0)))
    seen = window_of(model, coded)
    context, states = model.begin(seen)
    first = {f"{name}0": _short(x) for name, x in zip(STATES, states)}
    greedy = caption(model, seen, Decoding(1, how.max_words))
    steps, word = [], START
    for following in greedy.ids:
        log_probs, weights, states = model.next(torch.tensor([word]), context, states)
        steps.append({"word": word, "log_probs": _short(log_probs)})
        if weights is not None:
            steps[-1]["attention"] = _short(weights)
        word = following
    found = caption(model, seen, how)
    kept_frames = kept(GOLDEN_FRAMES) if model.kind == "temporal" else [middle(GOLDEN_FRAMES)]
    return {"frames": [base64.b64encode(r.tobytes()).decode() for r in records],
            "kept": [int(i) for i in kept_frames],
            **{name: [_short(coded[name][i]) for i in kept_frames] for name in model.tensors},
            "init": first, "steps": steps, "greedy": list(greedy.ids),
            "beam": {"ids": list(found.ids), "score": found.score, "words": trained.vocabulary.decode(found.ids)}}


class Graphs:
    """A pack's graphs in ONNX Runtime."""

    def __init__(self, folder: Path):
        self._run = {name: onnxruntime.InferenceSession(folder / f"{name}.onnx", providers=["CPUExecutionProvider"])
                     for name in ("encoder", "init", "step")}

    def __call__(self, name: str, tensors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Runs a graph on those of the tensors that it reads."""
        session = self._run[name]
        feed = {i.name: tensors[i.name] for i in session.get_inputs()}
        return dict(zip((o.name for o in session.get_outputs()), session.run(None, feed)))


def check_pack(folder: Path, model: Captioner, how: Decoding) -> float:
    """Runs the pack on its golden in ONNX Runtime, frames to beam; returns the largest difference from PyTorch."""
    truth, run = json.loads((folder / "golden.json").read_text()), Graphs(folder)
    raw = np.stack([np.frombuffer(base64.b64decode(f), np.uint8) for f in truth["frames"]])
    coded = run("encoder", {"frame": raw.reshape(-1, 2, HEIGHT, WIDTH).astype(np.float32) / 255})
    tensors = {n: x.numpy() for n, x in window_of(model, {n: torch.from_numpy(x) for n, x in coded.items()}).items()}
    pairs = [(coded[n][truth["kept"]], truth[n]) for n in model.tensors]
    tensors |= run("init", tensors)
    first = {"h": tensors.pop("h0"), "c": tensors.pop("c0")}
    if "chance" in model.context:
        tensors["chance"] = np.full(1, -1, np.float32)
    pairs += [(first[n], truth["init"][f"{n}0"]) for n in STATES]
    states = first
    for step in truth["steps"]:
        out = run("step", tensors | states | {"word": np.array([step["word"]])})
        pairs += [(out[n], step[n]) for n in ("log_probs", "attention") if n in step]
        states = {n: out[f"{n}_out"] for n in STATES}

    def following(last: np.ndarray, states: dict) -> tuple[np.ndarray, dict]:
        wide = {n: np.repeat(x, len(last), 0) for n, x in tensors.items()}
        out = run("step", wide | states | {"word": last})
        return out["log_probs"], {n: out[f"{n}_out"] for n in STATES}

    def pick(states: dict, rows: np.ndarray) -> dict:
        return {n: x[rows] for n, x in states.items()}

    found: Found = search(following, pick, first, how)
    if list(found.ids) != truth["beam"]["ids"]:
        raise ValueError(f"ONNX Runtime says {found.ids} where PyTorch says {truth['beam']['ids']}")
    return max(float(np.abs(a.ravel() - np.asarray(b, np.float32).ravel()).max()) for a, b in pairs)


def export_pack(encoder: torch.nn.Module, trained: Trained, folder: Path, about: dict, when: dict, how: Decoding) -> dict:
    """Writes the pack's graphs, vocabulary, manifest and golden; returns the manifest.

    `about` holds the manifest's id, version, title, training and accuracy.
    Raises if ONNX Runtime disagrees with PyTorch.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model = trained.model
    digest = write_encoder(encoder, folder / GRAPH)
    with torch.no_grad():
        records = records_of(synthetic_pictures(2))
        coded = dict(zip(OUTPUTS, encoder(torch.from_numpy(records).float() / 255.0)))
    given = [n for n in OUTPUTS if n != "grid" or n in model.tensors]
    two = {n: x.repeat(2, *[1] * (x.ndim - 1)) for n, x in window_of(model, coded).items()}
    steps = export_graphs(model, two, folder)
    trained.vocabulary.write(folder / "vocabulary.txt")
    says = {"kind": model.kind, "frames": SLOTS if model.kind == "temporal" else 1}
    if model.kind == "spatial":
        says["grid"] = FlowMap(rows=encoder.ROWS, columns=encoder.COLUMNS)
    says |= {"tensors": Flow(model.tensors), "log_probs": "log_probs"}
    if model.attends:
        says["attention"] = "attention"
    if "chance" in model.context:
        says["chance"] = "chance"
    says |= {"word": "word", "vocabulary": "vocabulary.txt",
             "vocabulary_sha256": hashlib.sha256((folder / "vocabulary.txt").read_bytes()).hexdigest(),
             "decoding": FlowMap(method="beam", width=how.width, max_words=how.max_words, length_power=how.length_power),
             "when": FlowMap(when | {"labels": Flow(when["labels"])}),
             "similarity": FlowMap(max_equal=0.8, remember_s=60)}
    manifest = {
        "format": 1, "id": about["id"], "version": about["version"], "title": about["title"], "licence": "Apache-2.0",
        "rate_fps": RATE,
        "input": {"width": WIDTH, "height": HEIGHT, "pixels": "gray8", "planes": Flow(["current", "previous"]),
                  "fit": "stretch", "mean": Flow([0.0, 0.0]), "std": Flow([1.0, 1.0])},
        "steps": [{"name": "encoder", "kind": "encoder", "graph": GRAPH, "sha256": digest,
                   "inputs": [tensor("frame", ["N", 2, HEIGHT, WIDTH])],
                   "outputs": [tensor(n, ["N", *coded[n].shape[1:]], OUTPUTS[n]) for n in given]}, *steps],
        "caption": says, "training": about["training"], "accuracy": about["accuracy"],
    }
    write_manifest(folder / "pack.yaml", manifest, "Written by training/: see CARD.md for what it was trained and "
                   "measured on.")
    (folder / "golden.json").write_text(json.dumps(golden(encoder, trained, how), separators=(",", ":")) + "\n")
    worst = check_pack(folder, model, how)
    if worst > 1e-4:
        raise ValueError(f"ONNX Runtime and PyTorch differ by {worst} on the golden")
    return manifest


WHEN_ROOM = {"labels": ["empty", "walk", "stand", "sit_down", "sit", "lie_down", "fall", "lie", "get_up"],
             "period_s": PERIOD_S, "min_s": 0.5}
WHEN_STREET = {"labels": [], "period_s": 4.0, "min_s": 1.0}
