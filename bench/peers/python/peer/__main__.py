"""The command line."""

import argparse
import json
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

from peer.camera import Clip, Tally
from peer.worker import Outcome, Settings, work


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="peer",
        description="Watches recordings as if they were cameras, and tells what happens to Kafka.",
    )
    parser.add_argument("--kafka", required=True, metavar="HOST:PORT", help="the broker")
    parser.add_argument("--prefix", required=True, help="what the topics' names start with; they must exist")
    parser.add_argument("--pack", required=True, type=Path, metavar="FOLDER", help="the model pack")
    parser.add_argument(
        "--clips", required=True, type=Path, metavar="FILE", help="JSON: a list of {camera, path, begun_us}"
    )
    parser.add_argument(
        "--until", required=True, type=float, metavar="TIME", help="when to end, seconds since 1970"
    )
    parser.add_argument("--decoder", choices=["av", "opencv", "gstreamer"], default="av")
    parser.add_argument(
        "--loop-filter",
        choices=["all", "key"],
        default="all",
        help="which pictures get their codec's loop filter (default: all)",
    )
    parser.add_argument(
        "--processes", type=int, default=1, help="processes that share the cameras (default: 1)"
    )
    parser.add_argument(
        "--batch",
        type=int,
        default=1,
        help="frames of different cameras that go through the graphs at once (default: 1)",
    )
    return parser.parse_args()


def main() -> None:
    """Runs to the end and prints one line of JSON."""
    arguments = _arguments()
    clips = [Clip(**each) for each in json.loads(arguments.clips.read_text())]
    settings = Settings(
        bootstrap=arguments.kafka,
        prefix=arguments.prefix,
        pack=arguments.pack,
        decoder=arguments.decoder,
        loop_filter=arguments.loop_filter,
        batch=arguments.batch,
        until_us=round(arguments.until * 1e6),
    )
    begun = time.monotonic()
    outcomes = _run(settings, clips, arguments.processes)
    tally = Tally()
    for outcome in outcomes:
        tally.add(outcome.tally)
    lost = sum(outcome.unacknowledged for outcome in outcomes)
    line = {"seconds": round(time.monotonic() - begun, 3), **asdict(tally), "unacknowledged": lost}
    print(json.dumps(line), flush=True)


def _run(settings: Settings, clips: list[Clip], processes: int) -> list[Outcome]:
    if processes == 1:
        return [work(settings, clips)]
    # Spawned, not forked: native libraries do not survive a fork with threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        shares = [clips[i::processes] for i in range(processes)]
        return list(pool.map(work, [settings] * processes, shares))


if __name__ == "__main__":
    main()
