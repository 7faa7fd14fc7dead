"""The encoders that captioners learn on: weights of this training, or the graph of a pack."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import onnxruntime
import torch
from torch import Tensor, nn

from ..export import export_encoder
from ..model import Encoder
from ..train import load

GRAPH = "encoder.onnx"
OUTPUTS = ("feature", "view", "thumb", "grid", "attention")


class PackEncoder(nn.Module):
    """The encoder of a pack's folder in ONNX Runtime: frame [N,2,96,128], 0..1, to what `Encoder` gives."""

    ROWS, COLUMNS = Encoder.ROWS, Encoder.COLUMNS

    def __init__(self, folder: Path):
        super().__init__()
        self.graph = folder / GRAPH
        self._run = onnxruntime.InferenceSession(self.graph, providers=["CPUExecutionProvider"])
        given = {output.name for output in self._run.get_outputs()}
        if not given.issuperset(OUTPUTS):
            raise SystemExit(f"{self.graph} gives {', '.join(sorted(given))}; captioners need {', '.join(OUTPUTS)}")

    def forward(self, frame: Tensor) -> tuple[Tensor, ...]:
        return tuple(torch.from_numpy(x) for x in self._run.run(OUTPUTS, {"frame": frame.numpy()}))


def load_encoder(path: Path) -> nn.Module:
    """The encoder of a pack's folder, or of a Recogniser's weights, in eval mode."""
    return PackEncoder(path) if path.is_dir() else load(path).encoder.to(memory_format=torch.contiguous_format)


def encoder_name(encoder: nn.Module) -> str:
    """A short hash of the weights, which names the folder of what they encoded."""
    digest = hashlib.sha256()
    if isinstance(encoder, PackEncoder):
        digest.update(encoder.graph.read_bytes())
    for value in encoder.state_dict().values():
        digest.update(value.contiguous().numpy().tobytes())
    return digest.hexdigest()[:12]


def write_encoder(encoder: nn.Module, shared: Path | None, path: Path) -> str:
    """Writes the encoder's graph, byte for byte the pack's or the shared one if it is the same; returns its hash."""
    if isinstance(encoder, PackEncoder):
        shutil.copyfile(encoder.graph, path)
        return hashlib.sha256(path.read_bytes()).hexdigest()
    digest = export_encoder(encoder, path)
    if shared and shared.exists() and hashlib.sha256(shared.read_bytes()).hexdigest() == digest:
        shutil.copyfile(shared, path)
    return digest
