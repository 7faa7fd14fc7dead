"""Decoding with OpenCV: every picture is grabbed, only those that are taken are converted."""

from collections.abc import Iterator
from functools import partial

import cv2
import numpy as np

from peer.sources import Picture, Plane


def pictures(path: str, size: tuple[int, int], from_us: int) -> Iterator[Picture]:
    """See `peer.sources.Source`. One thread decodes: cameras, not pictures, are what runs in parallel."""
    cv2.setNumThreads(1)
    capture = cv2.VideoCapture(path, cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
    if not capture.isOpened():
        raise OSError(f"{path} cannot be opened by OpenCV")
    if from_us > 0:
        capture.set(cv2.CAP_PROP_POS_MSEC, from_us / 1000)
    while capture.grab():
        pts_us = round(capture.get(cv2.CAP_PROP_POS_MSEC) * 1000)
        if pts_us >= from_us:
            yield Picture(pts_us, partial(_plane, capture, size))
    capture.release()


def _plane(capture: cv2.VideoCapture, size: tuple[int, int]) -> Plane:
    _, picture = capture.retrieve()
    # Scaled first, so that fewer pixels are turned grey.
    scaled = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(scaled, cv2.COLOR_BGR2GRAY), np.uint8)
