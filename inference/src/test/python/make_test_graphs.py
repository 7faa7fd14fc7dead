"""Writes the tiny graphs under src/test/resources/graphs that the tests run.

    python src/test/python/make_test_graphs.py src/test/resources/graphs

Only onnx and numpy are needed; the weights come from a fixed seed. What a graph computes is said in its function.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RNG = np.random.default_rng(20261121)
F = TensorProto.FLOAT


def value(name, *dims):
    return helper.make_tensor_value_info(name, F, list(dims))


def weight(name, array):
    return numpy_helper.from_array(np.asarray(array, np.float32), name)


def ints(name, *values):
    return numpy_helper.from_array(np.asarray(values, np.int64), name)


def save(folder, name, nodes, inputs, outputs, weights):
    graph = helper.make_graph(nodes, name, inputs, outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="afterimage-tests")
    model.ir_version = 8
    onnx.checker.check_model(model, full_check=True)
    path = folder / f"{name}.onnx"
    onnx.save(model, path)
    assert path.stat().st_size < 20_000, path


def uniform(*dims):
    return RNG.uniform(-0.4, 0.4, dims)


def encoder(folder):
    """frame [N,2,8,12] -> feature [N,6] (conv, relu, mean, linear, tanh), thumb [N,6] (mean brightness 0..1 of 2 by 3)."""
    nodes = [
        helper.make_node("Conv", ["frame", "cw", "cb"], ["c"], kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[2, 2]),
        helper.make_node("Relu", ["c"], ["r"]),
        helper.make_node("Flatten", ["r"], ["flat"], axis=1),
        helper.make_node("Gemm", ["flat", "lw", "lb"], ["l"], transB=1),
        helper.make_node("Tanh", ["l"], ["feature"]),
        helper.make_node("Slice", ["frame", "zero", "one", "one"], ["current"]),
        helper.make_node("AveragePool", ["current"], ["cells"], kernel_shape=[4, 4], strides=[4, 4]),
        helper.make_node("Mul", ["cells", "std"], ["scaled"]),
        helper.make_node("Add", ["scaled", "mean"], ["bright"]),
        helper.make_node("Flatten", ["bright"], ["thumb"], axis=1),
    ]
    weights = [weight("cw", uniform(4, 2, 3, 3)), weight("cb", uniform(4)), weight("lw", uniform(6, 96)),
               weight("lb", uniform(6)), ints("zero", 0), ints("one", 1), weight("std", [0.25]), weight("mean", [0.45])]
    save(folder, "encoder", nodes, [value("frame", "N", 2, 8, 12)], [value("feature", "N", 6), value("thumb", "N", 6)],
         weights)


def gru_weights():
    return [weight("w", uniform(1, 24, 6)), weight("rw", uniform(1, 24, 8)), weight("b", uniform(1, 48))]


def memory(folder):
    """feature [N,6], h [1,N,8] -> summary [N,8], h_out: one GRU step as PyTorch's (linear_before_reset)."""
    nodes = [
        helper.make_node("Unsqueeze", ["feature", "zero"], ["x"]),
        helper.make_node("GRU", ["x", "w", "rw", "b", "", "h"], ["", "h_out"], hidden_size=8, linear_before_reset=1),
        helper.make_node("Squeeze", ["h_out", "zero"], ["summary"]),
    ]
    save(folder, "memory", nodes, [value("feature", "N", 6), value("h", 1, "N", 8)],
         [value("summary", "N", 8), value("h_out", 1, "N", 8)], gru_weights() + [ints("zero", 0)])


def head(folder):
    """summary [N,8] -> scores [N,3]: a softmax."""
    nodes = [helper.make_node("Gemm", ["summary", "w", "b"], ["l"], transB=1),
             helper.make_node("Softmax", ["l"], ["scores"], axis=1)]
    save(folder, "head", nodes, [value("summary", "N", 8)], [value("scores", "N", 3)],
         [weight("w", uniform(3, 8) * 6), weight("b", uniform(3))])


def poison(folder):
    """feature [N,6], h [1,N,8] -> scores [N,3], h_out: divides by the sum of the feature, so zeros give NaN."""
    nodes = [
        helper.make_node("ReduceSum", ["feature", "last"], ["sum"], keepdims=1),
        helper.make_node("Div", ["sum", "sum"], ["unit"]),
        helper.make_node("Mul", ["unit", "third"], ["scores"]),
        helper.make_node("Unsqueeze", ["unit", "zero"], ["u"]),
        helper.make_node("Add", ["h", "u"], ["h_out"]),
    ]
    save(folder, "poison", nodes, [value("feature", "N", 6), value("h", 1, "N", 8)],
         [value("scores", "N", 3), value("h_out", 1, "N", 8)],
         [ints("last", 1), ints("zero", 0), weight("third", [0.2, 0.3, 0.5])])


