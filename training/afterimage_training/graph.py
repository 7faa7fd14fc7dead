"""An encoder's ONNX graph in the place of its PyTorch module, so that what is measured is what is shipped.

    python -m afterimage_training.graph GRAPH...

prints what a frame costs each of the graphs.
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import Tensor, nn

from .data import HEIGHT, WIDTH
from .model import Encoder

OUTPUTS = ("feature", "view", "thumb", "grid", "attention")


class GraphEncoder(nn.Module):
    """A graph in ONNX Runtime: frame [N,2,96,128], 0..1, to what `Encoder` gives."""

    ROWS, COLUMNS = Encoder.ROWS, Encoder.COLUMNS

    def __init__(self, path: Path):
        super().__init__()
        self.path = path
        self._run = _session(path, torch.get_num_threads())
        given = {output.name for output in self._run.get_outputs()}
        if not given.issuperset(OUTPUTS):
            raise SystemExit(f"{path} gives {', '.join(sorted(given))}; an encoder gives {', '.join(OUTPUTS)}")
        self.size = self(torch.zeros(1, 2, HEIGHT, WIDTH))[0].shape[1]

    def forward(self, frame: Tensor) -> tuple[Tensor, ...]:
        return tuple(torch.from_numpy(x) for x in self._run.run(OUTPUTS, {"frame": frame.numpy()}))

    def write(self, path: Path) -> None:
        """Writes the graph, byte for byte."""
        if path.resolve() != self.path.resolve():
            shutil.copyfile(self.path, path)


def milliseconds(path: Path, batch: int = 8, runs: int = 300) -> float:
    """Processor time that one frame costs on one thread: the median of many batches, after some to warm up."""
    session = _session(path, 1)
    frames = np.random.default_rng(0).random((batch, 2, HEIGHT, WIDTH), np.float32)
    spent = []
    for _ in range(runs):
        start = time.process_time()
        session.run(None, {"frame": frames})
        spent.append(time.process_time() - start)
    return 1000 * float(np.median(spent[runs // 10:])) / batch


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


if __name__ == "__main__":
    for asked in sys.argv[1:]:
        print(f"{asked}: {milliseconds(Path(asked)):.3f} ms a frame")
