"""The command from data to packs, with drawn data and an encoder that has learned nothing."""

import json

import numpy as np
import pytest
import torch
import yaml

from afterimage_training import data
from afterimage_training.captions import own, rooms
from afterimage_training.captions.encoders import encoder_name, load_encoder
from afterimage_training.data import HEIGHT, VALIDATION, WIDTH, Video
from afterimage_training.export import export_encoder
from afterimage_training.graph import GraphEncoder
from afterimage_training.measure import records_of
from afterimage_training.model import Recogniser
from afterimage_training.quantise import quantise
from afterimage_training.train import load, save

ROOM_ROWS = ["0.0,2.0,empty,the room is empty,nobody is in the room", "2.0,4.5,walk,a man enters,a man walks to the left",
             "4.5,6.0,sit_down,a man sits down,a man in black sits down"]


def drawn(name, seconds=6.0):
    rng = np.random.default_rng(sum(name.encode()))
    n = int(seconds * 12.5)
    return Video(name, rng.integers(0, 255, (n, HEIGHT, WIDTH), np.uint8), np.arange(n) / 12.5, [(0.0, seconds, 1)],
                 np.tile([0.2, 0.2, 0.6, 0.7], (n, 1)))


@pytest.fixture
def footage(tmp_path, monkeypatch):
    names = {"room": [*VALIDATION, *rooms.STOP_ON, "known"], "cctv": ["clip1", "clip2", "clip3", "clip4", "clip5"]}
    for folder in names:
        (tmp_path / folder).mkdir()
    for name in names["room"]:
        rows = "\n".join(["start_s,end_s,label,caption1,caption2", *ROOM_ROWS])
        (tmp_path / "room" / f"{name}.csv").write_text(rows + "\n")
    rows = [f"clip{k},{k},{'fight' if k % 2 else 'no_fight'},2,street,two men fight,a man walks,two men stand in the street"
            for k in range(1, 6)]
    (tmp_path / "cctv" / "captions.csv").write_text(
        "\n".join(["clip,source,label,people,place,caption1,caption2,caption3", *rows]) + "\n")
    monkeypatch.setattr(data, "load_folder", lambda folder, *_: [drawn(n) for n in names[folder.name]])
    monkeypatch.setattr(data, "draw_all", lambda seeds, *_: [drawn(f"sim-{s}") for s in seeds])
    return tmp_path


def test_one_command_makes_the_packs(footage, capsys):
    torch.manual_seed(0)
    for name in ("room", "shipped"):
        save(Recogniser(widths=(8, 8, 16), hidden=16, width=16), footage / f"{name}.pt")
    shared = footage / "packs" / "room-activity" / "encoder.onnx"
    shared.parent.mkdir(parents=True)
    export_encoder(load(footage / "shipped.pt").encoder, shared)
    rooms.main(["--room", str(footage / "room"), "--cctv", str(footage / "cctv"), "--encoder", str(footage / "room.pt"),
                "--shipped", str(footage / "shipped.pt"), "--out", str(footage / "packs"), "--cache", str(footage),
                "--runs", str(footage / "runs"), "--variants", "2", "--rooms", "1", "--steps", "2", "--threads", "1"])
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(rooms.PLANS)
    for name, plan in rooms.PLANS.items():
        folder = footage / "packs" / name
        assert {p.name for p in folder.iterdir()} == {"CARD.md", "encoder.onnx", "golden.json", "init.onnx", "pack.yaml",
                                                      "report.json", "step.onnx", "vocabulary.txt"}
        assert (folder / "encoder.onnx").read_bytes() == shared.read_bytes()
        manifest = yaml.safe_load((folder / "pack.yaml").read_text())
        assert manifest["id"] == name and manifest["caption"]["kind"] == plan.kind
        report = json.loads((folder / "report.json").read_text())
        assert report["training"]["encoder_shared"] and report["validation"]["captions"] == (1 if "cctv" in name else 12)
        assert set(report["controls"]) == {"most_frequent", "nearest_neighbour", "best_of_true_label", "most_frequent_caption",
                                           "action_named_by_people"}
        assert ("attention" in report) == (plan.kind != "still" and "cctv" not in name)
        assert "--steps 2" in (folder / "CARD.md").read_text()


