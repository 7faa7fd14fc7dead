"""Writes the tiny caption graphs under src/test/resources/captions and what NumPy says of them.

    python src/test/python/make_caption_graphs.py src/test/resources/captions

Only onnx and numpy are needed; the weights come from a fixed seed. Three decoders of one form: `temporal` attends to the
five frames of a window, `spatial` to the six cells of one picture, `still` to nothing; `hard` is `spatial` that looks at
one cell, that of most weight or the one that `chance` falls on. One context tensor and one state have
their batch axis second, as PyTorch's own layers have it. `broken` is `temporal` with a step that says NaN after a window
whose feature falls below -2. golden.json holds windows, and of each the captions that a beam in double precision finds.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import onnx
from make_test_graphs import ints, value, weight
from onnx import TensorProto, helper

WORDS = ["<pad>", "<start>", "<end>", "<unknown>", "a", "person", "walks", "sits", "down"]
FRAMES, FEATURE, CELLS, KEY, EMBED, HIDDEN = 5, 6, 6, 3, 3, 4
END, FORBIDDEN = 2, [0, 1, 3]
DECODINGS = [{"method": "greedy", "max_words": 12}, {"method": "beam", "max_words": 12, "width": 3, "length_power": 0.7},
             {"method": "beam", "max_words": 3, "width": 4, "length_power": 0.0}]


class Decoder:
    """One decoder's weights, its graphs, and its equations in double precision."""

    def __init__(self, kind, seed, hard=False):
        self.kind, self.hard = kind, hard
        self.places = {"temporal": FRAMES, "spatial": CELLS, "still": 0}[kind]
        self.size = FEATURE if kind == "temporal" else 1
        rng = np.random.default_rng(seed)
        read = self.size if self.places else FEATURE
        inputs = EMBED + (self.size if self.places else 0)

        def draw(*dims):
            return rng.normal(0, 1.1, dims).astype(np.float32)

        self.w = {"wh": draw(read, HIDDEN), "wc": draw(read, HIDDEN), "wk": draw(self.size, KEY), "wd": draw(HIDDEN, KEY),
                  "u": draw(KEY, 1) * 2, "e": draw(len(WORDS), EMBED), "wx": draw(inputs, 4 * HIDDEN),
                  "wr": draw(HIDDEN, 4 * HIDDEN), "b": draw(4 * HIDDEN), "wo": draw(HIDDEN, len(WORDS)) * 2,
                  "bo": draw(len(WORDS))}

    # The equations.

    def init(self, window):
        """window [frames, 6], not padded."""
        cells = window if self.kind == "temporal" else window.reshape(-1, 1)
        mean = window[0] if self.kind == "still" else cells.mean(0)
        return cells, (np.tanh(mean @ self.w["wh"]), np.tanh(mean @ self.w["wc"]))

    def step(self, cells, word, state):
        h, c = state
        x, weights = self.w["e"][word].astype(np.float64), []
        if self.places:
            scores = (np.tanh(cells @ self.w["wk"] + h @ self.w["wd"]) @ self.w["u"])[:, 0]
            weights = np.exp(scores - scores.max())
            weights /= weights.sum()
            if self.hard:
                weights = np.eye(self.places)[weights.argmax()]
            x = np.concatenate([x, weights @ cells])
        gates = x @ self.w["wx"] + h @ self.w["wr"] + self.w["b"]
        i, f, g, o = np.split(gates, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        logits = h @ self.w["wo"] + self.w["bo"]
        peak = logits.max()
        return logits - peak - np.log(np.exp(logits - peak).sum()), weights, (h, c)

    def caption(self, window, decoding):
        """A beam, written for reading; greedy is a beam of one."""
        width, power = decoding.get("width", 1), decoding.get("length_power", 0.0)
        cells, state = self.init(np.asarray(window, np.float64))
        open_, done = [(0.0, [1], [], state)], []
        for _ in range(decoding["max_words"]):
            longer = []
            for score, words, looks, state in open_:
                logs, look, after = self.step(cells, words[-1], state)
                longer += [(score + logs[w], words + [w], looks + [look], after)
                           for w in range(len(WORDS)) if w not in FORBIDDEN]
            longer = sorted(longer, key=lambda item: -item[0])[:width]
            done += [item for item in longer if item[1][-1] == END]
            open_ = [item for item in longer if item[1][-1] != END]
            if not open_:
                break
        score, words, looks, _ = max(done or open_, key=lambda item: item[0] / (len(item[1]) - 1) ** power)
        ended = words[-1] == END
        count = len(words) - 1 - ended
        return {"words": [WORDS[w] for w in words[1:1 + count]], "log_prob": score, "ended": bool(ended),
                "attention": [list(look) for look in looks[:count]]}

    # The graphs.

    def weights(self, *names):
        return [weight(name, self.w[name]) for name in names]

    def init_graph(self, folder):
        """feature [N,5,6], mask [N,5] (temporal) or thumb [N,1,6] -> keys, values, h0 [N,4], c0 [2,N,2]."""
        if self.kind == "temporal":
            inputs = [value("feature", "N", FRAMES, FEATURE), value("mask", "N", FRAMES)]
            nodes = [helper.make_node("Identity", ["feature"], ["cells"]),
                     helper.make_node("Unsqueeze", ["mask", "two"], ["column"]),
                     helper.make_node("Mul", ["cells", "column"], ["seen"]),
                     helper.make_node("ReduceSum", ["seen", "one"], ["sum"], keepdims=0),
                     helper.make_node("ReduceSum", ["mask", "one"], ["count"], keepdims=1),
                     helper.make_node("Div", ["sum", "count"], ["mean"])]
        elif self.kind == "spatial":
            inputs = [value("thumb", "N", 1, CELLS)]
            nodes = [helper.make_node("Transpose", ["thumb"], ["cells"], perm=[0, 2, 1]),
                     helper.make_node("ReduceMean", ["cells"], ["mean"], axes=[1], keepdims=0)]
        else:
            inputs = [value("thumb", "N", 1, CELLS)]
            nodes = [helper.make_node("Squeeze", ["thumb", "one"], ["mean"])]
        outputs = [value("h0", "N", HIDDEN), value("c0", 2, "N", HIDDEN // 2)]
        weights = self.weights("wh", "wc") + [ints("one", 1), ints("two", 2), ints("halves", 0, 2, HIDDEN // 2)]
        nodes += [helper.make_node("MatMul", ["mean", "wh"], ["mh"]), helper.make_node("Tanh", ["mh"], ["h0"]),
                  helper.make_node("MatMul", ["mean", "wc"], ["mc"]), helper.make_node("Tanh", ["mc"], ["flat"]),
                  helper.make_node("Reshape", ["flat", "halves"], ["split"]),
                  helper.make_node("Transpose", ["split"], ["c0"], perm=[1, 0, 2])]
        if self.places:
            nodes += [helper.make_node("MatMul", ["cells", "wk"], ["k"]),
                      helper.make_node("Transpose", ["k"], ["keys"], perm=[1, 0, 2]),
                      helper.make_node("Identity", ["cells"], ["values"])]
            weights += self.weights("wk")
            outputs += [value("keys", self.places, "N", KEY), value("values", "N", self.places, self.size)]
        save(folder, f"{self.kind}_init", nodes, inputs, outputs, weights)

    def one_place(self, weights, inputs):
        """The nodes from soft [N,places] and chance [N] to attention, 1 at one place."""
        inputs += [value("chance", "N")]
        weights += [ints("places", *range(self.places)), ints("last", self.places - 1), weight("nothing", [0.0]),
                    helper.make_tensor("axis", TensorProto.INT64, [], [1])]
        return [helper.make_node("ArgMax", ["soft"], ["most"], axis=1),
                helper.make_node("CumSum", ["soft", "axis"], ["sums"]),
                helper.make_node("Unsqueeze", ["chance", "one"], ["column"]),
                helper.make_node("LessOrEqual", ["sums", "column"], ["passed"]),
                helper.make_node("Cast", ["passed"], ["steps"], to=TensorProto.INT64),
                helper.make_node("ReduceSum", ["steps", "one"], ["fallen"]),
                helper.make_node("Min", ["fallen", "last"], ["drawn"]),
                helper.make_node("Less", ["column", "nothing"], ["argmax"]),
                helper.make_node("Where", ["argmax", "most", "drawn"], ["place"]),
                helper.make_node("Equal", ["place", "places"], ["is"]),
                helper.make_node("Cast", ["is"], ["attention"], to=TensorProto.FLOAT)]

    def step_graph(self, folder, broken=False):
        """word [N], keys [places,N,3], values [N,places,D], mask [N,5] (temporal), h [N,4], c [2,N,2] -> log_probs [N,9], attention."""
        inputs = [helper.make_tensor_value_info("word", TensorProto.INT64, ["N"]), value("h", "N", HIDDEN),
                  value("c", 2, "N", HIDDEN // 2)]
        outputs = [value("log_probs", "N", len(WORDS)), value("h_out", "N", HIDDEN), value("c_out", 2, "N", HIDDEN // 2)]
        weights = self.weights("e", "wx", "wr", "b", "wo", "bo") + [
            ints("one", 1), ints("two", 2), ints("flat", 0, HIDDEN), ints("halves", 0, 2, HIDDEN // 2)]
        nodes = [helper.make_node("Gather", ["e", "word"], ["embedded"])]
        x = "embedded"
        if self.places:
            x = "x"
            inputs += [value("keys", self.places, "N", KEY), value("values", "N", self.places, self.size)]
            outputs += [value("attention", "N", self.places)]
            weights += self.weights("wd", "u")
            nodes += [helper.make_node("MatMul", ["h", "wd"], ["query"]),
                      helper.make_node("Add", ["keys", "query"], ["both"]), helper.make_node("Tanh", ["both"], ["bent"]),
                      helper.make_node("MatMul", ["bent", "u"], ["raw"]), helper.make_node("Squeeze", ["raw", "two"], ["rows"]),
                      helper.make_node("Transpose", ["rows"], ["scores"], perm=[1, 0])]
            scores = "scores"
            if self.kind == "temporal":
                scores = "masked"
                inputs += [value("mask", "N", FRAMES)]
                weights += [weight("unit", [1.0]), weight("far", [1e9])]
                nodes += [helper.make_node("Sub", ["mask", "unit"], ["absent"]), helper.make_node("Mul", ["absent", "far"], ["low"]),
                          helper.make_node("Add", ["scores", "low"], ["masked"])]
            nodes += [helper.make_node("Softmax", [scores], ["soft" if self.hard else "attention"], axis=1),
                      *(self.one_place(weights, inputs) if self.hard else []),
                      helper.make_node("Unsqueeze", ["attention", "one"], ["row"]),
                      helper.make_node("MatMul", ["row", "values"], ["looked"]),
                      helper.make_node("Squeeze", ["looked", "one"], ["context"]),
                      helper.make_node("Concat", ["embedded", "context"], ["x"], axis=1)]
        nodes += [helper.make_node("Transpose", ["c"], ["split"], perm=[1, 0, 2]),
                  helper.make_node("Reshape", ["split", "flat"], ["before"]),
                  helper.make_node("MatMul", [x, "wx"], ["gx"]), helper.make_node("MatMul", ["h", "wr"], ["gr"]),
                  helper.make_node("Add", ["gx", "gr"], ["gxr"]), helper.make_node("Add", ["gxr", "b"], ["gates"]),
                  helper.make_node("Split", ["gates"], ["gi", "gf", "gg", "go"], axis=1),
                  helper.make_node("Sigmoid", ["gi"], ["i"]), helper.make_node("Sigmoid", ["gf"], ["f"]),
                  helper.make_node("Tanh", ["gg"], ["g"]), helper.make_node("Sigmoid", ["go"], ["o"]),
                  helper.make_node("Mul", ["f", "before"], ["kept"]), helper.make_node("Mul", ["i", "g"], ["new"]),
                  helper.make_node("Add", ["kept", "new"], ["after"]), helper.make_node("Tanh", ["after"], ["out"]),
                  helper.make_node("Mul", ["o", "out"], ["h_out"]),
                  helper.make_node("Reshape", ["after", "halves"], ["parts"]),
                  helper.make_node("Transpose", ["parts"], ["c_out"], perm=[1, 0, 2]),
                  helper.make_node("MatMul", ["h_out", "wo"], ["l"]), helper.make_node("Add", ["l", "bo"], ["logits"]),
                  helper.make_node("LogSoftmax", ["logits"], ["sound" if broken else "log_probs"], axis=1)]
        if broken:
            weights += [weight("bound", [2.0])]
            nodes += [helper.make_node("ReduceMin", ["values"], ["least"], axes=[1, 2], keepdims=0),
                      helper.make_node("Add", ["least", "bound"], ["above"]), helper.make_node("Sqrt", ["above"], ["root"]),
                      helper.make_node("Sub", ["root", "root"], ["none"]), helper.make_node("Unsqueeze", ["none", "one"], ["none_"]),
                      helper.make_node("Add", ["sound", "none_"], ["log_probs"])]
        name = "broken" if broken else "hard" if self.hard else self.kind
        save(folder, f"{name}_step", nodes, inputs, outputs, weights)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def save(folder, name, nodes, inputs, outputs, weights):
    used = {source for node in nodes for source in node.input}
    graph = helper.make_graph(nodes, name, inputs, outputs, [w for w in weights if w.name in used])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="afterimage-tests")
    model.ir_version = 8
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, folder / f"{name}.onnx")


def goldens(decoder, rng):
    lengths = [FRAMES, 3, 1] if decoder.kind == "temporal" else [1, 1, 1]
    for length in lengths:
        window = rng.uniform(-1, 1, (length, FEATURE)).astype(np.float32)
        for decoding in DECODINGS:
            yield {"kind": "hard" if decoder.hard else decoder.kind, "window": window.tolist(), "decoding": decoding,
                   "caption": decoder.caption(window, decoding)}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20261201)
    cases = []
    for kind, seed in (("temporal", 7), ("spatial", 70), ("still", 59)):
        decoder = Decoder(kind, seed)
        decoder.init_graph(folder)
        decoder.step_graph(folder)
        cases += goldens(decoder, rng)
        if kind == "temporal":
            decoder.step_graph(folder, broken=True)
    hard = Decoder("spatial", 70, hard=True)
    hard.step_graph(folder)
    cases += goldens(hard, rng)
    (folder / "golden.json").write_text(json.dumps(cases) + "\n")
    (folder / "vocabulary.txt").write_text("\n".join(WORDS) + "\n")
    for case in cases:
        print(case["kind"], case["decoding"]["method"], case["caption"]["words"], case["caption"]["log_prob"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
