import itertools

import numpy as np
import pytest

from afterimage_training.captions.search import Decoding, Found, search
from afterimage_training.captions.words import END, PAD, START, UNKNOWN

V = 7  # four special words and three others


class Toy:
    """Log-probabilities that depend on all the words before; the states are those words."""

    def __init__(self, seed, never_ends=False):
        self.seed, self.never_ends = seed, never_ends

    def row(self, before):
        rng = np.random.default_rng([self.seed, *before])
        x = rng.normal(0, 1.5, V)
        if self.never_ends:
            x[END] = -np.inf
        return x - np.log(np.exp(x).sum())

    def following(self, last, states):
        states = [(*s, int(w)) for s, w in zip(states, last)]
        return np.stack([self.row(s) for s in states]), states

    def find(self, **how):
        return search(self.following, lambda states, rows: [states[i] for i in rows], [()], Decoding(**how))

    def greedy(self, max_words):
        ids, score = [], 0.0
        while len(ids) < max_words and END not in ids:
            row = self.row((START, *ids))
            row[[PAD, START, UNKNOWN]] = -np.inf
            ids.append(int(row.argmax()))
            score += row[ids[-1]]
        return Found(tuple(ids), score)

    def all(self, max_words):
        """Every caption of up to max_words, <end> counted."""
        for n in range(max_words):
            for words in itertools.product(range(4, V), repeat=n):
                ids = (*words, END)
                yield Found(ids, sum(self.row((START, *ids[:i]))[w] for i, w in enumerate(ids)))


@pytest.mark.parametrize("seed", range(20))
def test_a_beam_of_one_is_greedy(seed):
    found, greedy = Toy(seed).find(width=1, max_words=6), Toy(seed).greedy(6)
    assert found.ids == greedy.ids and found.score == pytest.approx(greedy.score)


@pytest.mark.parametrize("power", [0.0, 0.7, 1.0])
@pytest.mark.parametrize("seed", range(5))
def test_a_wide_beam_is_exhaustive(seed, power):
    found = Toy(seed).find(width=10_000, max_words=5, length_power=power)
    best = max(Toy(seed).all(5), key=lambda f: f.worth(power))
    assert found.ids == best.ids and found.score == pytest.approx(best.score)


def test_without_an_end_the_best_partial_comes_back():
    found = Toy(1, never_ends=True).find(width=3, max_words=6)
    assert len(found.ids) == 6 and END not in found.ids


def test_a_dead_end_gives_what_there_was_before_it():
    last_word = lambda last, states: (np.where((np.arange(V) == 4) & (last[:, None] == START), 0.0, -np.inf), states)  # noqa: E731
    assert search(last_word, lambda states, rows: states, None, Decoding(width=2, max_words=5)).ids == (4,)


def test_special_words_never_come_out():
    for seed in range(30):
        assert not {PAD, START, UNKNOWN} & set(Toy(seed).find(width=4, max_words=8).ids)


def test_equal_scores_go_to_the_lower_word_then_the_older_hypothesis():
    even = lambda last, states: (np.zeros((len(last), V)), states)  # noqa: E731
    pick = lambda states, rows: states  # noqa: E731
    assert search(even, pick, None, Decoding(width=1, max_words=4)).ids == (END,)
    no_end = lambda last, states: (np.where(np.arange(V) == END, -np.inf, 0.0)[None].repeat(len(last), 0), states)  # noqa: E731
    assert search(no_end, pick, None, Decoding(width=2, max_words=3)).ids == (4, 4, 4)
