import numpy as np
import pytest
import torch

from afterimage_training.captions import looks
from afterimage_training.captions.models import MODELS
from afterimage_training.captions.search import Decoding
from afterimage_training.captions.tracks import Span, Track
from afterimage_training.captions.train import Trained
from afterimage_training.captions.words import END, START, Vocabulary

WORDS = Vocabulary.of(["a person sits down"])
HOW = Decoding(1, 6)


@pytest.mark.parametrize("label, said, places", [
    ("sit_down", "a person slowly sits down", [3, 4]), ("walk", "a person walks away", [2]), ("fall", "a person walks", []),
    ("empty", "nobody is in the room", [0])])
def test_which_words_name_an_action(label, said, places):
    assert looks.naming(label, said.split()) == places


class Speaker(torch.nn.Module):
    """Says "a person sits down" and always looks where what is seen is greatest in its first number."""

    context, attends, config = (), True, {}

    def __init__(self, kind):
        super().__init__()
        self.kind = kind
        order = [START, *(WORDS.encode("a person sits down")), END]
        self.after = dict(zip(order, order[1:]))

    def begin(self, seen):
        return (), (seen["feature" if self.kind == "temporal" else "grid"].reshape(1, -1, 2)[..., 0],)

    def next(self, word, context, states):
        log_probs = torch.full((len(word), len(WORDS)), -9.0)
        log_probs[torch.arange(len(word)), [self.after[int(w)] for w in word]] = 0.0
        return log_probs, (states[0] == states[0].max()).float(), states

    def forward(self, seen, words):
        (_, (first,)), count = self.begin(seen), words.shape[1]
        return None, (first == first.max()).float()[:, None].expand(-1, count, -1)


def spoken_by(kind):
    return Trained(Speaker(kind), WORDS, 1, [])


def track(place, label="sit_down"):
    """Forty frames of which 10..19 are the action; what is seen is greatest at `place`."""
    feature = np.zeros((40, 2), np.float32)
    feature[place, 0] = 1
    grids = np.zeros((3, 6, 2), np.float32)
    grids[:, 4, 0] = 1
    return Track("room", feature, [Span(10, 20, label, ("a person sits down",), grids)])


def test_weights_over_time_are_those_inside_the_action():
    told = looks.over_time(spoken_by("temporal"), [track(12), track(12), track(7)], HOW)
    assert told["sit_down"] == {"words": 6, "inside": pytest.approx(2 / 3, abs=1e-4), "frames": 0.5}
    assert told["every label"] == told["sit_down"]


def test_windows_are_half_action():
    (window, first, last), = looks.half_windows(track(12))
    assert (window.first, window.last, first, last) == (5, 25, 10, 20)


def test_actions_that_are_not_named_are_not_counted():
    assert "walk" not in looks.over_time(spoken_by("temporal"), [track(12, "walk"), track(12)], HOW)


def test_weights_over_the_picture_are_those_inside_the_box():
    boxes = np.tile([0.0, 0.5, 2 / 3, 1.0], (40, 1))  # cells 3 and 4 of 2 x 3
    told = looks.over_the_picture(spoken_by("spatial"), [(track(0), boxes)], 2, 3, HOW)
    assert told["windows"] == 1 and told["area"] == pytest.approx(1 / 3, abs=1e-4)
    assert told["words of the action"] == {"words": 2, "inside": 1.0, "times_area": 3.0}
    nowhere = np.tile([0.0, 0.0, 1 / 3, 0.5], (40, 1))
    told = looks.over_the_picture(spoken_by("spatial"), [(track(0), nowhere), (track(0), boxes * np.nan)], 2, 3, HOW)
    assert told["windows"] == 1 and told["every word"]["inside"] == 0.0
