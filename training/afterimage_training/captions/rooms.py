"""One command from footage and an encoder to the caption packs with their reports and cards.

    python -m afterimage_training.captions.rooms --room ../../shared/data/room --cctv ../../shared/data/cctv \\
        --encoder runs/room.pt --shipped runs/shipped.pt --out ../packs

`--encoder` must not have learned from the four validation recordings: with it the captioners are measured. `--shipped`
is the encoder that the packs hold, that of room-activity; captioners are trained anew on it, from all recordings and for
as many steps. Without it the packs hold what was measured.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import torch

from .. import data
from . import looks
from ..data import VALIDATION
from .build import About, Footage, build, common_options, parsed, sights, tell
from .pack import WHEN_ROOM, WHEN_STREET
from .sentences import Told, read_clips, read_room
from .tracks import STREET, told_of
from .train import Plan

STOP_ON = ("20200627_192440", "20200629_141043")  # training recordings on which the number of steps is chosen
SIMULATED_SEEDS = range(101, 161)

PLANS = {
    "room-captions": Plan("temporal", seed=1),
    "room-captions-spatial": Plan("spatial", seed=2),
    "room-captions-hard": Plan("spatial", seed=2, model={"hard": True}),
    "room-captions-nic": Plan("still", seed=3),
    "cctv-captions": Plan("temporal", seed=4, least=3),
}
SAYS = {
    "room-captions": "Says in a sentence what happened in a window of frames, in a room that a fixed ceiling camera looks "
                     "down on.",
    "room-captions-spatial": "Says in a sentence what the middle frame of a window shows, and for each word where in the "
                             "picture it looked, in a room that a fixed ceiling camera looks down on.",
    "room-captions-hard": "Says in a sentence what the middle frame of a window shows, and looks at one place in the picture "
                          "for each word, in a room that a fixed ceiling camera looks down on.",
    "room-captions-nic": "Says in a sentence what the middle frame of a window shows, in a room that a fixed ceiling camera "
                         "looks down on. The simplest of the three; it is here to be compared with.",
    "cctv-captions": "Says in a sentence what happens in a window of footage of a surveillance camera: people who fight, "
                     "push, walk, stand.",
}
TITLES = {
    "room-captions": "Sentences about a room seen from the ceiling, by attention over frames",
    "room-captions-spatial": "Sentences about a room seen from the ceiling, by attention over the picture",
    "room-captions-hard": "Sentences about a room seen from the ceiling, by one look a word",
    "room-captions-nic": "Sentences about a room seen from the ceiling, without attention",
    "cctv-captions": "Sentences about surveillance footage, by attention over frames",
}
LIMITS = {
    "room": ["One camera, two layouts of one room and three persons: elsewhere it will speak of this mattress and this chair.",
             "It sees grey pictures of 128 by 96: what it says of clothes, and of man or woman, is a guess from these three "
             "persons. Do not rely on it.",
             "It says one sentence for a window, however much happened in it, and it always says one."],
    "cctv": ["The encoder learned in a room seen from the ceiling and has never learned from such footage: what it does not "
             "see, no captioner can say. Read the controls before anything else.",
             "236 clips of some fifty recordings: it has learned few places and says the frequent ones.",
             "It is no detector of violence, and no pack to rely on: it is here to show how footage of another kind is captioned, and "
             "what can be expected of so little of it."],
}
TERMS = {
    "room": "The footage (FIR-Image-Action-Dataset, Zhang, 2020; public, no licence stated) stays with its owners and is not "
            "distributed here.",
    "cctv": "The footage (Surveillance Camera Fight dataset, Aktı, Tataroğlu and Ekenel, 2019; from public video sites) stays "
            "with its owners and is not distributed here.",
}


def room_footage(folder: Path, cache: Path, seeds: range, workers: int) -> Footage:
    """The room's recordings, four of them held out, and simulated rooms."""
    pairs = [(v, read_room(folder / f"{v.name}.csv")) for v in data.load_folder(folder, cache, workers)]
    drawn = [(v, told_of(v)) for v in data.draw_all(seeds, cache, workers)]
    unseen = [(v, told_of(v)) for v in data.draw_all(looks.SEEDS, cache, workers)]
    return Footage([p for p in pairs if p[0].name not in VALIDATION], frozenset(STOP_ON),
                   [p for p in pairs if p[0].name in VALIDATION], drawn, unseen)


def cctv_footage(folder: Path, cache: Path, workers: int) -> Footage:
    """The surveillance clips; those of every fourth source are held out, of every eighth the steps are chosen on."""
    clips = {c.name: c for c in read_clips(folder / "captions.csv")}
    videos = [v for v in data.load_folder(folder, cache, workers) if v.name in clips]
    told = lambda c: [Told(0.0, float("inf"), c.label, c.captions)]  # noqa: E731
    pairs = [(v, told(clips[v.name]), clips[v.name].source) for v in videos]
    return Footage([(v, t) for v, t, s in pairs if s % 4 != 2], frozenset(v.name for v, _, s in pairs if s % 8 == 3),
                   [(v, t) for v, t, s in pairs if s % 4 == 2], [], [], STREET, clips=True)


def about(name: str, kind: str, footage: Footage) -> About:
    """What a pack says of itself."""
    if kind == "cctv":
        known = (f"{len(footage.known)} clips of the Surveillance Camera Fight dataset with three captions of this project "
                 f"each; {len(footage.held)} clips of other recordings were kept out for measuring.")
        return About(TITLES[name], SAYS[name], LIMITS[kind], TERMS[kind], WHEN_STREET, known)
    known = (f"{len(footage.known)} recordings of FIR-Image-Action-Dataset with two captions of this project for each part; "
             + ", ".join(v.name for v, _ in footage.held) + " were kept out for measuring.")
    drawn = f"{len(footage.drawn)} rooms of this project's simulator with plain sentences for their labels."
    return About(TITLES[name], SAYS[name], LIMITS[kind], TERMS[kind], WHEN_ROOM, known, drawn)


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--room", type=Path, required=True, help="room footage: NAME.mp4 beside NAME.csv")
    parser.add_argument("--cctv", type=Path, required=True, help="surveillance clips and their captions.csv")
    parser.add_argument("--only", nargs="*", choices=PLANS, default=list(PLANS), help="packs to make")
    parser.add_argument("--rooms", type=int, default=len(SIMULATED_SEEDS), help="simulated rooms to learn from")
    common_options(parser)
    return parsed(parser, arguments, "rooms")


def main(arguments: list[str] | None = None) -> None:
    options = parse(arguments)
    torch.set_num_threads(options.threads)
    measure, ship = sights(options)
    footage: dict[str, Footage] = {}
    for name in options.only:
        kind = "cctv" if name.startswith("cctv") else "room"
        if kind not in footage:
            footage[kind] = (cctv_footage(options.cctv, options.cache, options.threads) if kind == "cctv" else
                             room_footage(options.room, options.cache, SIMULATED_SEEDS[:options.rooms], options.threads))
        plan = PLANS[name] if options.steps is None else replace(PLANS[name], steps=options.steps)
        tell(name, build(name, about(name, kind, footage[kind]), plan, footage[kind], measure, ship, options))


if __name__ == "__main__":
    main()
