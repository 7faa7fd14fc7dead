"""Measures captioners and what they must beat."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import torch

from ..report import rounded
from .draws import Window, measured, seen
from .metrics import Rarity, Words, all_scores, cider_each
from .search import Decoding, caption
from .tracks import Track
from .train import Trained
from .windows import kept
from .words import tokens

# A caption names a label's action if it holds one of these words. Bodies that are seen in part are captioned without an
# action ("only the legs of a man are visible"), so what people wrote does not reach 1 either; its share is reported too.
ACTIONS = {
    "empty": r"empty|nobody",
    "walk": r"walks?|enters?|leaves?|comes?|runs?|moves? (?:along|away|near)|turns? (?:at|around|and walks)",
    "stand": r"stands?(?! up)",
    "sit_down": r"(?:sits?|crouches|kneels|squats) down|crouches|kneels",
    "sit": r"sits?(?! (?:down|up))|crouches|kneels",
    "lie_down": r"(?:lies?|lays?) down|leans back",
    "fall": r"falls?",
    "lie": r"(?:lies?|lays?)(?! down)|turns? (?:over|to|from)|rolls?",
    "get_up": r"(?:gets?|stands?|sits?) up|straightens? up|rises?",
    "fight": r"fights?|wrestles?|push(?:es)?|punch(?:es)?|kicks?|hits?|attacks?|grabs?|beats?|throws?|knocks?|pulls?|swings?",
    "no_fight": None,  # none of the words of a fight
}


def names_action(label: str, words: Words) -> bool:
    """Whether a caption says the label's action; a label that is not listed must itself be said."""
    listed = ACTIONS.get(label, re.escape(label.replace("_", " ")))
    pattern = listed or ACTIONS["fight"]
    found = re.search(rf"\b(?:{pattern})\b", " ".join(words)) is not None
    return found if listed else not found


def score(said: list[Words], windows: list[Window]) -> dict:
    """All scores of captions, and the share that names the right action."""
    written = [[tokens(c) for c in w.span.captions] for w in windows]
    named = [names_action(w.span.label, words) for words, w in zip(said, windows, strict=True)]
    return {**all_scores(said, written), "action_named": float(np.mean(named))}


def captions_of(trained: Trained, windows: list[Window], how: Decoding) -> list[Words]:
    """What the captioner says of each window."""
    kind = trained.model.kind
    found = [caption(trained.model, seen(kind, [w]), how) for w in windows]
    return [trained.vocabulary.decode(f.ids) for f in found]


def most_frequent(known: list[Window]) -> Words:
    """The caption that people wrote most often; of equals the first by the alphabet."""
    counts = Counter(c for w in known for c in w.span.captions)
    return tokens(min(counts, key=lambda c: (-counts[c], c)))


def nearest(known: list[Window], windows: list[Window]) -> list[Words]:
    """For each window the first caption of the known one whose mean feature is nearest, in units of each number's spread."""
    mean = lambda w: w.track.feature[w.first + kept(w.last - w.first)].mean(0)  # noqa: E731
    memory = np.stack([mean(w) for w in known])
    centre, spread = memory.mean(0), memory.std(0) + 1e-3
    memory = torch.from_numpy((memory - centre) / spread)
    asked = torch.from_numpy((np.stack([mean(w) for w in windows]) - centre) / spread)
    return [tokens(known[i].span.captions[0]) for i in torch.cdist(asked, memory).argmin(1).tolist()]


def best_of_labels(known: list[Window], candidates: int = 40) -> dict[str, Words]:
    """For each label, of the captions most often written of it, the one nearest to all of them by CIDEr-D."""
    rarity = Rarity([[tokens(c) for c in w.span.captions] for w in known])
    best = {}
    for label in sorted({w.span.label for w in known}):
        of_label = [w.span.captions for w in known if w.span.label == label]
        written = [[tokens(c) for c in captions] for captions in of_label]
        counts = Counter(c for captions in of_label for c in captions)
        tried = sorted(counts, key=lambda c: (-counts[c], c))[:candidates]
        worth = [np.mean(cider_each([tokens(c)] * len(written), written, "D", rarity)) for c in tried]
        best[label] = tokens(tried[int(np.argmax(worth))])
    return best


def without_a_network(known: list[Track], held: list[Track]) -> dict[str, list[Words]]:
    """What three controls say of each window that is measured; the last is told the true label."""
    before, windows = measured(known), measured(held)
    by_label, frequent = best_of_labels(before), most_frequent(before)
    return {"most_frequent": [frequent] * len(windows), "nearest_neighbour": nearest(before, windows),
            "best_of_true_label": [by_label.get(w.span.label, frequent) for w in windows]}


def controls(known: list[Track], held: list[Track]) -> dict[str, dict]:
    """Scores of captions that no network made, and how often people name the action themselves."""
    windows = measured(held)
    said = without_a_network(known, held)
    written = [names_action(w.span.label, tokens(c)) for w in windows for c in w.span.captions]
    return rounded({
        **{name: score(captions, windows) for name, captions in said.items()},
        "most_frequent_caption": " ".join(said["most_frequent"][0]),
        "action_named_by_people": float(np.mean(written))})


def ahead(said: list[Words], other: list[Words], windows: list[Window], draws: int = 5000) -> dict[str, float]:
    """By how much the mean CIDEr of some captions is above that of others, and the middle 95 % of that over windows drawn
    again and again with replacement."""
    written = [[tokens(c) for c in w.span.captions] for w in windows]
    gain = np.array(cider_each(said, written, "")) - np.array(cider_each(other, written, ""))
    drawn = np.random.default_rng(9).integers(0, len(gain), (draws, len(gain)))
    low, high = np.quantile(gain[drawn].mean(1), [0.025, 0.975])
    return {"by": float(gain.mean()), "low": float(low), "high": float(high)}


def system(trained: Trained, known: list[Track], held: list[Track], how: Decoding, examples: int = 24) -> dict:
    """Scores of a captioner on recordings that it has not seen, together and of each, how far it is ahead of the controls,
    and some of what it said."""
    windows = measured(held)
    said = captions_of(trained, windows, how)
    each = {}
    for t in held:
        mine = [i for i, w in enumerate(windows) if w.track is t]
        each[t.name] = score([said[i] for i in mine], [windows[i] for i in mine])
    shown = np.unique(np.linspace(0, len(windows) - 1, examples).astype(int))
    return rounded({
        **score(said, windows), "greedy": score(captions_of(trained, windows, Decoding(1, how.max_words)), windows),
        "recordings": each,
        "cider_ahead_of": {n: ahead(said, other, windows) for n, other in without_a_network(known, held).items()},
        "examples": [{"recording": windows[i].track.name, "frame": windows[i].first, "label": windows[i].span.label,
                      "said": " ".join(said[i]), "written": list(windows[i].span.captions)} for i in shown],
    })
