"""One command from footage and an encoder to the caption packs with their reports and cards.

    python -m afterimage_training.captions.rooms --room ../../shared/data/room --cctv ../../shared/data/cctv \\
        --encoder runs/room.pt --shipped runs/shipped.pt --out ../packs

`--encoder` must not have learned from the four validation recordings: with it the captioners are measured. `--shipped`
is the encoder that the packs hold, that of room-activity; captioners are trained anew on it, from all recordings and for
as many steps. Without it the packs hold what was measured.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch

from .. import data
from ..data import VALIDATION, Video
from ..model import Recogniser
from ..report import rounded
from ..train import load as load_recogniser
from . import report
from .card import write_card
from .pack import WHEN_ROOM, WHEN_STREET, export_pack
from .search import Decoding
from .sentences import Told, read_clips, read_room
from .tracks import ROOM, STREET, Track, encoder_name, told_of, track
from .train import Groups, Plan, Trained, fit, load, save

VERSION = "1.0.0"
STOP_ON = ("20200627_192440", "20200629_141043")  # training recordings on which the number of steps is chosen
SIMULATED_SEEDS, SIMULATED_SHARE = range(101, 161), 0.25

PLANS = {
    "room-captions": Plan("temporal", seed=1),
    "room-captions-spatial": Plan("spatial", seed=2),
    "room-captions-nic": Plan("still", seed=3),
    "cctv-captions": Plan("temporal", seed=4, least=3),
}
SAYS = {
    "room-captions": "Says in a sentence what happened in a window of frames, in a room that a fixed ceiling camera looks "
                     "down on.",
    "room-captions-spatial": "Says in a sentence what the middle frame of a window shows, and for each word where in the "
                             "picture it looked, in a room that a fixed ceiling camera looks down on.",
    "room-captions-nic": "Says in a sentence what the middle frame of a window shows, in a room that a fixed ceiling camera "
                         "looks down on. The simplest of the three; it is here to be compared with.",
    "cctv-captions": "Says in a sentence what happens in a window of footage of a surveillance camera: people who fight, "
                     "push, walk, stand.",
}
TITLES = {
    "room-captions": "Sentences about a room seen from the ceiling, by attention over frames",
    "room-captions-spatial": "Sentences about a room seen from the ceiling, by attention over the picture",
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
             "It is no detector of violence."],
}
TERMS = {
    "room": "The footage (FIR-Image-Action-Dataset, Zhang, 2020; public, no licence stated) stays with its owners and is not "
            "distributed here.",
    "cctv": "The footage (Surveillance Camera Fight dataset, Aktı, Tataroğlu and Ekenel, 2019; from public video sites) stays "
            "with its owners and is not distributed here.",
}


@dataclass(frozen=True)
class Footage:
    """The videos of a kind with what was told of each, by what they are for; `drawn` is the simulator's."""

    kind: str
    known: list[tuple[Video, list[Told]]]
    stop_on: frozenset[str]
    held: list[tuple[Video, list[Told]]]
    drawn: list[tuple[Video, list[Told]]]


class Sight:
    """An encoder and the tracks it makes of footage, `variants` of each recording that is learned from."""

    def __init__(self, recogniser: Recogniser, variants: int, cache: Path):
        self.recogniser, self._variants, self._cache = recogniser.eval(), variants, cache / "tracks"

    @property
    def name(self) -> str:
        """What captioners trained on this sight are kept by: those of another encoder would read nonsense."""
        return encoder_name(self.recogniser.encoder)

    def plain(self, pairs: list[tuple[Video, list[Told]]]) -> list[Track]:
        return [self._track(video, told, ROOM, 0) for video, told in pairs]

    def groups(self, footage: Footage, leave: frozenset[str] = frozenset(), all_of_it: bool = False) -> Groups:
        recipe = STREET if footage.kind == "cctv" else ROOM
        pairs = footage.known + (footage.held if all_of_it else [])
        real = [self._track(v, told, recipe, k) for v, told in pairs if v.name not in leave for k in range(self._variants)]
        drawn = [self._track(v, told, recipe, 1) for v, told in footage.drawn]
        return [(1.0, real)] + ([(SIMULATED_SHARE, drawn)] if drawn else [])

    def _track(self, video: Video, told: list[Told], recipe, variant: int) -> Track:
        return track(self.recogniser.encoder, video, told, recipe, variant, self._cache)


