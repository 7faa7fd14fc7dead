"""One run of a peer, measured from outside."""

import contextlib
import json
import math
import multiprocessing
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import yaml

from harness import features, procfs
from harness.broker import Broker, running
from harness.clips import clips
from harness.figures import Load, Window, figures
from harness.peers import Job, Peer, kill, processes
from harness.places import PACK
from harness.reading import Reading, Told

PREFIX = "peer"
"""What the topics' names start with."""
_LEAD_S = 5.0
"""What a program is given to load before its cameras begin; the rest of its start is warm-up."""
_SPARE_S = 45
"""How much longer than the run clips are, since programs that begin by themselves begin later."""
_PATIENCE_S = 90.0
_TAIL_S = 3.0


@dataclass(frozen=True)
class Shape:
    """How a run goes: `seconds` are from the first frames on and include the warm-up."""

    cameras: int
    seconds: int
    warm_up: int
    simulated_only: bool
    loop_filter: str

    def media_s(self) -> int:
        """How long clips must be, in whole minutes so that few have to be made."""
        return 60 * math.ceil((self.seconds + _SPARE_S) / 60)


def rate_fps() -> float:
    """Frames a second of each camera, as the pack wants them."""
    return float(yaml.safe_load((PACK / "pack.yaml").read_text())["rate_fps"])


def measure(peer: Peer, shape: Shape, folder: Path) -> dict[str, Any]:
    """Runs a peer in real time; returns its figures."""
    folder = Path(mkdtemp(dir=folder))
    with session(peer, shape, folder) as run:
        window = Window(run.begun_s + shape.warm_up, run.begun_s + shape.seconds)
        load = _load(run.process.pid, run.job.broker.pid, window)
        time.sleep(_TAIL_S)
        own = stop(peer, run.process)
        told = run.reading.told()
    found = figures(shape.cameras, rate_fps(), processes(), window, load, told)
    return {"peer": peer.name, "loop_filter": shape.loop_filter, **found, "own": own}


@dataclass(frozen=True)
class Run:
    """A peer under way; its cameras began at `begun_s`."""

    job: Job
    process: "subprocess.Popen[str]"
    reading: Reading
    begun_s: float


@contextlib.contextmanager
def session(peer: Peer, shape: Shape, folder: Path) -> Iterator[Run]:
    """Starts broker, reader, peer and, if it only reasons, what plays its features."""
    media = features.tapes(shape.media_s()) if peer.features else []
    shown = [] if peer.features else clips(shape.cameras, shape.media_s(), shape.simulated_only)
    with running(folder, peer.partitions) as broker:
        topics(broker)
        reading = Reading(broker, PREFIX)
        begun_s = time.time() + _LEAD_S
        job = Job(broker, PREFIX, shown, folder, begun_s, begun_s + shape.seconds, shape.loop_filter)
        process = peer.start(job)
        player = _player(job, media, shape) if peer.features else None
        try:
            if not peer.ends_itself:
                begun_s = await_all(reading, shape.cameras, process)
            yield Run(job, process, reading, begun_s)
        finally:
            kill(process)
            if player is not None:
                player.kill()
            reading.close()


def topics(broker: Broker) -> None:
    """Makes the topics that peers write to and read from."""
    broker.create(f"{PREFIX}.actions", f"{PREFIX}.predictions", **{"compression.type": "producer"})
    broker.create(f"{PREFIX}.features", **{"max.message.bytes": str(8 << 20)})


def _player(job: Job, media: list[Path], shape: Shape) -> multiprocessing.process.BaseProcess:
    until_s = job.begun_s + shape.media_s()
    arguments = (job.broker.bootstrap, f"{PREFIX}.features", media, shape.cameras, job.begun_s, until_s)
    player = multiprocessing.get_context("spawn").Process(target=features.play, args=arguments, daemon=True)
    player.start()
    return player


def await_all(reading: Reading, cameras: int, process: "subprocess.Popen[str]") -> float:
    """Waits until something was told of each camera; returns when that was."""
    deadline = time.monotonic() + _PATIENCE_S
    while reading.cameras() < cameras:
        if process.poll() is not None:
            raise SystemExit(f"the peer ended with status {process.returncode} before it told anything")
        if time.monotonic() > deadline:
            raise SystemExit(
                f"only {reading.cameras()} of {cameras} cameras told anything in {_PATIENCE_S:.0f} s"
            )
        time.sleep(0.1)
    return time.time()


def _load(peer: int, broker: int, window: Window) -> Load:
    _sleep_until(window.from_s)
    before = [procfs.usage(peer).cpu_s, procfs.usage(broker).cpu_s, procfs.machine_cpu_s()]
    _sleep_until(window.to_s - 0.2)
    at_end = procfs.usage(peer)
    after = [at_end.cpu_s, procfs.usage(broker).cpu_s, procfs.machine_cpu_s()]
    # All is looked at a little before the end, when everything still runs; the CPU is scaled to the window.
    scale = window.seconds / (window.seconds - 0.2)
    used = [scale * (b - a) for a, b in zip(before, after, strict=True)]
    return Load(used[0], used[1], used[2], at_end.rss_mb, at_end.pss_mb)


def _sleep_until(at_s: float) -> None:
    time.sleep(max(0.0, at_s - time.time()))


def stop(peer: Peer, process: "subprocess.Popen[str]") -> dict[str, Any] | None:
    """Waits for a peer's end, or ends it; returns what it says of itself, if it does."""
    if not peer.ends_itself:
        process.send_signal(signal.SIGTERM)
    try:
        said, _ = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        raise SystemExit(f"{peer.name} does not end") from None
    if peer.ends_itself and process.returncode != 0:
        raise SystemExit(f"{peer.name} ended with status {process.returncode}; see its log")
    lines = [line for line in (said or "").splitlines() if line.startswith("{")]
    own: dict[str, Any] | None = json.loads(lines[-1]) if peer.ends_itself and lines else None
    return own


def predictions(told: list[Told]) -> dict[tuple[str, int], Told]:
    """Predictions by camera and media time; of one that came twice, the first."""
    found: dict[tuple[str, int], Told] = {}
    for each in told:
        if each.topic == "predictions":
            found.setdefault((each.camera, each.value["pts_us"]), each)
    return found
