"""Captions as text: the tables of what people wrote, mirrored pictures, and sentences for the simulator's labels."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

OPPOSITES = ({"left": "right"}, {"top": "bottom", "above": "below", "upper": "lower"})

# What the simulator's room shows, as its labels tell it: somebody, a bed, a seat, but not where and in which clothes.
SIMULATED = {
    "empty": ("the room is empty", "nobody is in the room", "nobody is visible in the room"),
    "walk": ("a person walks", "a person walks through the room", "a person walks along the edge"),
    "stand": ("a person stands still", "a person stands in the room", "a person stands"),
    "sit_down": ("a person sits down", "a person bends forward and sits down"),
    "sit": ("a person sits still", "a person sits", "a person sits and moves"),
    "lie_down": ("a person lies down", "a person lies down slowly"),
    "fall": ("a person falls", "a person suddenly falls"),
    "lie": ("a person lies still", "a person lies", "a person lies still on the back"),
    "get_up": ("a person gets up", "a person stands up", "a person turns and gets up"),
}


@dataclass(frozen=True)
class Told:
    """A stretch of footage in seconds, its label and what people wrote of it."""

    start: float
    end: float
    label: str
    captions: tuple[str, ...]


def read_room(path: Path) -> list[Told]:
    """The segments of a room's truth file, not merged: neighbours of one label differ in their captions.

    Raises ValueError, with the line, for a row without times, label or caption.
    """
    with open(path, newline="") as file:
        reader = csv.DictReader(file)
        told = []
        for row in reader:
            captions = tuple(text for key, text in row.items() if key and key.startswith("caption") and text)
            try:
                start, end = float(row["start_s"]), float(row["end_s"])
            except (KeyError, TypeError, ValueError) as e:
                raise ValueError(f"{path}, line {reader.line_num}: start_s and end_s must be numbers") from e
            if not 0 <= start < end or not row.get("label") or not captions:
                raise ValueError(f"{path}, line {reader.line_num}: it needs 0 <= start_s < end_s, a label and caption1")
            told.append(Told(start, end, row["label"], captions))
        return told


@dataclass(frozen=True)
class Clip:
    """A surveillance clip: its name, the number of the recording it was cut from, its label and captions."""

    name: str
    source: int
    label: str
    captions: tuple[str, ...]


def read_clips(path: Path) -> list[Clip]:
    """The rows of the surveillance clips' table."""
    with open(path, newline="") as file:
        return [Clip(r["clip"], int(r["source"]), r["label"], (r["caption1"], r["caption2"], r["caption3"]))
                for r in csv.DictReader(file)]


def mirrored(caption: str, across: bool, down: bool) -> str:
    """What is true of the mirrored picture: left and right change places if `across`, top and bottom if `down`."""
    change = {}
    for wanted, pairs in zip((across, down), OPPOSITES):
        if wanted:
            change |= pairs | {b: a for a, b in pairs.items()}
    words = [change.get(word, word) for word in caption.split(" ")]
    for i in range(1, len(words)):
        # One walks down a picture; one sits, lies and bends down in a room.
        if down and words[i] in ("down", "up") and words[i - 1] in ("walk", "walks"):
            words[i] = {"down": "up", "up": "down"}[words[i]]
    return " ".join(words)
