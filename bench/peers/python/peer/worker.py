"""A process's share of the cameras."""

import gc
import time
from dataclasses import dataclass
from pathlib import Path

from peer.batching import Batcher
from peer.camera import Camera, Clip, Reader, Tally, taking
from peer.events import EventRules, Moment
from peer.model import Model
from peer.output import Output
from peer.pack import Pack
from peer.sources import source_of


@dataclass(frozen=True)
class Settings:
    """How the program runs; `batch` 1 runs the graphs on each camera's own thread."""

    bootstrap: str
    prefix: str
    pack: Path
    decoder: str
    loop_filter: str
    batch: int
    until_us: int


@dataclass(frozen=True)
class Outcome:
    """What a process did, and how many records Kafka did not acknowledge."""

    tally: Tally
    unacknowledged: int


def work(settings: Settings, clips: list[Clip]) -> Outcome:
    """Runs the cameras to their end, a thread for each."""
    pack = Pack.load(settings.pack)
    model = Model(pack)
    output = Output(settings.bootstrap, settings.prefix, pack)
    batcher = Batcher(model, output, settings.batch) if settings.batch > 1 else None
    take = taking(model, output) if batcher is None else batcher.take
    source = source_of(settings.decoder, settings.loop_filter)
    now_us = time.time_ns() // 1000
    cameras = [Camera(clip, now_us, pack.initial_states(), EventRules(pack)) for clip in clips]
    readers = [Reader(camera, pack, source, take, now_us, settings.until_us) for camera in cameras]
    gc.freeze()
    if batcher is not None:
        batcher.start()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.finish()
    if batcher is not None:
        batcher.finish()
    return _finish(cameras, output, settings.until_us)


def _finish(cameras: list[Camera], output: Output, now_us: int) -> Outcome:
    total = Tally()
    for camera in cameras:
        pts_us = now_us - camera.clip.begun_us
        cause = Moment(camera.tally.sampled, pts_us, now_us)
        for event in camera.rules.close():
            output.event(camera.clip.camera, camera.epoch, cause, event)
            camera.tally.events += 1
        total.add(camera.tally)
    return Outcome(total, output.close())