def room_footage(folder: Path, cache: Path, seeds: range, workers: int) -> Footage:
    """The room's recordings, four of them held out, and simulated rooms."""
    pairs = [(v, read_room(folder / f"{v.name}.csv")) for v in data.load_folder(folder, cache, workers)]
    drawn = [(v, told_of(v)) for v in data.draw_all(seeds, cache, workers)]
    return Footage("room", [p for p in pairs if p[0].name not in VALIDATION], frozenset(STOP_ON),
                   [p for p in pairs if p[0].name in VALIDATION], drawn)


def cctv_footage(folder: Path, cache: Path, workers: int) -> Footage:
    """The surveillance clips; those of every fourth source are held out, of every eighth the steps are chosen on."""
    clips = {c.name: c for c in read_clips(folder / "captions.csv")}
    videos = [v for v in data.load_folder(folder, cache, workers) if v.name in clips]
    told = lambda c: [Told(0.0, float("inf"), c.label, c.captions)]  # noqa: E731
    pairs = [(v, told(clips[v.name]), clips[v.name].source) for v in videos]
    return Footage("cctv", [(v, t) for v, t, s in pairs if s % 4 != 2], frozenset(v.name for v, _, s in pairs if s % 8 == 3),
                   [(v, t) for v, t, s in pairs if s % 4 == 2], [])


def trained(name: str, plan: Plan, groups: Groups, held: list[Track] | None, runs: Path) -> Trained:
    """A captioner, trained unless it is kept."""
    kept = runs / f"{name}.pt"
    if not kept.exists():
        save(fit(groups, plan, held, runs / f"{name}.log"), kept)
    return load(kept)


