"""How near captions come to what people wrote: BLEU, CIDEr, CIDEr-D, a METEOR-like score and repetition.

Everywhere `captions` is one caption for each clip and `references` the captions that people wrote of it, both as
lists of words.

BLEU follows Papineni et al. (2002), corpus level, with the closest reference length (the shorter of two that are
as near), and is not smoothed. CIDEr and CIDEr-D follow Vedantam et al. (2015) without stemming and with raw counts of
n-grams, as the COCO caption server counts them; note that what its code calls CIDEr is CIDEr-D. The METEOR-like score is
the first METEOR (Banerjee and Lavie, 2005) with exact and stem matches and without synonyms: its figures are not those
of METEOR 1.5 and are comparable among themselves alone.
"""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

Words = list[str]


def ngrams(words: Words, n: int) -> Counter:
    """How often each run of n words occurs."""
    return Counter(tuple(words[i:i + n]) for i in range(len(words) - n + 1))


def bleu(captions: list[Words], references: list[list[Words]], order: int = 4) -> list[float]:
    """BLEU-1 to BLEU-`order` of all captions together, each 0..1."""
    right, said = np.zeros(order), np.zeros(order)
    length, wanted = 0, 0
    for caption, written in zip(captions, references, strict=True):
        length += len(caption)
        wanted += min((len(r) for r in written), key=lambda n: (abs(n - len(caption)), n))
        for n in range(1, order + 1):
            most = Counter()
            for r in written:
                most |= ngrams(r, n)
            own = ngrams(caption, n)
            right[n - 1] += (own & most).total()
            said[n - 1] += own.total()
    if not length:
        return [0.0] * order
    brevity = min(1.0, math.exp(1 - wanted / length))
    with np.errstate(divide="ignore"):
        logs = np.log(right / np.maximum(said, 1))
    return [float(brevity * np.exp(logs[:n].mean())) for n in range(1, order + 1)]


class Rarity:
    """Weights of n-grams: rarer among the clips' references, heavier."""

    def __init__(self, references: list[list[Words]], order: int = 4):
        self._clips = len(references)
        self._seen: list[Counter] = [Counter() for _ in range(order)]
        for written in references:
            for n, seen in enumerate(self._seen, 1):
                seen.update(set().union(*(ngrams(r, n) for r in written)))

    def vectors(self, words: Words) -> list[dict[tuple, float]]:
        """For each length of n-gram its count times the logarithm of clips by clips that have it."""
        return [{g: count * (math.log(self._clips) - math.log(max(1, seen[g]))) for g, count in ngrams(words, n).items()}
                for n, seen in enumerate(self._seen, 1)]


def _cosine(a: dict[tuple, float], b: dict[tuple, float], clip: bool) -> float:
    length = math.sqrt(sum(x * x for x in a.values()) * sum(x * x for x in b.values()))
    shared = a.keys() & b.keys()
    return sum((min(a[g], b[g]) if clip else a[g]) * b[g] for g in shared) / length if length else 0.0


def cider_each(captions: list[Words], references: list[list[Words]], variant: str = "D",
               rarity: Rarity | None = None) -> list[float]:
    """CIDEr (`variant` "") or CIDEr-D ("D") of each caption, 0..10; rarity is that of these references unless given."""
    rarity, result = rarity or Rarity(references), []
    for caption, written in zip(captions, references, strict=True):
        own, total = rarity.vectors(caption), 0.0
        for r in written:
            near = np.mean([_cosine(a, b, variant == "D") for a, b in zip(own, rarity.vectors(r))])
            apart = len(caption) - len(r) if variant == "D" else 0
            total += near * math.exp(-apart**2 / (2 * 6.0**2))
        result.append(10.0 * float(total) / len(written))
    return result


def cider(captions: list[Words], references: list[list[Words]], variant: str = "") -> float:
    """The mean of `cider_each`."""
    return float(np.mean(cider_each(captions, references, variant)))


def stem(word: str) -> str:
    """A word without -s, -es, -ed, -ing: enough for captions in the present tense, less than Porter's stemmer does."""
    for ending, least in (("ies", 2), ("ing", 3), ("ed", 3), ("es", 3), ("s", 3), ("e", 3)):
        root = word[:-len(ending)]
        if word.endswith(ending) and len(root) >= least and not word.endswith("ss"):
            if ending == "ies":
                return root + "y"
            if ending == "es" and not root.endswith(("s", "x", "z", "ch", "sh", "o")):
                return root
            if ending in ("ing", "ed") and root[-1] == root[-2] and root[-1] not in "ls":
                return root[:-1]
            return root
    return word


def _align(caption: Words, reference: Words) -> tuple[int, int]:
    """Matched words and chunks of the alignment with most exact matches, then most matches, then fewest chunks."""
    stems = [stem(r) for r in reference]
    # (positions used, position of the last word's match or None) -> best (exact, matches, -chunks)
    best: dict[tuple[int, int | None], tuple[int, int, int]] = {(0, None): (0, 0, 0)}
    for word in caption:
        root, found = stem(word), {}
        for (used, last), (exact, matches, chunks) in best.items():
            ways = [(used, None, (exact, matches, chunks))]
            for j, r in enumerate(reference):
                if not used >> j & 1 and (r == word or stems[j] == root):
                    joined = last is not None and j == last + 1
                    ways.append((used | 1 << j, j, (exact + (r == word), matches + 1, chunks - (not joined))))
            for positions, at, worth in ways:
                found[positions, at] = max(worth, found.get((positions, at), worth))
        best = found
    _, matches, chunks = max(best.values())
    return matches, -chunks


def meteor_like(captions: list[Words], references: list[list[Words]]) -> float:
    """Mean of the best score over the references: 10PR/(R+9P), less half the cube of chunks by matches."""

    def score(caption: Words, reference: Words) -> float:
        matches, chunks = _align(caption, reference)
        if not matches:
            return 0.0
        precision, recall = matches / len(caption), matches / len(reference)
        mean = 10 * precision * recall / (recall + 9 * precision)
        return mean * (1 - 0.5 * (chunks / matches) ** 3)

    return float(np.mean([max(score(c, r) for r in written) for c, written in zip(captions, references, strict=True)]))


def repeat_rate(captions: list[Words]) -> float:
    """Share of word pairs that occurred before in the same caption."""
    pairs = [ngrams(c, 2) for c in captions]
    return sum(p.total() - len(p) for p in pairs) / max(1, sum(p.total() for p in pairs))


def all_scores(captions: list[Words], references: list[list[Words]]) -> dict[str, float]:
    """Everything above by name, and how many different captions there are."""
    result = {f"bleu{n}": x for n, x in enumerate(bleu(captions, references), 1)}
    return {**result, "meteor_like": meteor_like(captions, references), "cider": cider(captions, references),
            "cider_d": cider(captions, references, "D"), "repeat_rate": repeat_rate(captions),
            "different": len({tuple(c) for c in captions}), "captions": len(captions)}
