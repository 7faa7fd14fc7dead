"""The pack's graphs in ONNX Runtime."""

from collections.abc import Sequence

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from peer.pack import Pack
from peer.sources import Plane

Floats = NDArray[np.float32]


class Model:
    """Encoder and memory of a pack; holds no camera's state. Thread-safe."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._encoder = _session(str(pack.encoder))
        self._memory = _session(str(pack.memory))
        self._frame = self._encoder.get_inputs()[0].name
        self._outputs = [pack.scores] + [state.output for state in pack.states]
        mean, std = (np.asarray(each, np.float32).reshape(1, -1, 1, 1) for each in (pack.mean, pack.std))
        self._scale: Floats = np.float32(1 / 255) / std
        self._shift: Floats | None = mean / std if np.any(mean) else None

    def run(
        self, frames: Sequence[tuple[Plane, Plane]], states: Sequence[list[Floats]]
    ) -> tuple[Floats, list[list[Floats]]]:
        """One frame (current and previous plane) of each of some cameras, with their states.

        Returns `float32[cameras, labels]` scores, and each camera's next states.
        """
        pixels: Floats = np.asarray(frames) * self._scale
        if self._shift is not None:
            pixels -= self._shift
        names = self._pack.features
        features = self._encoder.run(names, {self._frame: pixels})
        inputs = dict(zip(names, features, strict=True))
        specs = self._pack.states
        if len(states) == 1:
            inputs.update((spec.input, state) for spec, state in zip(specs, states[0], strict=True))
            scores, *after = self._memory.run(self._outputs, inputs)
            return scores, [after]
        for i, spec in enumerate(specs):
            inputs[spec.input] = np.concatenate([each[i] for each in states], axis=spec.batch_axis)
        scores, *after = self._memory.run(self._outputs, inputs)
        split = [
            np.split(each, len(states), axis=spec.batch_axis) for spec, each in zip(specs, after, strict=True)
        ]
        return scores, [list(own) for own in zip(*split, strict=True)]


def _session(path: str) -> ort.InferenceSession:
    options = ort.SessionOptions()
    # A run stays on its thread: cameras are what runs in parallel, and a pool that spins takes the cores.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
