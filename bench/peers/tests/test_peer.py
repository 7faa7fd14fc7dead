"""The peer's parts that other programs' results depend on."""

import subprocess
from itertools import islice
from pathlib import Path

import numpy as np
from peer.events import EventRules, Moment
from peer.model import Model
from peer.pack import Pack
from peer.sampling import SampleGrid
from peer.sources import source_of

PACK = Pack.load(Path(__file__).resolve().parents[3] / "packs" / "room-activity")


def test_should_take_every_second_picture_of_25_a_second() -> None:
    grid = SampleGrid(12.5)
    assert [pts for pts in range(0, 400_000, 40_000) if grid.take(pts)] == list(range(0, 400_000, 80_000))


def test_should_take_all_pictures_of_a_slower_source() -> None:
    grid = SampleGrid(12.5)
    assert all(grid.take(pts) for pts in range(0, 1_000_000, 100_000))


def test_should_keep_to_the_grid_when_it_begins_later() -> None:
    grid = SampleGrid(12.5, from_us=100_000)
    assert [pts for pts in range(120_000, 400_000, 40_000) if grid.take(pts)] == [160_000, 240_000, 320_000]


def test_should_step_cameras_together_as_each_alone() -> None:
    model, random = Model(PACK), np.random.default_rng(1)
    frames = [tuple(random.integers(0, 255, (2, PACK.height, PACK.width), np.uint8)) for _ in range(3)]
    starts = [[random.random(state.shape, np.float32) for state in PACK.states] for _ in range(3)]
    together, after = model.run(frames, starts)
    for i in range(3):
        alone, own = model.run([frames[i]], [starts[i]])
        np.testing.assert_allclose(together[i], alone[0], atol=1e-5)
        for one, other in zip(after[i], own[0], strict=True):
            np.testing.assert_allclose(one, other, atol=1e-4)


def test_should_start_an_event_once_it_has_lasted_and_end_it_at_the_next() -> None:
    rules = EventRules(PACK)
    told = []
    for seq in range(20):
        scores = np.full(len(PACK.labels), 0.01, np.float32)
        scores[1 if seq < 10 else 2] = 0.9
        told += rules.step(Moment(seq, seq * 80_000, 0), scores)
    assert [(e.phase, e.label, e.start.seq) for e in told] == [
        ("start", PACK.labels[1], 0),
        ("end", PACK.labels[1], 0),
        ("start", PACK.labels[2], 10),
    ]


def test_should_tell_nothing_of_what_is_too_short() -> None:
    rules = EventRules(PACK)
    told = []
    for seq in range(20):
        scores = np.full(len(PACK.labels), 0.01, np.float32)
        scores[1 if seq % 4 < 2 else 2] = 0.9
        told += rules.step(Moment(seq, seq * 80_000, 0), scores)
    assert told == []


def test_should_filter_only_key_pictures(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    drawn = ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=1,noise=alls=30"]
    written = ["-c:v", "libx264", "-b:v", "60k", "-bf", "0", "-pix_fmt", "yuv420p", str(clip)]
    subprocess.run(["ffmpeg", "-v", "error", *drawn, *written], check=True)
    smooth, blocks = (
        [picture.plane() for picture in islice(source_of("av", pictures)(str(clip), (128, 96), 0), 10)]
        for pictures in ("all", "key")
    )
    np.testing.assert_array_equal(smooth[0], blocks[0])
    assert (smooth[9] != blocks[9]).any()
