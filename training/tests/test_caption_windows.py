import numpy as np
import pytest

from afterimage_training.captions.windows import Ring, kept, middle


def by_ring(count, slots):
    ring = Ring(slots)
    for _ in range(count):
        ring.add()
    return ring.frames


@pytest.mark.parametrize("slots", [1, 2, 3, 7, 28])
def test_frame_by_frame_is_the_direct_definition(slots):
    for count in range(400):
        assert by_ring(count, slots) == kept(count, slots).tolist()


def test_a_window_keeps_at_most_its_slots_and_at_least_half_of_them():
    for count in range(1, 3000):
        frames = kept(count, 28)
        assert min(count, 14) <= len(frames) <= 28


def test_the_first_frame_is_kept_and_the_rest_lies_at_even_steps():
    for count in range(1, 300):
        frames = kept(count, 28)
        assert frames[0] == 0 and frames[-1] < count and len(set(np.diff(frames))) <= 1


def test_short_windows_keep_every_frame():
    assert kept(28, 28).tolist() == list(range(28))
    assert kept(29, 28).tolist() == list(range(0, 29, 2))
    assert kept(0, 28).tolist() == []


def test_the_middle_is_a_kept_frame_near_the_middle():
    for count in range(1, 500):
        frame = middle(count)
        assert frame in kept(count, 28) and abs(frame - (count - 1) / 2) <= max(1, count / 14)