def build(name: str, plan: Plan, footage: Footage, measure: Sight, ship: Sight | None, options: argparse.Namespace) -> dict:
    """Trains, measures and writes a pack; returns its report."""
    seen = measure.name
    chosen = trained(f"{name}-chosen-{seen}", plan, measure.groups(footage, leave=footage.stop_on),
                     measure.plain([p for p in footage.known if p[0].name in footage.stop_on]), options.runs)
    fixed = replace(plan, steps=chosen.steps)
    honest = shipped = trained(f"{name}-measured-{seen}", fixed, measure.groups(footage), None, options.runs)
    if ship:
        shipped = trained(f"{name}-shipped-{ship.name}", fixed, ship.groups(footage, all_of_it=True), None, options.runs)
    how, held = Decoding(), measure.plain(footage.held)
    validation = report.system(honest, held, how)
    if footage.kind == "cctv":
        validation["recordings"] = {}  # a clip is too short to be scored by itself
    shared = options.out / "room-activity" / "encoder.onnx"
    result = {"pack": name, "version": VERSION, "date": time.strftime("%Y-%m-%d"), "command": options.command, "says": SAYS[name],
              "machine": {"cpus": os.cpu_count(), "architecture": platform.machine()}, "plan": asdict(plan),
              "steps": chosen.steps, "stopping_losses": rounded(chosen.losses), "words": len(shipped.vocabulary),
              "limits": LIMITS[footage.kind], "validation": validation,
              "controls": report.controls(measure.plain(footage.known), held)}
    accuracy = {k: validation[k] for k in ("bleu1", "bleu4", "meteor_like", "cider", "action_named")}
    training = {"data": "; ".join(_data(footage, ship is not None)), "command": options.command, "date": result["date"]}
    about = dict(id=name, version=VERSION, title=TITLES[name], training=training, accuracy=accuracy)
    folder, when = options.out / name, WHEN_STREET if footage.kind == "cctv" else WHEN_ROOM
    export_pack((ship or measure).recogniser, shipped, folder, about, when, how, shared)
    same = shared.exists() and shared.read_bytes() == (folder / "encoder.onnx").read_bytes()
    result["training"] = {"data": _data(footage, ship is not None), "encoder_shared": same, "terms": TERMS[footage.kind],
                          "measured_on": _measured_on(footage, ship is not None)}
    (folder / "report.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    write_card(folder / "CARD.md", result)
    return result


def _data(footage: Footage, all_of_it: bool) -> list[str]:
    if footage.kind == "cctv":
        lines = [f"{len(footage.known)} clips of the Surveillance Camera Fight dataset with three captions of this project each; "
                 f"{len(footage.held)} clips of other recordings were kept out for measuring."]
    else:
        lines = [f"{len(footage.known)} recordings of FIR-Image-Action-Dataset with two captions of this project for each part; "
                 + ", ".join(v.name for v, _ in footage.held) + " were kept out for measuring.",
                 f"{len(footage.drawn)} rooms of this project's simulator with plain sentences for their labels."]
    return lines + (["The pack shipped here was then trained anew on all of it, that which had been kept out too, on the "
                     "features of the shipped encoder."] if all_of_it else [])


def _measured_on(footage: Footage, all_of_it: bool) -> str:
    where = "clips of recordings" if footage.kind == "cctv" else "recordings"
    return (f"On {len(footage.held)} {where} that neither this recipe's captioner nor its encoder had learned from"
            + ("; what is shipped has learned from them." if all_of_it else "."))


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--room", type=Path, required=True, help="room footage: NAME.mp4 beside NAME.csv")
    parser.add_argument("--cctv", type=Path, required=True, help="surveillance clips and their captions.csv")
    parser.add_argument("--encoder", type=Path, required=True, help="weights to measure with, of a Recogniser")
    parser.add_argument("--shipped", type=Path, help="weights of the encoder that the packs hold")
    parser.add_argument("--out", type=Path, required=True, help="the folder of packs; room-activity is looked for in it")
    parser.add_argument("--only", nargs="*", choices=PLANS, default=list(PLANS), help="packs to make")
    parser.add_argument("--cache", type=Path, default=Path("data"), help="where decoded pictures are kept")
    parser.add_argument("--tracks", type=Path, help="where what the encoder saw is kept; --cache if not given")
    parser.add_argument("--runs", type=Path, default=Path("runs/captions"), help="where captioners are kept")
    parser.add_argument("--variants", type=int, default=8, help="plays of each recording, the first without augmentation")
    parser.add_argument("--rooms", type=int, default=len(SIMULATED_SEEDS), help="simulated rooms to learn from")
    parser.add_argument("--steps", type=int, help="at most so many steps instead of the plans'")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args(arguments)
    given = sys.argv[1:] if arguments is None else arguments
    options.command = " ".join(["python -m afterimage_training.captions.rooms", *given])
    return options


def main(arguments: list[str] | None = None) -> None:
    options = parse(arguments)
    torch.set_num_threads(options.threads)
    tracks = options.tracks or options.cache
    measure = Sight(load_recogniser(options.encoder), options.variants, tracks)
    ship = Sight(load_recogniser(options.shipped), options.variants, tracks) if options.shipped else None
    footage: dict[str, Footage] = {}
    for name in options.only:
        kind = "cctv" if name.startswith("cctv") else "room"
        if kind not in footage:
            footage[kind] = (cctv_footage(options.cctv, options.cache, options.threads) if kind == "cctv" else
                             room_footage(options.room, options.cache, SIMULATED_SEEDS[:options.rooms], options.threads))
        plan = PLANS[name] if options.steps is None else replace(PLANS[name], steps=options.steps)
        result = build(name, plan, footage[kind], measure, ship, options)
        told = {k: result["validation"][k] for k in ("bleu1", "bleu4", "meteor_like", "cider", "cider_d", "action_named")}
        print(name, json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
