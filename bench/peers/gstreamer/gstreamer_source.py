"""Decoding, sampling and scaling in a GStreamer pipeline; only small grey pictures reach Python."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import gi
import numpy as np

gi.require_version("Gst", "1.0")
gi.require_version("GstApp", "1.0")
# GstApp gives the sink its methods.
from gi.repository import Gst, GstApp  # noqa: E402, F401
from peer.sources import Picture, Plane  # noqa: E402

_PIPELINE = (
    'filesrc location="{path}" ! qtdemux ! h264parse ! avdec_h264 max-threads=1'
    " ! videorate drop-only=true ! video/x-raw,framerate=25/2"
    " ! videoconvert n-threads=1 ! video/x-raw,format=GRAY8"
    " ! videoscale n-threads=1 method=bilinear2 ! video/x-raw,width={width},height={height}"
    " ! appsink name=sink sync=false max-buffers=1"
)
"""Not synchronised: whoever takes the pictures waits until they are due, and the pipeline waits for that."""

_FULL_RANGE = np.clip(np.round((np.arange(256) - 16) * 255 / 219), 0, 255).astype(np.uint8)
"""H.264 has its luma from 16 to 235 and the pipeline leaves it there: cheaper to spread when it is small."""

Gst.init(None)


def pictures(path: str, size: tuple[int, int], from_us: int) -> Iterator[Picture]:
    """See `peer.sources.Source`. What the pipeline's rate leaves out is never seen here."""
    pipeline = Gst.parse_launch(_PIPELINE.format(path=path, width=size[0], height=size[1]))
    sink = pipeline.get_by_name("sink")
    try:
        _begin(pipeline, from_us)
        while (sample := sink.pull_sample()) is not None:
            buffer = sample.get_buffer()
            pts_us = sample.get_segment().to_stream_time(Gst.Format.TIME, buffer.pts) // Gst.USECOND
            if pts_us >= from_us:
                plane = _plane(buffer, size)
                yield Picture(pts_us, partial(_same, plane))
        _require_end(pipeline, path)
    finally:
        pipeline.set_state(Gst.State.NULL)


def _same(plane: Plane) -> Plane:
    return plane


def _begin(pipeline: Any, from_us: int) -> None:
    pipeline.set_state(Gst.State.PAUSED)
    pipeline.get_state(10 * Gst.SECOND)
    if from_us > 0:
        flags = Gst.SeekFlags.FLUSH | Gst.SeekFlags.KEY_UNIT | Gst.SeekFlags.SNAP_BEFORE
        pipeline.seek_simple(Gst.Format.TIME, flags, from_us * Gst.USECOND)
    pipeline.set_state(Gst.State.PLAYING)


def _require_end(pipeline: Any, path: str) -> None:
    """The sink gives nothing at the end, and nothing after an error."""
    error = pipeline.get_bus().pop_filtered(Gst.MessageType.ERROR)
    if error is not None:
        raise OSError(f"{path}: {error.parse_error().gerror.message}")


def _plane(buffer: Any, size: tuple[int, int]) -> Plane:
    width, height = size
    mapped, info = buffer.map(Gst.MapFlags.READ)
    if not mapped:
        raise OSError("a picture of the pipeline cannot be read")
    # Rows are padded to a multiple of four.
    rows = np.frombuffer(info.data, np.uint8).reshape(height, -(-width // 4) * 4)
    plane = _FULL_RANGE[rows[:, :width]]
    buffer.unmap(info)
    return plane
