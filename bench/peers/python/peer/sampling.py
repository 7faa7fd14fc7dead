"""Which pictures are taken, and when they are due."""

import math
import time

_TOLERANCE_US = 1_000
"""Containers round timestamps to milliseconds: a picture may be this early for its point."""


class SampleGrid:
    """Of each point of a grid that starts at 0, the first picture at or after it."""

    def __init__(self, rate_fps: float, from_us: int = 0) -> None:
        """A grid whose points before a time are left out."""
        self._rate = rate_fps
        self._due_us = round(math.ceil(from_us * rate_fps / 1e6) * 1e6 / rate_fps)

    def take(self, pts_us: int) -> bool:
        """Whether the picture at that time is taken; times only grow."""
        if pts_us < self._due_us - _TOLERANCE_US:
            return False
        point = math.floor((pts_us + _TOLERANCE_US) * self._rate / 1e6) + 1
        self._due_us = round(point * 1e6 / self._rate)
        return True


class Pace:
    """Plays a file as a camera: a picture comes at its time, and late ones are not skipped."""

    def __init__(self, begun_us: int) -> None:
        """The wall clock, in microseconds since 1970, at which the media time 0 is due."""
        self._begun_us = begun_us
        self._ahead_us = time.time_ns() // 1000 - time.monotonic_ns() // 1000

    def due_us(self, pts_us: int) -> int:
        """The wall clock at which the picture of that time is due, microseconds since 1970."""
        return self._begun_us + pts_us

    def wait(self, pts_us: int) -> None:
        """Waits until the picture is due."""
        ahead_us = self.due_us(pts_us) - self._ahead_us - time.monotonic_ns() // 1000
        if ahead_us > 0:
            time.sleep(ahead_us / 1e6)