def test_packs_are_measured_with_the_integers_they_hold_and_learn_on_floats(footage):
    torch.manual_seed(0)
    for name in ("room", "shipped"):
        save(Recogniser(widths=(8, 8, 16), hidden=16, width=16), footage / f"{name}.pt")
        export_encoder(load_encoder(footage / f"{name}.pt"), footage / "float.onnx")
        quantise(footage / "float.onnx", records_of(drawn(name).frames), footage / f"{name}.onnx")
    rooms.main(["--room", str(footage / "room"), "--cctv", str(footage / "cctv"), "--encoder", str(footage / "room.pt"),
                "--shipped", str(footage / "shipped.pt"), "--out", str(footage / "packs"), "--cache", str(footage),
                "--runs", str(footage / "runs"), "--variants", "2", "--rooms", "1", "--steps", "2", "--threads", "1",
                "--only", "room-captions"])
    pack = footage / "packs" / "room-captions"
    assert (pack / "encoder.onnx").read_bytes() == (footage / "shipped.onnx").read_bytes()
    assert "8-bit integers" in (pack / "CARD.md").read_text()
    floats = {name: encoder_name(load_encoder(footage / f"{name}.pt")) for name in ("room", "shipped")}
    assert {p.stem for p in (footage / "runs").glob("*.pt")} == {
        f"room-captions-chosen-{floats['room']}", f"room-captions-measured-{floats['room']}",
        f"room-captions-shipped-{floats['shipped']}"}
    seen = {p.name: {k.name.split("-")[-2] for k in p.iterdir()} for p in (footage / "tracks").iterdir()}
    integers = {name: encoder_name(GraphEncoder(footage / f"{name}.onnx")) for name in ("room", "shipped")}
    assert seen == {floats["room"]: {"0", "1"}, floats["shipped"]: {"0", "1"}, integers["room"]: {"0"},
                    integers["shipped"]: {"0"}}


def test_held_out_footage_is_not_learned_from(footage):
    room = rooms.room_footage(footage / "room", footage, range(1), 1)
    assert sorted(v.name for v, _ in room.held) == sorted(VALIDATION)
    assert not {v.name for v, _ in room.known} & set(VALIDATION) and room.stop_on < {v.name for v, _ in room.known}
    cctv = rooms.cctv_footage(footage / "cctv", footage, 1)
    assert [v.name for v, _ in cctv.held] == ["clip2"] and cctv.stop_on == {"clip3"}


def test_footage_of_ones_own_makes_a_pack_on_the_encoder_of_another(footage, capsys):
    torch.manual_seed(0)
    other = footage / "packs" / "other"
    other.mkdir(parents=True)
    encoder = Recogniser(widths=(8, 8, 16), hidden=16, width=16).eval().encoder
    export_encoder(encoder, other / "encoder.onnx")
    own.main(["--footage", str(footage / "room"), "--held", "known", "--id", "door-captions", "--kind", "spatial",
              "--labels", "walk", "--encoder", str(other), "--out", str(footage / "packs"),
              "--cache", str(footage), "--runs", str(footage / "runs"), "--variants", "1", "--steps", "2", "--threads", "1"])
    assert capsys.readouterr().out.startswith("door-captions ")
    made = footage / "packs" / "door-captions"
    assert (made / "encoder.onnx").read_bytes() == (other / "encoder.onnx").read_bytes()
    manifest = yaml.safe_load((made / "pack.yaml").read_text())
    assert manifest["id"] == "door-captions" and manifest["caption"]["when"]["labels"] == ["walk"]
    assert list(json.loads((made / "report.json").read_text())["validation"]["recordings"]) == ["known"]
    frame = torch.rand(3, 2, HEIGHT, WIDTH)
    with torch.no_grad():
        for a, b in zip(load_encoder(other)(frame), encoder(frame), strict=True):
            torch.testing.assert_close(a, b, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("held, said", [(["nobody"], "--held names nobody"),
                                        ([*VALIDATION, *rooms.STOP_ON], "leave two to learn from")])
def test_footage_of_ones_own_is_checked(footage, held, said):
    with pytest.raises(SystemExit, match=said):
        own.footage_of(footage / "room", held, footage, 1)
