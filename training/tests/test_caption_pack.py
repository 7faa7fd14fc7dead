import hashlib
import json

import onnxruntime
import pytest
import torch
import yaml

from afterimage_training.captions.models import MODELS
from afterimage_training.captions.pack import WHEN_ROOM, check_pack, export_pack
from afterimage_training.captions.search import Decoding
from afterimage_training.captions.train import Trained
from afterimage_training.captions.words import Vocabulary
from afterimage_training.export import export_encoder
from afterimage_training.model import Recogniser

WORDS = Vocabulary.of(["a man walks along the left edge", "a woman sits on the chair", "the room is empty"])


@pytest.fixture(scope="module")
def encoder():
    torch.manual_seed(0)
    return Recogniser(widths=(8, 8, 16), hidden=16, width=16).eval().encoder


KINDS = [*MODELS, "hard"]


def drawn(kind, encoder):
    hard = {"hard": True} if kind == "hard" else {}
    kind = "spatial" if hard else kind
    return MODELS[kind](len(WORDS), 64 if kind == "spatial" else encoder.size, embed=8, hidden=12, **hard).eval()


@pytest.mark.parametrize("kind", KINDS)
def test_a_pack_says_what_pytorch_says(encoder, kind, tmp_path):
    torch.manual_seed(1)
    model = drawn(kind, encoder)
    with torch.no_grad():
        for p in model.parameters():
            p.mul_(2.0)
    about = dict(id="drawn", version="0.0.1", title="drawn", training={}, accuracy={})
    alone = tmp_path / "alone.onnx"
    export_encoder(encoder, alone)
    how = Decoding(3, 12, 0.7)
    manifest = export_pack(encoder, Trained(model, WORDS, 1, []), tmp_path / "drawn", about, WHEN_ROOM, how)
    assert check_pack(tmp_path / "drawn", model, how) < 1e-5
    assert (tmp_path / "drawn" / "encoder.onnx").read_bytes() == alone.read_bytes()
    stored = yaml.safe_load((tmp_path / "drawn" / "pack.yaml").read_text())
    assert stored == json.loads(json.dumps(manifest))
    for step in stored["steps"]:
        assert step["sha256"] == hashlib.sha256((tmp_path / "drawn" / step["graph"]).read_bytes()).hexdigest()
    words = (tmp_path / "drawn" / stored["caption"]["vocabulary"]).read_bytes()
    assert stored["caption"]["vocabulary_sha256"] == hashlib.sha256(words).hexdigest()
    assert stored["caption"]["frames"] == (28 if kind == "temporal" else 1)
    assert ("grid" in stored["caption"]) == (kind in ("spatial", "hard"))
    assert ("chance" in stored["caption"]) == (kind == "hard")
    assert (tmp_path / "drawn" / "vocabulary.txt").read_text().splitlines() == list(WORDS.words)
    assert (tmp_path / "drawn" / "golden.json").stat().st_size < 400_000


@pytest.mark.parametrize("kind", KINDS)
def test_graphs_have_the_shapes_that_the_manifest_says(encoder, kind, tmp_path):
    model = drawn(kind, encoder)
    about = dict(id="drawn", version="0.0.1", title="drawn", training={}, accuracy={})
    steps = export_pack(encoder, Trained(model, WORDS, 1, []), tmp_path, about, WHEN_ROOM, Decoding())["steps"]
    for step in steps:
        session = onnxruntime.InferenceSession(tmp_path / step["graph"], providers=["CPUExecutionProvider"])
        states = step.get("states", [])
        inputs = {t["name"]: t for t in step["inputs"]} | {s["input"]: s for s in states if "input" in s}
        outputs = {t["name"]: t for t in step["outputs"]} | {s["output"]: s for s in states}
        assert {i.name for i in session.get_inputs()} == inputs.keys()
        assert {o.name for o in session.get_outputs()} >= outputs.keys()
        for node in [*session.get_inputs(), *session.get_outputs()]:
            said = (inputs | outputs).get(node.name)
            if said:  # an open axis may stand for any number, but N must be open
                assert len(said["shape"]) == len(node.shape), node.name
                assert all(isinstance(b, str) or a == b for a, b in zip(said["shape"], node.shape)), node.name
                assert {"float32": "tensor(float)", "int64": "tensor(int64)"}[said["dtype"]] == node.type


def test_tensor_names_are_unique_but_for_what_is_read(encoder, tmp_path):
    model = MODELS["temporal"](len(WORDS), encoder.size, embed=8, hidden=12)
    about = dict(id="drawn", version="0.0.1", title="drawn", training={}, accuracy={})
    steps = export_pack(encoder, Trained(model.eval(), WORDS, 1, []), tmp_path, about, WHEN_ROOM, Decoding())["steps"]
    made = [t["name"] for s in steps for t in s.get("outputs", [])]
    made += [s["output"] for step in steps for s in step.get("states", [])]
    assert len(set(made)) == len(made)
    init, word = steps[1:]
    assert [t["name"] for t in init["inputs"]] == ["feature", "mask"]
    assert [t["name"] for t in init["outputs"]] == ["keys", "values"]
    assert [(s["output"], s["state"]) for s in init["states"]] == [("h0", "h"), ("c0", "c")]
    assert [(t["name"], t["dtype"]) for t in word["inputs"]] == [
        ("word", "int64"), ("keys", "float32"), ("values", "float32"), ("mask", "float32")]
    assert [t["name"] for t in word["outputs"]] == ["log_probs", "attention"]
