import numpy as np
import pytest

from afterimage_training.captions import report
from afterimage_training.captions.draws import measured
from afterimage_training.captions.sentences import SIMULATED
from afterimage_training.captions.tracks import Span, Track
from afterimage_training.captions.words import tokens

GRIDS = np.zeros((3, 48, 4), np.float16)


def track(name, *parts):
    """Parts of ten frames each: (feature, label, captions)."""
    feature = np.repeat(np.array([p[0] for p in parts], np.float32), 10, 0)
    return Track(name, feature, [Span(10 * i, 10 * i + 10, p[1], p[2], GRIDS) for i, p in enumerate(parts)])


KNOWN = track("known", ([0, 0], "walk", ("a man walks", "a man in black walks")),
              ([9, 0], "sit", ("a man sits", "a man in black sits")), ([0, 9], "empty", ("the room is empty", "nobody")),
              ([0, 8], "empty", ("the room is empty", "nobody is here")))
HELD = track("held", ([8, 1], "sit", ("a man sits", "a man in white sits")), ([1, 1], "walk", ("a man walks", "a man runs")))


@pytest.mark.parametrize("label, said, named", [
    ("stand", "a man stands still", True), ("stand", "a man stands up", False), ("get_up", "a man stands up", True),
    ("sit", "a man sits down", False), ("sit", "a man sits still", True), ("sit_down", "a man sits down", True),
    ("lie", "a woman turns over", True), ("lie", "a woman lies down", False), ("walk", "a man enters from the left", True),
    ("empty", "nobody is visible", True), ("fall", "a man walks", False), ("fight", "two men wrestle", True),
    ("no_fight", "two men wrestle", False), ("no_fight", "a man walks", True),
    ("parcel_left", "a parcel left at the door", True), ("parcel_left", "a man walks", False)])
def test_which_captions_name_an_action(label, said, named):
    assert report.names_action(label, tokens(said)) == named


def test_the_simulators_sentences_name_their_label_and_no_other():
    for label, sentences in SIMULATED.items():
        for said in sentences:
            assert [other for other in SIMULATED if report.names_action(other, tokens(said))] == [label]


def test_controls():
    known, held = measured([KNOWN]), measured([HELD])
    assert report.most_frequent(known) == tokens("the room is empty")
    assert report.nearest(known, held) == [tokens("a man sits"), tokens("a man walks")]
    best = report.best_of_labels(known)
    assert best["empty"] == tokens("the room is empty") and set(best) == {"walk", "sit", "empty"}
    told = report.controls([KNOWN], [HELD])
    assert told["nearest_neighbour"]["bleu1"] == told["best_of_true_label"]["action_named"] == 1.0
    assert told["most_frequent"]["action_named"] == 0.0 and told["action_named_by_people"] == 1.0


def test_how_far_captions_are_ahead():
    windows = measured([KNOWN])
    right = [tokens(w.span.captions[1]) for w in windows]
    wrong = [tokens("the room is empty")] * len(windows)
    told = report.ahead(right, wrong, windows)
    assert told["by"] > 0 and told["low"] <= told["by"] <= told["high"]
    assert report.ahead(wrong, right, windows)["by"] == pytest.approx(-told["by"])
    assert report.ahead(right, right, windows) == {"by": 0.0, "low": 0.0, "high": 0.0}
