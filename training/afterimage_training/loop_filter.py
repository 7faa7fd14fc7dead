"""What a pack makes of recordings when only their key pictures get the loop filter of their codec.

    python -m afterimage_training.loop_filter --data ../../shared/data/room --pack ../packs/room-activity

prints both accuracies, how often the label is the same, and how far the pack's pictures are apart.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnxruntime

from .data import load_video
from .graph import GraphEncoder
from .measure import Tally, encode, truth_of


class Pack:
    """The graphs of a pack folder: the encoder in batches, the memory one frame at a time."""

    STATES = {"h": (1, 1, 128), "ground": (1, 192), "age": (1, 2)}

    def __init__(self, folder: Path):
        self.encoder = GraphEncoder(folder / "encoder.onnx")
        self._memory = onnxruntime.InferenceSession(folder / "memory.onnx", providers=["CPUExecutionProvider"])

    def scores(self, pictures: np.ndarray) -> np.ndarray:
        """Each label's probability [n,9] at each sampled picture [n,H,W] of one recording."""
        states = {name: np.zeros(shape, np.float32) for name, shape in self.STATES.items()}
        outputs, rows = ["scores", *(f"{name}_out" for name in states)], []
        for feature, view in zip(*(coded.numpy() for coded in encode(self, pictures))):
            row, *after = self._memory.run(outputs, {"feature": feature[None], "view": view[None], **states})
            states = dict(zip(states, after))
            rows.append(row[0])
        return np.stack(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="recordings with their truth beside them")
    parser.add_argument("--pack", type=Path, required=True, help="the pack's folder")
    parser.add_argument("--cache", type=Path, default=Path("data"), help="where pictures are kept")
    options = parser.parse_args()
    pack, tallies, same, squares = Pack(options.pack), {"all": Tally(), "key": Tally()}, [], []
    for path in sorted(options.data.glob("*.mp4")):
        seen, labels = {}, {}
        for pictures, tally in tallies.items():
            video = load_video(path, options.cache, pictures)
            seen[pictures] = video.frames[video.sampled()]
            labels[pictures] = pack.scores(seen[pictures]).argmax(1)
            tally.add(truth_of(video)[1], labels[pictures])
        same.append(labels["all"] == labels["key"])
        squares.append(((seen["all"].astype(np.float32) - seen["key"]) ** 2).mean((1, 2)))
    apart = 10 * np.log10(255**2 / np.concatenate(squares).mean())
    print(f"accuracy with the filter on all pictures {tallies['all'].accuracy():.4f}, on key pictures alone "
          f"{tallies['key'].accuracy():.4f}; the same label for {np.concatenate(same).mean():.4f} of "
          f"{len(np.concatenate(same))} frames; PSNR of the pack's pictures {apart:.1f} dB")


if __name__ == "__main__":
    main()
