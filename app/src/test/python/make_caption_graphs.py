"""Writes the smallest graphs that caption, under src/test/resources/captions.

    python src/test/python/make_caption_graphs.py src/test/resources/captions

Only onnx and numpy are needed. They say the same sentence of every window: `init` takes the mean of the one frame's feature for
a state that changes nothing, `still` gives each word the next one, and `spatial` also looks at all six cells alike.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WORDS = ["<pad>", "<start>", "<end>", "<unknown>", "somebody", "moves"]
SENTENCE = [1, 4, 5, 2]
CELLS = 6
F = TensorProto.FLOAT


def save(folder, name, nodes, inputs, outputs, weights):
    graph = helper.make_graph(nodes, name, inputs, outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="afterimage-tests")
    model.ir_version = 8
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, folder / f"{name}.onnx")


def value(name, *dims, dtype=F):
    return helper.make_tensor_value_info(name, dtype, list(dims))


def init(folder):
    """feature [N,1,any] -> h0 [N,1]."""
    nodes = [helper.make_node("ReduceMean", ["feature"], ["h0"], axes=[2], keepdims=0)]
    save(folder, "init", nodes, [value("feature", "N", 1, "D")], [value("h0", "N", 1)], [])


def step(folder, name, cells):
    """word [N], h [N,1] -> log_probs [N,6], h_out [N,1], and looked [N,6] if it looks at cells."""
    logits = np.zeros((len(WORDS), len(WORDS)))
    for word, following in zip(SENTENCE, SENTENCE[1:]):
        logits[word, following] = 9
    table = logits - np.log(np.exp(logits).sum(1, keepdims=True))
    nodes = [helper.make_node("Gather", ["table", "word"], ["log_probs"]), helper.make_node("Identity", ["h"], ["h_out"])]
    outputs = [value("log_probs", "N", len(WORDS)), value("h_out", "N", 1)]
    weights = [numpy_helper.from_array(table.astype(np.float32), "table")]
    if cells:
        nodes.append(helper.make_node("Gather", ["even", "word"], ["looked"]))
        outputs.append(value("looked", "N", cells))
        weights.append(numpy_helper.from_array(np.full((len(WORDS), cells), 1 / cells, np.float32), "even"))
    save(folder, name, nodes, [value("word", "N", dtype=TensorProto.INT64), value("h", "N", 1)], outputs, weights)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    init(folder)
    step(folder, "still", 0)
    step(folder, "spatial", CELLS)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
