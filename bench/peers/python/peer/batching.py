"""One thread that runs the graphs on what is waiting of all cameras together."""

import queue
import threading
from typing import NamedTuple

from peer.camera import Camera
from peer.events import Moment
from peer.model import Model
from peer.output import Output
from peer.sources import Plane


class _Frame(NamedTuple):
    camera: Camera
    at: Moment
    planes: tuple[Plane, Plane]


class Batcher(threading.Thread):
    """Takes what is there, at most one frame of a camera at a time, and never waits for more."""

    def __init__(self, model: Model, output: Output, largest: int) -> None:
        super().__init__(name="batcher", daemon=True)
        self._model = model
        self._output = output
        self._largest = largest
        self._frames: queue.SimpleQueue[_Frame | None] = queue.SimpleQueue()
        self._waiting: list[_Frame] = []

    def take(self, camera: Camera, at: Moment, planes: tuple[Plane, Plane]) -> None:
        """Hands a frame over; from any thread."""
        self._frames.put(_Frame(camera, at, planes))

    def finish(self) -> None:
        """Waits until what was handed over is told."""
        self._frames.put(None)
        self.join()

    def run(self) -> None:
        """Works until it is told to finish."""
        going = True
        while going or self._waiting:
            going = self._gather(going)
            batch = self._choose()
            if batch:
                self._run(batch)

    def _gather(self, going: bool) -> bool:
        while going:
            try:
                frame = self._frames.get(block=not self._waiting)
            except queue.Empty:
                break
            if frame is None:
                return False
            self._waiting.append(frame)
        return going

    def _choose(self) -> list[_Frame]:
        """The oldest frame of each camera, as many as go into a batch; the others wait."""
        chosen: dict[int, _Frame] = {}
        left: list[_Frame] = []
        for frame in self._waiting:
            if id(frame.camera) in chosen or len(chosen) == self._largest:
                left.append(frame)
            else:
                chosen[id(frame.camera)] = frame
        self._waiting = left
        return list(chosen.values())

    def _run(self, batch: list[_Frame]) -> None:
        scores, states = self._model.run(
            [each.planes for each in batch], [each.camera.states for each in batch]
        )
        for i, (camera, at, _) in enumerate(batch):
            camera.states = states[i]
            camera.tell(at, scores[i], self._output)
