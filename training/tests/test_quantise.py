"""The 8-bit graph of an encoder against the float one it was made of."""

import numpy as np
import onnx
import pytest
import torch

from afterimage_training import measure, report
from afterimage_training.data import HEIGHT, WIDTH, Video
from afterimage_training.export import (check_pack, event_rules, export_encoder, export_memory, export_pack,
                                         synthetic_pictures)
from afterimage_training.graph import OUTPUTS, GraphEncoder, milliseconds
from afterimage_training.model import Recogniser
from afterimage_training.quantise import calibration_records, quantise
from afterimage_training.room import in_integers

RECORDS = measure.records_of(synthetic_pictures(32))


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    return Recogniser(widths=(8, 8, 16), hidden=16, width=16).eval()


@pytest.fixture(scope="module")
def graphs(model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("graphs")
    export_encoder(model.encoder, folder / "float.onnx")
    quantise(folder / "float.onnx", RECORDS, folder / "int8.onnx")
    return folder


def seen(path, records):
    return dict(zip(OUTPUTS, GraphEncoder(path)(torch.from_numpy(records).float() / 255.0), strict=True))


def video(name, n):
    return Video(name, synthetic_pictures(n), np.arange(n) / 12.5, [(0.0, n / 12.5, 1)])


def test_what_is_before_the_convolutions_is_exact(graphs):
    exact, rounded = seen(graphs / "float.onnx", RECORDS), seen(graphs / "int8.onnx", RECORDS)
    for name in ("view", "thumb"):
        assert torch.equal(exact[name], rounded[name]), name


def test_what_is_behind_one_differs_by_little(graphs):
    exact, rounded = seen(graphs / "float.onnx", RECORDS), seen(graphs / "int8.onnx", RECORDS)
    for name in ("feature", "grid", "attention"):
        difference = (exact[name] - rounded[name]).abs().mean() / exact[name].abs().mean()
        assert 0 < difference < 0.1, name


def test_convolutions_between_convolutions_multiply_integers(graphs):
    graph = onnx.load(graphs / "int8.onnx").graph
    maker = {name: node.op_type for node in graph.node for name in node.output}
    weights = {node.name: maker.get(node.input[1]) for node in graph.node if node.op_type == "Conv"}
    first, *between, place, kind, layout = weights
    assert {weights[name] for name in between} == {"DequantizeLinear"} and len(between) == 5
    assert "DequantizeLinear" not in {weights[name] for name in (first, place, kind, layout)}
    made = {name: node for node in graph.node for name in node.output}
    assert not any(node.op_type == "QuantizeLinear" and made[node.input[0]].name.startswith("/standardise") for node in graph.node)


def test_batch_companions_change_no_bit(graphs):
    together = seen(graphs / "int8.onnx", RECORDS[:16])
    other_way = seen(graphs / "int8.onnx", RECORDS[15::-1].copy())
    for i in range(16):
        alone = seen(graphs / "int8.onnx", RECORDS[i:i + 1])
        for name in OUTPUTS:
            assert torch.equal(together[name][i], alone[name][0]) and torch.equal(other_way[name][15 - i], alone[name][0])


def test_the_same_gives_the_same_bytes(graphs, tmp_path):
    quantise(graphs / "float.onnx", RECORDS, tmp_path / "again.onnx")
    assert (tmp_path / "again.onnx").read_bytes() == (graphs / "int8.onnx").read_bytes()


def test_records_of_every_recording_scale_it():
    records = calibration_records([(1.0, [video("long", 40), video("short", 5)]), (2.0, [video("other", 40)])])
    assert records.shape == (16 + 5 + 16, 2, HEIGHT, WIDTH) and records.dtype == np.uint8
    assert np.array_equal(records, calibration_records([(1.0, [video("long", 40), video("short", 5)]),
                                                        (2.0, [video("other", 40)])]))


def test_a_pack_holds_the_graph_that_was_measured(model, tmp_path):
    rounded = in_integers("drawn", model, [(1.0, [video("known", 40)])], tmp_path)
    assert report.accuracy(rounded, [video("held", 30)]).keys() == {"frame_accuracy", "macro_f1"}
    export_pack(rounded, tmp_path / "pack", event_rules({}, {"enter": 0.5}), {}, {}, "0.0.1")
    assert (tmp_path / "pack" / "encoder.onnx").read_bytes() == (tmp_path / "drawn.onnx").read_bytes()
    assert check_pack(tmp_path / "pack") < 1e-4
    assert isinstance(model.encoder, torch.nn.Module) and not isinstance(model.encoder, GraphEncoder)


def test_a_frame_costs_something(graphs):
    assert milliseconds(graphs / "int8.onnx", batch=2, runs=12) > 0


def test_a_graph_that_is_no_encoder_is_refused(model, tmp_path):
    export_memory(model, tmp_path / "memory.onnx")
    with pytest.raises(SystemExit, match="an encoder gives feature"):
        GraphEncoder(tmp_path / "memory.onnx")
