"""Finding a caption word by word: greedy, or with a beam.

The rule, shared with the runtime: the score of a hypothesis is the sum of its words' log-probabilities. Each step
extends every live hypothesis by every word but <pad>, <start> and <unknown>, and of all these extensions keeps the
`width` best; those that end with <end> are complete and leave the beam. It stops when none goes on or after `max_words`
steps. Complete ones are compared by score / length ** length_power, <end> counted; if there is none, the last
live ones are, in the same way. Of equal scores the lower word is better, then the older hypothesis (the higher in the beam).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from .models import Captioner
from .words import END, PAD, START, UNKNOWN

State = Any
# (last word of each hypothesis int64 [n], states picked for them, None at first) -> (log-probabilities [n,V], states)
Next = Callable[[np.ndarray, State], tuple[np.ndarray, State]]
# (states, which of their rows int64 [n]) -> states
Pick = Callable[[State, np.ndarray], State]


@dataclass(frozen=True)
class Decoding:
    """How captions are found, as a pack's manifest says it."""

    width: int = 3
    max_words: int = 16
    length_power: float = 0.3


@dataclass(frozen=True)
class Found:
    """A caption: word ids, with <end> if it came to one, and the sum of their log-probabilities."""

    ids: tuple[int, ...]
    score: float

    def worth(self, power: float) -> float:
        return self.score / len(self.ids) ** power


def search(following: Next, pick: Pick, state: State, how: Decoding) -> Found:
    """The best caption from a window's first states."""
    live, complete, last = [Found((), 0.0)], [], np.array([START])
    for _ in range(how.max_words):
        log_probs, state = following(last, state)
        scores = np.array([f.score for f in live])[:, None] + np.asarray(log_probs, np.float64)
        scores[:, [PAD, START, UNKNOWN]] = -np.inf
        rows, words = np.indices(scores.shape).reshape(2, -1)
        flat = scores.reshape(-1)
        best = np.lexsort((rows, words, -flat))[:how.width]
        best = [i for i in best if flat[i] > -np.inf]
        found = [Found(live[rows[i]].ids + (int(words[i]),), float(flat[i])) for i in best]
        complete += [f for f in found if f.ids[-1] == END]
        stay = [k for k, f in enumerate(found) if f.ids[-1] != END]
        if not stay:
            break
        live = [found[k] for k in stay]
        state = pick(state, np.array([rows[best[k]] for k in stay]))
        last = np.array([f.ids[-1] for f in live])
    return max(complete or live, key=lambda f: f.worth(how.length_power))


@torch.no_grad()
def caption(model: Captioner, seen: dict[str, torch.Tensor], how: Decoding) -> Found:
    """The caption of one window: tensors [1, ...] by name."""
    context, states = model.begin(seen)

    def following(last: np.ndarray, states: State) -> tuple[np.ndarray, State]:
        n = len(last)
        wide = tuple(x.expand(n, *x.shape[1:]) for x in context)
        log_probs, _, states = model.next(torch.from_numpy(last), wide, states)
        return log_probs.numpy(), states

    def pick(states: State, rows: np.ndarray) -> State:
        return tuple(s[torch.from_numpy(rows)] for s in states)

    return search(following, pick, states, how)
