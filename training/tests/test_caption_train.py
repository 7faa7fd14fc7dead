from dataclasses import replace

import numpy as np
import pytest
import torch

from afterimage_training.captions.draws import Draws, Window, jittered, measured, padded, seen
from afterimage_training.captions.search import Decoding, caption
from afterimage_training.captions.tracks import LONGEST, Span, Track
from afterimage_training.captions.train import Plan, fit, load, save
from afterimage_training.captions.windows import kept, middle
from afterimage_training.captions.words import END, PAD, Vocabulary

SAYS = {"walk": ("a man walks", "a man walks past the chair"), "sit": ("a man sits", "a man sits on the chair")}
SMALL = {"still": dict(embed=12, hidden=24, drop=0.1), "spatial": dict(embed=12, hidden=24, attend=8, drop=0.1),
         "temporal": dict(embed=12, hidden=24, attend=8, drop=0.1)}


def drawn(seed, parts=12):
    """Features whose first two numbers tell the label."""
    rng = np.random.default_rng(seed)
    spans, rows = [], []
    for _ in range(parts):
        label, length = rng.choice(["walk", "sit"]), int(rng.integers(5, 200))
        mark = [3.0, 0.0] if label == "walk" else [0.0, 3.0]
        first = sum(map(len, rows))
        rows.append(np.concatenate([np.tile(mark, (length, 1)), rng.normal(0, 1, (length, 4))], 1).astype(np.float32))
        grids = rng.normal(0, 1, (3, 48, 6)).astype(np.float16)
        grids[:, 20:26, :2] = mark
        spans.append(Span(first, first + length, str(label), SAYS[label], grids))
    return Track(f"drawn-{seed}", np.concatenate(rows), spans)


def test_windows_stay_in_the_track_and_are_no_longer_than_a_period():
    rng, track = np.random.default_rng(0), drawn(1)
    for _ in range(500):
        span = track.spans[rng.integers(len(track.spans))]
        w = jittered(track, span, rng)
        assert 0 <= w.first < w.last <= len(track.feature) and w.last - w.first <= LONGEST
        overlap = min(w.last, span.last) - max(w.first, span.first)
        assert overlap >= min(3, span.last - span.first) and overlap > 0.4 * (w.last - w.first)


def test_windows_of_a_part_at_the_very_end_have_frames():
    rng, track = np.random.default_rng(0), drawn(1)
    count = len(track.feature)
    for length in (2, 3, 6):
        span = replace(track.spans[-1], first=count - length, last=count)
        for _ in range(300):
            w = jittered(track, span, rng)
            assert 0 <= w.first < w.last <= count


def test_a_window_becomes_its_kept_frames():
    track = drawn(2)
    windows = [Window(track, track.spans[0], 3, 8), Window(track, track.spans[0], 3, 3 + 90)]
    tensors = seen("temporal", windows)
    assert tensors["mask"].sum(1).tolist() == [5, len(kept(90))]
    np.testing.assert_array_equal(tensors["feature"][0, :5], track.feature[3:8])
    assert (tensors["feature"][0, 5:] == 0).all()
    np.testing.assert_array_equal(tensors["feature"][1, 1], track.feature[3 + 4])
    np.testing.assert_array_equal(seen("still", windows)["feature"][1, 0], track.feature[3 + middle(90)])
    assert seen("spatial", windows)["grid"].shape == (2, 1, 48, 6)


def test_captions_are_padded_after_their_end():
    v = Vocabulary.of(["a man walks"])
    assert padded(["a man", "a"], v).tolist() == [[4, 5, END], [4, END, PAD]]


def test_shares_and_balance_decide_what_is_drawn():
    one, two = drawn(3), drawn(4)
    draws = Draws([(3.0, [one]), (1.0, [two])], 1.0, 0.0, np.random.default_rng(0))
    chance = dict.fromkeys(["walk", "sit"], 0.0)
    for (track, span), p in zip(draws._parts[:len(one.spans)], draws._chance):
        chance[span.label] += p
    assert sum(chance.values()) == pytest.approx(0.75) and chance["walk"] == pytest.approx(chance["sit"])


@pytest.mark.parametrize("plain, first", [(0.0, 0.5), (0.5, 0.75), (1.0, 1.0)])
def test_plain_captions_come_as_often_as_asked(plain, first):
    track = drawn(1)
    vocabulary = Vocabulary.of(c for s in track.spans for c in s.captions)
    _, words = Draws([(1.0, [track])], 0.0, plain, np.random.default_rng(0)).batch("temporal", 2000, vocabulary)
    plainest = {tuple(vocabulary.encode(s.captions[0])) for s in track.spans}
    said = [tuple(row[row != PAD].tolist()) in plainest for row in words]
    assert np.mean(said) == pytest.approx(first, abs=0.04)


@pytest.mark.parametrize("kind", SMALL)
def test_what_is_to_be_seen_is_learned(kind, tmp_path):
    plan = Plan(kind, steps=150, batch=16, rate=1e-2, average=0.9, look_every=25, patience=3, least=1, model=SMALL[kind])
    trained = fit([(1.0, [drawn(k) for k in range(4)])], plan, held=[drawn(9)], log=tmp_path / "log")
    assert trained.losses[0] > min(trained.losses) and trained.steps % 25 == 0
    save(trained, tmp_path / "kept.pt")
    again = load(tmp_path / "kept.pt")
    right = 0
    windows = measured([drawn(10)])
    for w in windows:
        found = caption(again.model, seen(kind, [w]), Decoding())
        assert found == caption(trained.model, seen(kind, [w]), Decoding())
        right += " ".join(again.vocabulary.decode(found.ids)) in w.span.captions
    assert right >= 0.8 * len(windows)


def test_hard_attention_is_trained_by_the_same_call():
    plan = Plan("spatial", steps=3, batch=4, least=1, model={**SMALL["spatial"], "hard": True})
    model = fit([(1.0, [drawn(1)])], plan).model
    with torch.no_grad():
        _, weights = model(seen("spatial", measured([drawn(2)])), torch.tensor([[4, END]] * 12))
    assert model.config["hard"] and set(weights.unique().tolist()) == {0.0, 1.0}


def test_the_same_seed_gives_the_same_captioner():
    plan = Plan("still", steps=5, batch=4, least=1, model=SMALL["still"])
    one, two = (fit([(1.0, [drawn(1)])], plan).model.state_dict() for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(one.values(), two.values()))
