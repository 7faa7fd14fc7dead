"""Which frames of a window a captioner sees.

A window keeps at most `slots` of its frames: every frame at first; when one more would have to be kept, the stride is
doubled and the kept frames that are no multiple of it are dropped. So the kept frames lie at even steps over the whole
window from its first frame on, at least half of the slots are in use once there are enough frames, and which frames are
kept follows from their number alone.
"""

from __future__ import annotations

import numpy as np

SLOTS = 28  # frames of a window, as many as Yao et al. (2015) use


class Ring:
    """The window's frames as they come: `add` is told of each, `frames` are the numbers of those that are kept."""

    def __init__(self, slots: int = SLOTS):
        self._slots, self._stride, self._seen = slots, 1, 0
        self.frames: list[int] = []

    def add(self) -> None:
        """One more frame of the window."""
        frame, self._seen = self._seen, self._seen + 1
        if frame % self._stride:
            return
        while len(self.frames) == self._slots and frame % self._stride == 0:
            self._stride *= 2
            self.frames = [i for i in self.frames if i % self._stride == 0]
        if frame % self._stride == 0:
            self.frames.append(frame)


def kept(count: int, slots: int = SLOTS) -> np.ndarray:
    """The frames kept of a window of `count`: multiples of the least power of two that leaves no more than `slots`."""
    stride = 1
    while -(-count // stride) > slots:
        stride *= 2
    return np.arange(0, count, stride)


def middle(count: int) -> int:
    """The one frame that a captioner of single pictures sees: the middle one of those that are kept, the later of two."""
    frames = kept(count)
    return int(frames[len(frames) // 2])
