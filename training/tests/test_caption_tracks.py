import numpy as np
import pytest
import torch

from afterimage_training.augment import Recipe, Stream, geometry
from afterimage_training.captions.sentences import SIMULATED, Told, mirrored, read_room
from afterimage_training.captions.tracks import ROOM, STREET, told_of, track
from afterimage_training.captions.windows import middle
from afterimage_training.data import HEIGHT, WIDTH, Video
from afterimage_training.labels import LABELS
from afterimage_training.model import Encoder


@pytest.fixture(scope="module")
def encoder():
    torch.manual_seed(0)
    return Encoder((8, 8, 16)).eval()


def video(n=200):
    rng = np.random.default_rng(0)
    return Video("drawn", rng.integers(0, 255, (n, HEIGHT, WIDTH), np.uint8), np.arange(n) / 25.0, [(0.0, 8.0, 1)])


TOLD = [Told(0.0, 3.0, "walk", ("a man walks to the left", "b")), Told(3.0, 8.0, "sit", ("a man sits", "d"))]


def test_mirrored_pictures_get_mirrored_words():
    assert mirrored("from the left edge to the top right", True, False) == "from the right edge to the top left"
    assert mirrored("from the left edge to the top right", False, True) == "from the left edge to the bottom right"
    assert mirrored("walks down and sits down", False, True) == "walks up and sits down"
    assert mirrored("below the left", True, True) == "above the right"
    for across in (False, True):
        for down in (False, True):
            said = "a man walks down below the left of the top and stands up"
            assert mirrored(mirrored(said, across, down), across, down) == said


def test_a_stream_knows_how_it_is_mirrored():
    for seed in range(40):
        picture = np.zeros((HEIGHT, WIDTH), np.uint8)
        picture[:HEIGHT // 2, :WIDTH // 2] = 200
        drawn = Video("drawn", picture[None].repeat(4, 0), np.arange(4) / 25, [])
        recipe = Recipe(reverse=0, quarter_turn=0, freezes_a_second=0, dark=0, negative=0, curve=0, transplant=0, foreign=0,
                        noise=0, gain_log=0)
        stream = Stream(drawn, recipe, np.random.default_rng(seed), 4)
        across, down = stream.mirrored
        shown = stream.next(1)[0, 0].astype(float)
        y, x = HEIGHT // 4, WIDTH // 4
        corners = {(False, False): shown[y, x], (True, False): shown[y, -x], (False, True): shown[-y, x],
                   (True, True): shown[-y, -x]}
        assert max(corners, key=corners.get) == (across, down)


def test_streets_stay_upright():
    down = {bool(geometry(STREET, np.random.default_rng(seed))[1, 1] < 0) for seed in range(50)}
    assert down == {False}
    assert {bool(geometry(ROOM, np.random.default_rng(seed))[1, 1] < 0) for seed in range(50)} == {False, True}


def test_the_first_play_is_the_footage_as_it_is(encoder, tmp_path):
    v = video()
    played = track(encoder, v, TOLD, ROOM, 0, tmp_path)
    assert [(s.first, s.last) for s in played.spans] == [(0, 38), (38, 100)]
    pictures = v.frames[v.sampled()]
    records = np.stack([pictures[1:], pictures[:-1]], 1)
    with torch.no_grad():
        feature, _, _, grid, _ = encoder(torch.from_numpy(records).float() / 255)
    np.testing.assert_allclose(played.feature[1:], feature, atol=1e-5)
    at = 38 + middle(100 - 38)
    np.testing.assert_allclose(played.spans[1].grids[0], grid[at - 1], rtol=1e-2, atol=1e-3)  # half precision
    assert played.spans[0].captions == TOLD[0].captions and played.spans[0].label == "walk"


def test_plays_are_kept_and_keep_their_words(encoder, tmp_path):
    plays = [track(encoder, video(), TOLD, ROOM, k, tmp_path) for k in range(6)]
    again = [track(encoder, video(), TOLD, ROOM, k, tmp_path) for k in range(6)]
    assert len(list(tmp_path.glob("*/*.npz"))) == 6
    for one, two in zip(plays, again):
        assert (one.feature == two.feature).all() and [s.captions for s in one.spans] == [s.captions for s in two.spans]
    assert {p.spans[0].captions[0] for p in plays} == {"a man walks to the left", "a man walks to the right"}
    assert len({len(p.feature) for p in plays}) > 1  # other speeds


def test_the_simulator_says_what_its_labels_say():
    assert set(SIMULATED) == set(LABELS)
    assert told_of(video())[0].captions == SIMULATED["walk"]


def test_room_segments_are_not_merged(tmp_path):
    path = tmp_path / "drawn.csv"
    path.write_text("start_s,end_s,label,caption1,caption2\n0.0,5.0,walk,a,b\n5.0,9.0,walk,c,d\n")
    assert read_room(path) == [Told(0, 5, "walk", ("a", "b")), Told(5, 9, "walk", ("c", "d"))]


@pytest.mark.parametrize("row, said", [("0,x,walk,a,b", "must be numbers"), ("5,4,walk,a,b", "needs 0 <= start_s < end_s"),
                                       ("0,4,,a,b", "a label and caption1"), ("0,4,walk,,", "a label and caption1"),
                                       ("0", "must be numbers")])
def test_bad_rows_are_told_with_their_line(tmp_path, row, said):
    path = tmp_path / "truth.csv"
    path.write_text(f"start_s,end_s,label,caption1,caption2\n0,5,walk,a,b\n{row}\n")
    with pytest.raises(ValueError, match=f"line 3: .*{said}"):
        read_room(path)
