"""The most cameras that a peer sustains."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.measure import Shape, measure
from harness.peers import Peer

_FINE = 2
"""Cameras between the most that are sustained and the fewest that are not, when a search is over."""

Report = Callable[[dict[str, Any]], None]


def search(peer: Peer, shape: Shape, folder: Path, most: int, report: Report) -> dict[str, Any]:
    """Doubles the cameras until they are too many, then halves the interval; tells each run."""
    good, bad = 0, most + 1
    count = shape.cameras
    best: dict[str, Any] = {}
    while bad - good > _FINE and count <= most:
        found = measure(peer, replace(shape, cameras=count), folder)
        report(found)
        if found["sustained"]:
            good, best = count, found
            count = min(2 * count, (count + bad) // 2) if bad <= most else min(2 * count, most)
        else:
            bad = count
            count = (good + bad) // 2
        if count in (good, bad):
            break
    return {"peer": peer.name, "search": True, "most_cameras": good, "run": best}
