"""What a run gave."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harness.reading import Told

LATE_MS = 2000.0
"""A frame told later than this is late: Afterimage would have skipped it (`inference.age_limit`)."""

MOST_P95_MS = 500.0
MOST_CPU = 0.85


@dataclass(frozen=True)
class Window:
    """What is measured: frames due between two wall clocks, seconds since 1970."""

    from_s: float
    to_s: float

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.to_s - self.from_s

    def of(self, told: Sequence[Told], topic: str) -> list[Told]:
        """What was told of its frames."""
        return [each for each in told if each.topic == topic and self.from_s <= each.due_s < self.to_s]


@dataclass(frozen=True)
class Load:
    """CPU seconds in the window, of the peer, its broker and the whole machine; memory at its end."""

    peer_cpu_s: float
    broker_cpu_s: float
    machine_cpu_s: float
    rss_mb: float
    pss_mb: float


def quantiles(values: Sequence[float]) -> dict[str, float | None]:
    """Median, 95th and 99th percentile."""
    ordered = sorted(values)

    def at(share: float) -> float | None:
        return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)], 1) if ordered else None

    return {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99)}


def figures(
    cameras: int, rate_fps: float, cores: int, window: Window, load: Load, told: list[Told]
) -> dict[str, Any]:
    """The figures of a window, as they are printed."""
    predictions = window.of(told, "predictions")
    events = window.of(told, "actions")
    latencies = [each.latency_ms for each in predictions]
    seen = Counter(each.camera for each in {(p.camera, p.value["pts_us"]): p for p in predictions}.values())
    # A window's edge may cut off one frame of a camera.
    due = math.floor(window.seconds * rate_fps) - 1
    dropped = cameras * due - sum(min(due, count) for count in seen.values())
    latency = quantiles(latencies)
    late = sum(each > LATE_MS for each in latencies)
    used = (load.peer_cpu_s + load.broker_cpu_s) / window.seconds / cores
    return {
        "cameras": cameras,
        "cores": cores,
        "seconds": round(window.seconds, 1),
        "predictions": len(predictions),
        "events": len(events),
        "latency_ms": latency,
        "event_latency_ms": quantiles([each.latency_ms for each in events]),
        "late": late,
        "dropped": dropped,
        "cpu_ms_per_camera_second": round(1000 * load.peer_cpu_s / window.seconds / cameras, 2),
        "broker_cpu_ms_per_camera_second": round(1000 * load.broker_cpu_s / window.seconds / cameras, 2),
        "cpu_share": round(used, 3),
        "machine_cpu_share": round(load.machine_cpu_s / window.seconds / cores, 3),
        "rss_mb": round(load.rss_mb, 1),
        "pss_mb": round(load.pss_mb, 1),
        "sustained": sustained(latency["p95"], late, dropped, used),
    }


def sustained(p95_ms: float | None, late: int, dropped: int, cpu_share: float) -> bool:
    """Whether so many cameras can be had for good."""
    return (
        p95_ms is not None and p95_ms < MOST_P95_MS and late == 0 and dropped == 0 and cpu_share <= MOST_CPU
    )