def mixing(folder):
    """feature [N,6], h [1,N,8] -> scores [N,3], h_out: adds the mean of all frames of a run to the state of each."""
    nodes = [
        helper.make_node("ReduceMean", ["feature"], ["mean"], axes=[0, 1], keepdims=1),
        helper.make_node("Unsqueeze", ["mean", "zero"], ["m"]),
        helper.make_node("Add", ["h", "m"], ["h_out"]),
        helper.make_node("ReduceSum", ["feature", "last"], ["sum"], keepdims=1),
        helper.make_node("Mul", ["sum", "third"], ["l"]),
        helper.make_node("Softmax", ["l"], ["scores"], axis=1),
    ]
    save(folder, "mixing", nodes, [value("feature", "N", 6), value("h", 1, "N", 8)],
         [value("scores", "N", 3), value("h_out", 1, "N", 8)],
         [ints("last", 1), ints("zero", 0), weight("third", [0.2, 0.3, 0.5])])


def fragile(folder):
    """The encoder's names and shapes; fails at run time (an index out of bounds) if a frame's first pixel is white."""
    nodes = [
        helper.make_node("Slice", ["frame", "starts", "ends", "axes"], ["pixel"]),
        helper.make_node("Reshape", ["pixel", "column"], ["first"]),
        helper.make_node("Floor", ["first"], ["whole"]),
        helper.make_node("Cast", ["whole"], ["index"], to=TensorProto.INT64),
        helper.make_node("GatherElements", ["table", "indices"], ["picked"], axis=0),
        helper.make_node("ReduceMean", ["frame"], ["mean"], axes=[2, 3], keepdims=0),
        helper.make_node("Mul", ["mean", "picked"], ["scaled"]),
        helper.make_node("Concat", ["scaled", "scaled", "scaled"], ["feature"], axis=1),
        helper.make_node("Identity", ["feature"], ["thumb"]),
        helper.make_node("Identity", ["index"], ["indices"]),
    ]
    order = nodes[:4] + [nodes[9], nodes[4]] + nodes[5:9]
    weights = [ints("starts", 0, 0, 0), ints("ends", 1, 1, 1), ints("axes", 1, 2, 3), ints("column", -1, 1),
               weight("table", [[1.0]])]
    save(folder, "fragile", order, [value("frame", "N", 2, 8, 12)], [value("feature", "N", 6), value("thumb", "N", 6)],
         weights)


def lstm(folder, name, peephole):
    """x [T,1,4], h and c [1,1,5] -> y [T,5], h_out, c_out: an LSTM over any number of steps; weights as outputs too."""
    weights = [weight("w", uniform(1, 20, 4)), weight("rw", uniform(1, 20, 5)), weight("b", uniform(1, 40)),
               weight("p", uniform(1, 15)), ints("axes", 1, 2)]
    inputs = ["x", "w", "rw", "b", "", "h", "c"] + (["p"] if peephole else [])
    nodes = [helper.make_node("LSTM", inputs, ["all", "h_out", "c_out"], hidden_size=5),
             helper.make_node("Squeeze", ["all", "axes"], ["y"])]
    nodes += [helper.make_node("Identity", [w], [f"weights_{w}"]) for w in ("w", "rw", "b", "p")]
    save(folder, name, nodes, [value("x", "T", 1, 4), value("h", 1, 1, 5), value("c", 1, 1, 5)],
         [value("y", "T", 5), value("h_out", 1, 1, 5), value("c_out", 1, 1, 5), value("weights_w", 1, 20, 4),
          value("weights_rw", 1, 20, 5), value("weights_b", 1, 40), value("weights_p", 1, 15)], weights)


def gru_whole(folder):
    """feature [T,1,6], h [1,1,8] -> h_all [T,8]: memory.onnx's GRU over a whole sequence."""
    source = onnx.load(folder / "memory.onnx")
    weights = [w for w in source.graph.initializer if w.name in ("w", "rw", "b")] + [ints("axes", 1, 2)]
    nodes = [helper.make_node("GRU", ["x", "w", "rw", "b", "", "h"], ["all", "h_out"], hidden_size=8,
                              linear_before_reset=1),
             helper.make_node("Squeeze", ["all", "axes"], ["h_all"])]
    save(folder, "gru_whole", nodes, [value("x", "T", 1, 6), value("h", 1, 1, 8)],
         [value("h_all", "T", 8), value("h_out", 1, 1, 8)], weights)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    encoder(folder)
    memory(folder)
    head(folder)
    poison(folder)
    fragile(folder)
    lstm(folder, "lstm", False)
    lstm(folder, "lstm_peephole", True)
    gru_whole(folder)
    mixing(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
