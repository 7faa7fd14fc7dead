"""Decoding with PyAV; scaling with its libswscale, by area, from the luma plane alone."""

from collections.abc import Iterator
from functools import partial

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Interpolation, VideoReformatter

from peer.sources import Picture, Plane


def pictures(path: str, size: tuple[int, int], from_us: int, loop_filter: str) -> Iterator[Picture]:
    """See `peer.sources.Source`. One thread decodes: cameras, not pictures, are what runs in parallel."""
    scaler = VideoReformatter()
    with av.open(path) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        stream.codec_context.thread_type = "NONE"
        if loop_filter == "key":
            stream.codec_context.options = {"skip_loop_filter": "nokey"}
        tick_us = 1e6 * float(stream.time_base or 0)
        start = stream.start_time or 0
        if from_us > 0:
            container.seek(start + int(from_us / tick_us), stream=stream)
        for frame in container.decode(stream):
            if frame.pts is not None:
                pts_us = round((frame.pts - start) * tick_us)
                if pts_us >= from_us:
                    yield Picture(pts_us, partial(_plane, scaler, frame, size))


def _plane(scaler: VideoReformatter, frame: VideoFrame, size: tuple[int, int]) -> Plane:
    scaled = scaler.reformat(
        frame,
        *size,
        format="gray",
        dst_color_range=ColorRange.JPEG,
        interpolation=Interpolation.AREA,
        threads=1,
    )
    return np.asarray(scaled.to_ndarray(), np.uint8)
