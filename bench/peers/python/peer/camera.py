"""A camera: reads its recording at its own pace and keeps its state in memory."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from peer.events import EventRules, Moment
from peer.model import Floats, Model
from peer.output import Output
from peer.pack import Pack
from peer.sampling import Pace, SampleGrid
from peer.sources import Plane, Source


@dataclass(frozen=True)
class Clip:
    """What a camera shows, and the wall clock at which its media time 0 is due, microseconds since 1970."""

    camera: str
    path: str
    begun_us: int


@dataclass
class Tally:
    """What was counted: pictures decoded, frames sampled, predictions and events told."""

    decoded: int = 0
    sampled: int = 0
    predictions: int = 0
    events: int = 0

    def add(self, other: "Tally") -> None:
        """Adds another's counts."""
        self.decoded += other.decoded
        self.sampled += other.sampled
        self.predictions += other.predictions
        self.events += other.events


@dataclass
class Camera:
    """The state of one camera: its epoch (one start of the program), tensors, open event and counts."""

    clip: Clip
    epoch: int
    states: list[Floats]
    rules: EventRules
    tally: Tally = field(default_factory=Tally)

    def tell(self, at: Moment, scores: Floats, output: Output) -> None:
        """Writes what a frame gave."""
        output.prediction(self.clip.camera, self.epoch, at, scores)
        self.tally.predictions += 1
        for event in self.rules.step(at, scores):
            output.event(self.clip.camera, self.epoch, at, event)
            self.tally.events += 1
        output.poll()


Take = Callable[[Camera, Moment, tuple[Plane, Plane]], None]


def taking(model: Model, output: Output) -> Take:
    """Runs the graphs on the camera's own thread, frame by frame."""

    def take(camera: Camera, at: Moment, planes: tuple[Plane, Plane]) -> None:
        scores, states = model.run([planes], [camera.states])
        camera.states = states[0]
        camera.tell(at, scores[0], output)

    return take


class Reader(threading.Thread):
    """The thread of a camera: decodes, waits until a picture is due, samples, scales, hands over."""

    def __init__(
        self, camera: Camera, pack: Pack, source: Source, take: Take, now_us: int, until_us: int
    ) -> None:
        """Shows what is due between two wall clocks, microseconds since 1970."""
        super().__init__(name=camera.clip.camera, daemon=True)
        self._camera = camera
        self._pack = pack
        self._source = source
        self._take = take
        self._failure: Exception | None = None
        begun_us = camera.clip.begun_us
        self._from_us = max(0, now_us - begun_us)
        self._until_us = until_us - begun_us

    def run(self) -> None:
        """Reads to the end, or until it fails."""
        try:
            self._read()
        except Exception as failure:
            self._failure = failure

    def finish(self) -> None:
        """Waits for the end; raises what it failed with."""
        self.join()
        if self._failure is not None:
            raise RuntimeError(f"{self.name} cannot be read on") from self._failure

    def _read(self) -> None:
        clip, tally = self._camera.clip, self._camera.tally
        grid, pace = SampleGrid(self._pack.rate_fps, self._from_us), Pace(clip.begun_us)
        size = (self._pack.width, self._pack.height)
        before: Plane | None = None
        for picture in self._source(clip.path, size, self._from_us):
            if picture.pts_us >= self._until_us:
                break
            pace.wait(picture.pts_us)
            tally.decoded += 1
            if not grid.take(picture.pts_us):
                continue
            plane = picture.plane()
            at = Moment(tally.sampled, picture.pts_us, pace.due_us(picture.pts_us))
            tally.sampled += 1
            self._take(self._camera, at, (plane, plane if before is None else before))
            before = plane
