import numpy as np

from afterimage_training.augment import Light, Recipe, Stills, Stream, geometry
from afterimage_training.data import HEIGHT, WIDTH, Video
from afterimage_training.labels import INDEX, LABELS, read_segments, reversed_labels, segments_of
from afterimage_training.train import soft_targets


SEGMENTS = [(0.0, 5.0, INDEX["empty"]), (5.0, 12.0, INDEX["walk"]), (12.0, 20.0, INDEX["lie"])]


def video(n=500, segments=()):
    rng = np.random.default_rng(0)
    return Video("drawn", rng.integers(0, 255, (n, HEIGHT, WIDTH), np.uint8), np.arange(n) / 25.0, list(segments))


def test_every_second_frame_of_25_fps_is_sampled():
    assert video().sampled().tolist() == list(range(0, 500, 2))


def test_slow_sources_keep_every_frame():
    slow = Video("slow", np.zeros((20, HEIGHT, WIDTH), np.uint8), np.arange(20) / 10.0, [])
    assert slow.sampled().tolist() == list(range(20))


def test_equal_neighbours_merge(tmp_path):
    path = tmp_path / "drawn.csv"
    path.write_text("start_s,end_s,label,caption1,caption2\n0.0,5.0,empty,a,b\n5.0,9.0,walk,a,b\n9.0,12.0,walk,c,d\n"
                    "12.0,20.0,lie,a,b\n")
    assert read_segments(path) == SEGMENTS


def test_labelled_frames_become_segments_without_gaps():
    found = segments_of(np.arange(5) * 0.08, ["empty", "empty", "walk", "walk", "empty"], 0.08)
    assert [x[2] for x in found] == [INDEX["empty"], INDEX["walk"], INDEX["empty"]]
    assert np.allclose([x[:2] for x in found], [(0, 0.16), (0.16, 0.32), (0.32, 0.4)])


def test_plain_recipe_changes_no_pixel():
    v = video(segments=SEGMENTS)
    rng = np.random.default_rng(1)
    stream = Stream(v, Recipe.none(), rng, 32)
    records = stream.next(32)
    assert (records[0, 0] == records[0, 1]).all() and (records[1, 1] == records[0, 0]).all()
    assert any((records[0, 0] == f).all() for f in v.frames)


def test_same_seed_same_stream():
    v = video(segments=SEGMENTS)
    one, two = (Stream(v, Recipe(), np.random.default_rng(3), 40).next(40) for _ in range(2))
    assert (one == two).all()


def test_geometry_keeps_the_middle_in_the_picture():
    for seed in range(200):
        m = geometry(Recipe(), np.random.default_rng(seed))
        x, y = m @ [(WIDTH - 1) / 2, (HEIGHT - 1) / 2, 1]
        assert 0 <= x < WIDTH and 0 <= y < HEIGHT


def test_nobody_leaves_the_picture():
    corners = np.array([[0, 0, 1], [WIDTH - 1, 0, 1], [0, HEIGHT - 1, 1], [WIDTH - 1, HEIGHT - 1, 1]]).T
    for seed in range(200):
        x, y = geometry(Recipe(), np.random.default_rng(seed)) @ corners
        assert x.min() > -0.12 * WIDTH and x.max() < 1.12 * WIDTH
        assert y.min() > -0.12 * HEIGHT and y.max() < 1.12 * HEIGHT


def test_stills_are_of_their_label_and_say_where_the_person_is():
    pictures = np.full((200, HEIGHT, WIDTH), 90, np.uint8)
    pictures[:, 20:70, 30:60] += (np.arange(200) // 20 % 2 * 100).astype(np.uint8)[:, None, None] // 2
    pictures[150:, 48:80, 64:112] = 220
    times = np.arange(200) / 12.5
    segments = [(0.0, 12.0, INDEX["empty"]), (12.0, 16.0, INDEX["lie"])]
    stills = Stills([Video("drawn", pictures, times, segments)], Recipe.none(), np.random.default_rng(2))
    seen = set()
    for _ in range(40):
        record, label, covered = stills.draw()
        seen.add(LABELS[label])
        assert record.shape == (2, HEIGHT, WIDTH) and covered.shape == (48,)
        grid = covered.reshape(6, 8)
        assert (grid[3:5, 4:7] > 0.9).all() if label == INDEX["lie"] else (covered == 0).all()
    assert seen == {"empty", "lie"}


def test_light_stays_in_range():
    picture = np.arange(HEIGHT * WIDTH, dtype=np.uint32).reshape(HEIGHT, WIDTH).astype(np.uint8)
    for seed in range(50):
        out = Light(Recipe(crushed=0.5), np.random.default_rng(seed), picture)(picture)
        assert out.dtype == np.uint8 and out.shape == picture.shape


def test_time_reversal_turns_rising_into_lowering():
    i = INDEX
    played = np.array([i["walk"], i["get_up"], i["get_up"], i["lie"], i["fall"], i["walk"], i["sit_down"]])[::-1]
    backwards = np.array([i["sit"], i["get_up"], i["walk"]])
    assert reversed_labels(backwards).tolist() == [i["sit"], i["sit_down"], i["walk"]]
    assert reversed_labels(played)[2] == -1


def test_targets_are_distributions_and_blur_boundaries():
    labels = np.array([0] * 6 + [-1] * 6 + [1] * 6 + [2] * 6)
    soft = soft_targets(labels)
    total = soft.sum(1)
    assert np.allclose(total[labels >= 0], 1) and (total[labels < 0] == 0).all()
    assert 0 < soft[17, 2] < 0.5
