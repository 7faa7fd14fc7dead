"""Makes an encoder's graph count in 8-bit integers, which takes the runtime half the time.

What convolutions read and give is rounded to 256 steps, as wide as the graph says; their weights to 128, a scale a channel. The
first convolutions and the last ones count in floats: the first reads how little one picture differs from the one before, the
last make what the memory reads, and that integers would make them faster is eaten up by rounding and reordering. So nothing is
rounded but what lies between two convolutions.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from .data import Video
from .measure import records_of

OPERATORS = ("Conv", "Add", "Relu")
PERCENTILE = 99.995  # of what a tensor holds; the rest is clipped, since the steps would be too wide for all else
DRAWN = 16  # of simulated rooms no more than that
EACH = 16  # records of a recording
BATCH = 16

METHOD = (f"static, QDQ; activations unsigned, the {PERCENTILE} % percentile; weights signed, of 7 bits, a scale a channel; "
          f"operators {', '.join(OPERATORS)} between the first convolution and the last ones")


def calibration_records(groups: list[tuple[float, list[Video]]], seed: int = 3) -> np.ndarray:
    """Some records of what a network has learned from, as they are: uint8 [n,2,H,W]."""
    rng = np.random.default_rng(seed)
    chosen = []
    for _, videos in groups:
        for video in videos[:DRAWN]:
            records = records_of(video.frames[video.sampled()])
            chosen.append(records[np.sort(rng.choice(len(records), min(EACH, len(records)), replace=False))])
    return np.concatenate(chosen)


class _Records(CalibrationDataReader):
    """Batches of records, 0..1, by the name of the graph's input; of one size, as the histograms want them."""

    def __init__(self, records: np.ndarray):
        size = min(BATCH, len(records))
        self._batches = iter(records[i:i + size] for i in range(0, len(records) - size + 1, size))

    def get_next(self) -> dict[str, np.ndarray] | None:
        batch = next(self._batches, None)
        return None if batch is None else {"frame": batch.astype(np.float32) / 255.0}


def quantise(graph: Path, records: np.ndarray, out: Path) -> None:
    """Writes the graph that counts in integers, scaled by what the records make of it; the same of the same, to the byte."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(graph, prepared, skip_symbolic_shape=True)
        with contextlib.redirect_stdout(sys.stderr):  # it tells of its progress
            quantize_static(
                prepared, out, _Records(records), quant_format=QuantFormat.QDQ, op_types_to_quantize=list(OPERATORS),
                nodes_to_exclude=_in_floats(onnx.load(prepared).graph), activation_type=QuantType.QUInt8,
                weight_type=QuantType.QInt8, per_channel=True,
                reduce_range=True,  # sums of two 8-bit products do not fit into the 16 bits of processors without VNNI
                calibrate_method=CalibrationMethod.Percentile, extra_options={"CalibPercentile": PERCENTILE})
    onnx.checker.check_model(onnx.load(out), full_check=True)


def _in_floats(graph: onnx.GraphProto) -> list[str]:
    """The names of the nodes that read nothing a convolution has made, or make nothing a convolution reads."""
    after, before = set(), set()
    for node in graph.node:
        if node.op_type == "Conv" or after.intersection(node.input):
            after.update(node.output)
    for node in reversed(graph.node):
        if node.op_type == "Conv" or before.intersection(node.output):
            before.update(node.input)
    return [node.name for node in graph.node if not (after.intersection(node.input) and before.intersection(node.output))]
