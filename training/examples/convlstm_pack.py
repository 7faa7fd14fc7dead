"""Bring your own model: any PyTorch network with explicit state becomes a pack.

    python examples/convlstm_pack.py OUT_FOLDER

Here it is a ConvLSTM over colour pictures of 64 by 48 with two states of shape [N, 8, 6, 8] and a `head` step of its
own. Its weights are random: the pack shows the format, it recognises nothing. Only torch, onnx and PyYAML are needed.
"""

from __future__ import annotations

import hashlib
import sys
import warnings
from pathlib import Path

import torch
import yaml
from torch import Tensor, nn

WIDTH, HEIGHT, CHANNELS = 64, 48, 8
LABELS = ["quiet", "moving"]


class Encoder(nn.Module):
    """One frame record -> a map of features and `thumb` for the scene-cut rule. Pure: it keeps nothing."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 16, 3, 2, 1), nn.ReLU(), nn.Conv2d(16, 16, 3, 2, 1), nn.ReLU(),
                                  nn.Conv2d(16, CHANNELS, 3, 2, 1), nn.ReLU())

    def forward(self, frame: Tensor) -> tuple[Tensor, Tensor]:
        grey = frame.mean(1, keepdim=True) * 0.25 + 0.45  # back to brightness 0..1: undo the manifest's mean and std
        return self.body(frame), nn.functional.avg_pool2d(grey, 8).flatten(1)


class Memory(nn.Module):
    """One step of a ConvLSTM: (map, states) -> (output, states)."""

    def __init__(self):
        super().__init__()
        self.gates = nn.Conv2d(2 * CHANNELS, 4 * CHANNELS, 3, 1, 1)

    def forward(self, feature: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        i, f, o, g = self.gates(torch.cat([feature, h], 1)).chunk(4, 1)
        c = torch.sigmoid(f + 1.0) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        return h.mean((2, 3)), h, c


class Head(nn.Module):
    """What the runtime publishes: one probability a label."""

    def __init__(self):
        super().__init__()
        self.line = nn.Linear(CHANNELS, len(LABELS))

    def forward(self, summary: Tensor) -> Tensor:
        return torch.softmax(self.line(summary), 1)


def export(module: nn.Module, inputs: dict[str, Tensor], outputs: list[str], path: Path) -> str:
    """Opset 17 by the TorchScript exporter, the first axis of every tensor dynamic and named N."""
    names = list(inputs) + outputs
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(module.eval(), tuple(inputs.values()), str(path), dynamo=False, opset_version=17,
                          input_names=list(inputs), output_names=outputs,
                          dynamic_axes={name: {0: "N"} for name in names})
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tensor(name: str, *shape: int) -> dict:
    return {"name": name, "shape": ["N", *shape], "dtype": "float32"}


def main(folder: Path) -> None:
    torch.manual_seed(0)
    folder.mkdir(parents=True, exist_ok=True)
    rows, columns = HEIGHT // 8, WIDTH // 8
    picture, cells = torch.rand(2, 3, HEIGHT, WIDTH), torch.zeros(2, CHANNELS, rows, columns)
    hashes = {
        "encoder": export(Encoder(), {"frame": picture}, ["feature", "thumb"], folder / "encoder.onnx"),
        "memory": export(Memory(), {"feature": cells, "h": cells, "c": cells}, ["summary", "h_out", "c_out"],
                         folder / "memory.onnx"),
        "head": export(Head(), {"summary": torch.zeros(2, CHANNELS)}, ["scores"], folder / "head.onnx"),
    }
    state = (CHANNELS, rows, columns)
    manifest = {
        "format": 1, "id": folder.name, "version": "0.1.0", "title": "An example: ConvLSTM with random weights",
        "licence": "Apache-2.0", "rate_fps": 10.0,
        "input": {"width": WIDTH, "height": HEIGHT, "pixels": "rgb24", "planes": ["current"], "fit": "letterbox",
                  "mean": [0.45, 0.45, 0.45], "std": [0.25, 0.25, 0.25]},
        "steps": [
            {"name": "encoder", "kind": "encoder", "graph": "encoder.onnx", "sha256": hashes["encoder"],
             "inputs": [tensor("frame", 3, HEIGHT, WIDTH)],
             "outputs": [tensor("feature", *state), tensor("thumb", rows * columns)]},
            {"name": "memory", "kind": "recurrent", "graph": "memory.onnx", "sha256": hashes["memory"],
             "inputs": [tensor("feature", *state)],
             "states": [{"input": n, "output": f"{n}_out", "shape": ["N", *state], "dtype": "float32"} for n in "hc"],
             "outputs": [tensor("summary", CHANNELS)]},
            {"name": "head", "kind": "head", "graph": "head.onnx", "sha256": hashes["head"],
             "inputs": [tensor("summary", CHANNELS)], "outputs": [tensor("scores", len(LABELS))]},
        ],
        "labels": {"tensor": "scores", "names": LABELS},
        "cut": {"tensor": "thumb", "threshold": 0.15, "hold_frames": 6, "settle_s": 2.0},
        "events": {"exclusive": True, "update_every_s": 5.0,
                   "default": {"enter": 0.6, "leave": 0.4, "min_duration_s": 0.5, "merge_gap_s": 0.5,
                               "max_length_s": 600},
                   "labels": {}},
        "compatible_with": [],
        "training": {"data": "none: random weights", "command": "python examples/convlstm_pack.py",
                     "date": "2026-11-21"},
        "accuracy": {},
    }
    (folder / "pack.yaml").write_text(yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True))
    (folder / "CARD.md").write_text(f"# {folder.name}\n\nRandom weights, written by `examples/convlstm_pack.py` to "
                                    "show the pack format. It recognises nothing.\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
