"""From footage and an encoder to a caption pack with its report and card."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from torch import nn

from ..augment import Recipe
from ..data import Video
from ..model import Encoder
from ..report import rounded
from . import looks, report
from .card import write_card
from .encoders import GRAPH, encoder_name, graph_of, load_encoder
from .pack import export_pack
from .search import Decoding
from .sentences import Told
from .tracks import ROOM, Track, track
from .train import Groups, Plan, Trained, fit, load, save


VERSION = "1.1.0"
DRAWN_SHARE = 0.25  # of what is learned from, where there is footage and drawn rooms


@dataclass(frozen=True)
class About:
    """What a pack says of itself: a title, a sentence on what it tells of, its limits, the footage's terms, when windows
    close (the manifest's `when`), and how many recordings it learned from, `known`, with what was `drawn`."""

    title: str
    says: str
    limits: list[str]
    terms: str
    when: dict
    known: str
    drawn: str = ""


@dataclass(frozen=True)
class Footage:
    """Videos with what was told of each, by what they are for; `drawn` is the simulator's, and `rooms`, which
    nothing is learned from, too: there it is known where to look. `recipe` varies those that are
    learned from; with `clips` each video is one window and too short to be scored by itself."""

    known: list[tuple[Video, list[Told]]]
    stop_on: frozenset[str]
    held: list[tuple[Video, list[Told]]]
    drawn: list[tuple[Video, list[Told]]]
    rooms: list[tuple[Video, list[Told]]] = field(default_factory=list)
    recipe: Recipe = ROOM
    clips: bool = False


class Sight:
    """An encoder and the tracks it makes of footage, `variants` of each recording that is learned from.

    Captioners learn on what `encoder` sees; what is measured is seen by `graph`, which packs hold: the same weights, maybe
    in 8-bit integers.
    """

    def __init__(self, encoder: nn.Module, graph: nn.Module, variants: int, cache: Path):
        self.encoder, self.graph, self._variants, self._cache = encoder, graph, variants, cache / "tracks"

    @property
    def name(self) -> str:
        """What captioners trained on this sight are kept by: those of another encoder would read nonsense."""
        return encoder_name(self.encoder)

    def plain(self, pairs: list[tuple[Video, list[Told]]]) -> list[Track]:
        return [self._track(self.graph, video, told, ROOM, 0) for video, told in pairs]

    def groups(self, footage: Footage, leave: frozenset[str] = frozenset(), all_of_it: bool = False) -> Groups:
        recipe, pairs = footage.recipe, footage.known + (footage.held if all_of_it else [])
        real = [self._track(self.encoder, v, told, recipe, k) for v, told in pairs if v.name not in leave for k in range(self._variants)]
        drawn = [self._track(self.encoder, v, told, recipe, 1) for v, told in footage.drawn]
        return [(1.0, real)] + ([(DRAWN_SHARE, drawn)] if drawn else [])

    def _track(self, encoder: nn.Module, video: Video, told: list[Told], recipe, variant: int) -> Track:
        return track(encoder, video, told, recipe, variant, self._cache)


def trained(name: str, plan: Plan, groups: Groups, held: list[Track] | None, runs: Path) -> Trained:
    """A captioner, trained unless it is kept."""
    kept = runs / f"{name}.pt"
    if not kept.exists():
        save(fit(groups, plan, held, runs / f"{name}.log"), kept)
    return load(kept)


def build(name: str, about: About, plan: Plan, footage: Footage, measure: Sight, ship: Sight | None,
          options: argparse.Namespace) -> dict:
    """Trains, measures and writes a pack; returns its report.

    `measure` has learned from none of the footage that is held out. With `ship` the captioner is trained anew on its
    features, from all footage; without it the pack holds what was measured.
    """
    seen = measure.name
    chosen = trained(f"{name}-chosen-{seen}", plan, measure.groups(footage, leave=footage.stop_on),
                     measure.plain([p for p in footage.known if p[0].name in footage.stop_on]), options.runs)
    fixed = replace(plan, steps=chosen.steps)
    honest = shipped = trained(f"{name}-measured-{seen}", fixed, measure.groups(footage), None, options.runs)
    if ship:
        shipped = trained(f"{name}-shipped-{ship.name}", fixed, ship.groups(footage, all_of_it=True), None, options.runs)
    how, known, held = Decoding(), measure.plain(footage.known), measure.plain(footage.held)
    validation = report.system(honest, known, held, how)
    if footage.clips:
        validation["recordings"] = {}
    shared = options.out / "room-activity" / GRAPH
    result = {"pack": name, "version": VERSION, "date": time.strftime("%Y-%m-%d"), "command": options.command,
              "says": about.says, "machine": {"cpus": os.cpu_count(), "architecture": platform.machine()},
              "plan": asdict(plan), "steps": chosen.steps, "stopping_losses": rounded(chosen.losses),
              "words": len(shipped.vocabulary), "limits": about.limits, "validation": validation,
              "controls": report.controls(known, held)}
    if footage.rooms and shipped.model.attends:
        tracks = (ship or measure).plain(footage.rooms)
        result["attention"] = (
            looks.over_time(shipped, tracks, how) if shipped.model.kind == "temporal" else
            looks.over_the_picture(shipped, [(t, v.boxes) for t, (v, _) in zip(tracks, footage.rooms)],
                                   Encoder.ROWS, Encoder.COLUMNS, how))
    accuracy = {k: validation[k] for k in ("bleu1", "bleu4", "meteor_like", "cider", "action_named")}
    lines = data_lines(about, ship is not None)
    training = {"data": "; ".join(lines), "command": options.command, "date": result["date"]}
    manifest = dict(id=name, version=VERSION, title=about.title, training=training, accuracy=accuracy)
    folder = options.out / name
    export_pack((ship or measure).graph, shipped, folder, manifest, about.when, how)
    same = shared.exists() and shared.read_bytes() == (folder / GRAPH).read_bytes()
    result["training"] = {"data": lines, "encoder_shared": same, "in_integers": measure.graph is not measure.encoder, "terms": about.terms,
                          "measured_on": _measured_on(footage, ship is not None)}
    (folder / "report.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    write_card(folder / "CARD.md", result)
    return result


def data_lines(about: About, all_of_it: bool) -> list[str]:
    """What the pack has learned from, for its card."""
    return [line for line in (about.known, about.drawn) if line] + (
        ["The pack shipped here was then trained anew on all of it, that which had been kept out too, on the features of the "
         "shipped encoder."] if all_of_it else [])


def _measured_on(footage: Footage, all_of_it: bool) -> str:
    where = "clips of recordings" if footage.clips else "recordings"
    return (f"On {len(footage.held)} {where} that neither this recipe's captioner nor its encoder had learned from"
            + ("; what is shipped has learned from them." if all_of_it else ".")
            + " The recipe was changed after looking at figures like these: they are those of validation, not of a blind test.")


def tell(name: str, result: dict) -> None:
    """Prints a pack's figures."""
    told = {k: result["validation"][k] for k in ("bleu1", "bleu4", "meteor_like", "cider", "cider_d", "action_named")}
    print(name, json.dumps(told), flush=True)


def common_options(parser: argparse.ArgumentParser) -> None:
    """What every command that builds caption packs takes."""
    parser.add_argument("--encoder", type=Path, required=True, help="weights to measure with, or a pack's folder")
    parser.add_argument("--shipped", type=Path, help="weights of the encoder that the packs hold, or a pack's folder")
    parser.add_argument("--out", type=Path, required=True, help="the folder of packs; room-activity is looked for in it")
    parser.add_argument("--cache", type=Path, default=Path("data"), help="where decoded pictures are kept")
    parser.add_argument("--tracks", type=Path, help="where what the encoder saw is kept; --cache if not given")
    parser.add_argument("--runs", type=Path, default=Path("runs/captions"), help="where captioners are kept")
    parser.add_argument("--variants", type=int, default=8, help="plays of each recording, the first without augmentation")
    parser.add_argument("--steps", type=int, help="at most so many steps instead of the plans'")
    parser.add_argument("--threads", type=int, default=os.cpu_count())


def parsed(parser: argparse.ArgumentParser, arguments: list[str] | None, module: str) -> argparse.Namespace:
    """The options, with the `command` that gave them."""
    options = parser.parse_args(arguments)
    given = sys.argv[1:] if arguments is None else arguments
    options.command = " ".join([f"python -m afterimage_training.captions.{module}", *given])
    return options


def sights(options: argparse.Namespace) -> tuple[Sight, Sight | None]:
    """What is measured with, and what is shipped."""
    tracks = options.tracks or options.cache

    def sight(path: Path) -> Sight:
        encoder = load_encoder(path)
        return Sight(encoder, graph_of(path, encoder), options.variants, tracks)

    return sight(options.encoder), sight(options.shipped) if options.shipped else None
