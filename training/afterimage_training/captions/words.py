"""Words of captions and their numbers.

A word is a run of lower-case letters, digits and apostrophes. A pack keeps its vocabulary as a text file, one word a
line in UTF-8, the line's number (from 0) being the word's id; the first four lines are no words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SPECIAL = ("<pad>", "<start>", "<end>", "<unknown>")
PAD, START, END, UNKNOWN = range(4)


def tokens(text: str) -> list[str]:
    """The words of a text."""
    return re.findall(r"[a-z0-9']+", text.lower())


@dataclass(frozen=True)
class Vocabulary:
    """Words by id; the four special ones first."""

    words: tuple[str, ...]

    def __post_init__(self):
        if self.words[:4] != SPECIAL or len(set(self.words)) < len(self.words):
            raise ValueError(f"a vocabulary begins with {' '.join(SPECIAL)} and holds each word once")

    @staticmethod
    def of(captions: Iterable[str], least: int = 1) -> "Vocabulary":
        """All words that occur at least so often, the most frequent first, equals by the alphabet."""
        counts = Counter(word for caption in captions for word in tokens(caption))
        kept = sorted((-n, word) for word, n in counts.items() if n >= least)
        return Vocabulary(SPECIAL + tuple(word for _, word in kept))

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self.words)}

    def __len__(self) -> int:
        return len(self.words)

    def encode(self, caption: str) -> list[int]:
        """The ids of a caption's words and <end>; words that are not here are <unknown>."""
        return [self._ids.get(word, UNKNOWN) for word in tokens(caption)] + [END]

    def decode(self, ids: Iterable[int]) -> list[str]:
        """The words up to <end>; other special ones are left out."""
        result = []
        for i in ids:
            if i == END:
                break
            if i >= len(SPECIAL):
                result.append(self.words[i])
        return result

    def write(self, path: Path) -> None:
        path.write_text("".join(f"{word}\n" for word in self.words), encoding="utf-8")

    @staticmethod
    def read(path: Path) -> "Vocabulary":
        return Vocabulary(tuple(path.read_text(encoding="utf-8").splitlines()))
