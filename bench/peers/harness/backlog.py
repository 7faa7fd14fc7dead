"""How many features a second a peer takes that is far behind."""

import time
from pathlib import Path
from typing import Any

from harness import features, procfs
from harness.broker import running
from harness.measure import PREFIX, Shape, topics
from harness.peers import Job, Peer, kill
from harness.reading import Reading

_FRAMES = 600
"""Of each camera; the first half warms up."""
_PATIENCE_S = 600.0


def backlog(peer: Peer, shape: Shape, folder: Path) -> dict[str, Any]:
    """Lets a peer work off features that are there when it starts; counts the second half."""
    if not peer.features:
        raise SystemExit(
            f"{peer.name} reads cameras, which have no backlog: choose a peer that reads features"
        )
    tapes = features.tapes(shape.media_s())
    with running(folder, peer.partitions) as broker:
        topics(broker)
        played = features.play(
            broker.bootstrap, f"{PREFIX}.features", tapes, shape.cameras, time.time(), 0, _FRAMES
        )
        reading = Reading(broker, PREFIX)
        process = peer.start(Job(broker, PREFIX, [], folder, time.time(), 0.0, shape.loop_filter))
        try:
            half_s, half_cpu_s = _await(reading, played // 2), procfs.usage(process.pid).cpu_s
            end_s, end_cpu_s = _await(reading, played), procfs.usage(process.pid).cpu_s
            memory = procfs.usage(process.pid)
        finally:
            kill(process)
            reading.close()
    counted = played - played // 2
    return {
        "peer": peer.name,
        "backlog": True,
        "cameras": shape.cameras,
        "features": played,
        "features_per_second": round(counted / (end_s - half_s)),
        "cpu_us_per_feature": round(1e6 * (end_cpu_s - half_cpu_s) / counted, 1),
        "rss_mb": round(memory.rss_mb, 1),
    }


def _await(reading: Reading, count: int) -> float:
    """Waits until so many predictions were read; returns when that was."""
    deadline = time.monotonic() + _PATIENCE_S
    while reading.predictions < count:
        if time.monotonic() > deadline:
            raise SystemExit(
                f"only {reading.predictions} of {count} features were taken in {_PATIENCE_S:.0f} s"
            )
        time.sleep(0.01)
    return time.time()
