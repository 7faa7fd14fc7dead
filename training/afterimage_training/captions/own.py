"""One command from footage of one's own, with captions, to a caption pack.

    python -m afterimage_training.captions.own --footage DIR --held NAME... --encoder ../packs/room-activity \\
        --id my-captions --out ../packs

DIR holds NAME.mp4 beside NAME.csv, whose columns are start_s, end_s, label, caption1 and, if there are more, caption2 and so
on: a row for each stretch in which one thing happens. Captions are lower-case words without punctuation. The encoder must be
that of the pack whose events close the windows, such as room-activity's; the captioner learns on what it sees.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import torch

from .. import data
from .build import About, Footage, build, common_options, parsed, sights, tell
from .models import MODELS
from .sentences import read_room
from .tracks import PERIOD_S
from .train import Plan


def footage_of(folder: Path, held: list[str], cache: Path, workers: int) -> Footage:
    """The folder's recordings; those named are held out, and on every fifth other one the number of steps is chosen."""
    pairs = [(v, read_room(folder / f"{v.name}.csv")) for v in data.load_folder(folder, cache, workers)]
    names = [v.name for v, _ in pairs]
    missing = sorted(set(held) - set(names))
    if missing:
        raise SystemExit(f"--held names {', '.join(missing)}, but {folder} has {', '.join(names)}")
    known = [p for p in pairs if p[0].name not in held]
    if len(known) < 2 or not held:
        raise SystemExit(f"{folder} has {len(pairs)} recordings, of which {len(held)} are held out: hold one out at least, "
                         "and leave two to learn from")
    return Footage(known, frozenset(v.name for v, _ in known[::5]), [p for p in pairs if p[0].name in held], [])


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--footage", type=Path, required=True, help="NAME.mp4 beside NAME.csv")
    parser.add_argument("--held", nargs="+", required=True, help="recordings to measure on, by name")
    parser.add_argument("--id", required=True, help="the pack's id")
    parser.add_argument("--title", default="Sentences about footage of one's own", help="the pack's title")
    parser.add_argument("--kind", choices=MODELS, default="temporal", help="what the words attend to")
    parser.add_argument("--labels", nargs="*", default=[], help="events that close a window; none: all")
    parser.add_argument("--period", type=float, default=PERIOD_S, help="seconds after which a window closes")
    common_options(parser)
    return parsed(parser, arguments, "own")


def main(arguments: list[str] | None = None) -> None:
    options = parse(arguments)
    torch.set_num_threads(options.threads)
    measure, ship = sights(options)
    footage = footage_of(options.footage, options.held, options.cache, options.threads)
    plan = Plan(options.kind)
    plan = plan if options.steps is None else replace(plan, steps=options.steps)
    known = (f"{len(footage.known)} recordings with captions; " + ", ".join(v.name for v, _ in footage.held)
             + " were kept out for measuring.")
    when = {"labels": options.labels, "period_s": options.period, "min_s": 0.5}
    about = About(options.title, "Says in a sentence what happened in a window of frames.",
                  ["It speaks of what these recordings show."], "The footage stays with its owners.", when, known)
    tell(options.id, build(options.id, about, plan, footage, measure, ship, options))


if __name__ == "__main__":
    main()
