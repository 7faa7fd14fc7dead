"""Reading recordings: a decoder gives pictures with their times, and scales those that are taken."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]


@dataclass(frozen=True)
class Picture:
    """A decoded picture: microseconds since the file's start, and what makes its grey plane."""

    pts_us: int
    plane: Callable[[], Plane]


class Source(Protocol):
    """Opens a recording from a media time on, for grey planes of a size (width, height)."""

    def __call__(self, path: str, size: tuple[int, int], from_us: int) -> Iterator[Picture]:
        """The pictures in the order of their times, as fast as they can be had."""


def source_of(decoder: str, loop_filter: str) -> Source:
    """The source of that name: `av`, which can leave the loop filter out, `opencv` or `gstreamer`."""
    # Imported here: each brings its own libraries, and FFmpeg in more than one version.
    if decoder == "av":
        from peer import av_source

        return partial(av_source.pictures, loop_filter=loop_filter)
    if decoder == "opencv":
        from peer import opencv_source

        return opencv_source.pictures
    import gstreamer_source

    return gstreamer_source.pictures
