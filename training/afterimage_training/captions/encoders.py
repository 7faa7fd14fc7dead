"""The encoders of captioners: weights of this training, or the graph of a pack."""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from torch import nn

from ..graph import GraphEncoder
from ..train import load

GRAPH = "encoder.onnx"


def load_encoder(path: Path) -> nn.Module:
    """The encoder of a pack's folder, or of a Recogniser's weights, in eval mode."""
    return GraphEncoder(path / GRAPH) if path.is_dir() else load(path).encoder.to(memory_format=torch.contiguous_format)


def graph_of(path: Path, encoder: nn.Module) -> nn.Module:
    """What packs hold and are measured with: of weights NAME.pt the 8-bit graph NAME.onnx that room-activity's command
    left beside them, if it did; else the encoder itself."""
    graph = path.with_suffix(".onnx")
    return GraphEncoder(graph) if path.is_file() and graph.exists() else encoder


def encoder_name(encoder: nn.Module) -> str:
    """A short hash of the weights, which names the folder of what they encoded."""
    digest = hashlib.sha256()
    if isinstance(encoder, GraphEncoder):
        digest.update(encoder.path.read_bytes())
    for value in encoder.state_dict().values():
        digest.update(value.contiguous().numpy().tobytes())
    return digest.hexdigest()[:12]
