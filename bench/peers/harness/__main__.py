"""The command line of `bench/peers/run`."""

import argparse
import json
import shlex
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from harness.backlog import backlog
from harness.kill import kill_once
from harness.measure import Shape, measure
from harness.peers import Peer, peers
from harness.pipeline import pipeline
from harness.places import RESULTS
from harness.record import record
from harness.search import search

_VERBS: dict[str, Callable[[Peer, Shape, Path], dict[str, Any]]] = {
    "kill": kill_once,
    "backlog": backlog,
    "pipeline": pipeline,
}

_ABOUT = """\
Runs what one would use instead of Afterimage, and Afterimage itself, on the same clips and graphs.

  bench/peers/run python --cameras 4 --for 30s --warm-up 10s
  bench/peers/run python --search --cameras 40 --repeat 5 --results peers.jsonl
  bench/peers/run kill flink-exactly-once --cameras 4
  bench/peers/run backlog flink afterimage-topology --cameras 100
  bench/peers/run pipeline afterimage afterimage-edge --cameras 40
  bench/peers/run list

`kill`: what is lost by a kill -9. `backlog`: features a second, when there are always more.
`pipeline`: Afterimage by its own bench, broker and reader in one process.
Without such a word: in real time, read by the harness.
"""


def main() -> None:
    """Runs the command and prints a line of JSON for each run."""
    # Ended as by Ctrl-C, so that broker and peer end too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parser = _parser()
    arguments = parser.parse_args()
    known = peers()
    verb = arguments.what[0]
    if verb == "list":
        for peer in known.values():
            print(f"{peer.name:26}{peer.about}{' (features are played)' if peer.features else ''}")
        return
    names = arguments.what[1:] if verb in _VERBS else arguments.what
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        parser.error(f"unknown peer {', '.join(unknown)}; `list` names them" if unknown else "name a peer")
    if arguments.warm_up >= arguments.seconds or arguments.cameras < 1:
        parser.error("--warm-up must be shorter than --for, and --cameras at least 1")
    if arguments.record and (arguments.search or verb in ("kill", "pipeline")):
        parser.error("--record takes runs in real time or from a backlog")
    begun = datetime.now(UTC)
    runs: list[dict[str, Any]] = []
    for _ in range(arguments.repeat):
        for name in names:
            runs.append(_one(verb, known[name], arguments))
            _report(runs[-1], arguments)
    if arguments.record:
        record(runs, shlex.join(["bench/peers/run", *sys.argv[1:]]), begun, RESULTS)


def _one(verb: str, peer: Peer, arguments: argparse.Namespace) -> dict[str, Any]:
    shape = Shape(
        arguments.cameras, arguments.seconds, arguments.warm_up, arguments.simulated, arguments.loop_filter
    )
    if arguments.folder is not None:
        arguments.folder.mkdir(parents=True, exist_ok=True)
        own = Path(mkdtemp(prefix=f"{peer.name}-", dir=arguments.folder))
        return _work(verb, peer, shape, arguments, own)
    with TemporaryDirectory(prefix="peers-") as folder:
        return _work(verb, peer, shape, arguments, Path(folder))


def _work(verb: str, peer: Peer, shape: Shape, arguments: argparse.Namespace, folder: Path) -> dict[str, Any]:
    if verb in _VERBS:
        return _VERBS[verb](peer, shape, folder)
    if arguments.search:
        return search(peer, shape, folder, arguments.most, lambda found: _report(found, arguments))
    return measure(peer, shape, folder)


def _report(found: dict[str, Any], arguments: argparse.Namespace) -> None:
    line = json.dumps({"time": datetime.now(UTC).isoformat(timespec="seconds"), **found})
    print(line, flush=True)
    if arguments.results is not None:
        with arguments.results.open("a") as results:
            results.write(line + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bench/peers/run", description=_ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add(
        "what",
        nargs="+",
        metavar="PEER",
        help="one or more, in turns; or `list`; a word before them: see above",
    )
    add("--cameras", type=int, default=4, metavar="N", help="how many, or where a search begins (default: 4)")
    add(
        "--for",
        dest="seconds",
        type=_seconds,
        default=60,
        metavar="S",
        help="length of a run, warm-up included (60s)",
    )
    add("--warm-up", type=_seconds, default=20, metavar="S", help="what does not count (default: 20s)")
    add("--repeat", type=int, default=1, metavar="N", help="how often, the peers in turns (default: 1)")
    add("--search", action="store_true", help="find the most cameras that are sustained")
    add("--most", type=int, default=1000, metavar="N", help="where a search ends (default: 1000)")
    add(
        "--simulated",
        action="store_true",
        help="simulated clips only; so it is without the recordings anyway",
    )
    add(
        "--loop-filter",
        choices=["all", "key"],
        default="all",
        help="which pictures get their codec's loop filter (default: all)",
    )
    add(
        "--record",
        action="store_true",
        help="Afterimage beside the others into bench/results.jsonl, for bench/speed report",
    )
    add("--results", type=Path, metavar="FILE", help="a file to which each line is added")
    add(
        "--folder", type=Path, metavar="DIR", help="where the runs' data and logs stay; else they are deleted"
    )
    return parser


def _seconds(text: str) -> int:
    return int(text.removesuffix("s"))


if __name__ == "__main__":
    main()
