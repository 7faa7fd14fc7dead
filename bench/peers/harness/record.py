"""Afterimage beside the others, as results of the bench, of which `bench/speed report` makes tables."""

import json
import os
import platform
import statistics
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from harness.peers import processes
from harness.places import java

GROUP = "peers"
Found = dict[str, Any]
"""What one run of a peer found, as it is printed."""


@dataclass(frozen=True)
class Goal:
    """What the median of the rounds' ratios, Afterimage's by the other's, has to reach."""

    text: str
    met: Callable[[float], bool]


_HALF = Goal("ratio ≤ 0.5", lambda ratio: ratio <= 0.5)
_NOT_MORE = Goal("ratio ≤ 1", lambda ratio: ratio <= 1)
_NOT_LESS = Goal("ratio ≥ 1", lambda ratio: ratio >= 1)


@dataclass(frozen=True)
class _Figure:
    what: str
    unit: str
    of: Callable[[Found], float | None]
    goal: Callable[[str], Goal | None]
    """Of Afterimage's peer, by its name."""


def _cpu(found: Found) -> float:
    return float(found["cpu_ms_per_camera_second"] + found["broker_cpu_ms_per_camera_second"])


def _cpu_goal(ours: str) -> Goal | None:
    if "topology" in ours:
        return None
    return _HALF if "edge" in ours else _NOT_MORE


def _of_topologies(goal: Goal) -> Callable[[str], Goal | None]:
    return lambda ours: goal if "topology" in ours else None


def _latency(at: str) -> _Figure:
    return _Figure(
        f"{at} of predictions",
        "ms",
        lambda found: found["latency_ms"][at],
        _of_topologies(_NOT_MORE),
    )


_LIVE = [
    _Figure("CPU with the broker's", "ms a camera and second", _cpu, _cpu_goal),
    _latency("p50"),
    _latency("p95"),
    _latency("p99"),
    _Figure("resident", "MB", lambda found: found["rss_mb"], lambda ours: None),
]
_BACKLOG = [
    _Figure(
        "from a backlog",
        "features a second",
        lambda found: found["features_per_second"],
        _of_topologies(_NOT_LESS),
    ),
    _Figure(
        "CPU from a backlog", "µs a feature", lambda found: found["cpu_us_per_feature"], lambda ours: None
    ),
    _Figure("resident with a backlog", "MB", lambda found: found["rss_mb"], lambda ours: None),
]


def comparisons(runs: Sequence[Found]) -> list[dict[str, Any]]:
    """Each of Afterimage's peers beside each of the others that makes the same promise, round by round.

    :param runs: of one command: as many of each peer, with as many cameras, in real time or from a backlog
    :raises SystemExit: if nothing was told in one of them, so that there is no figure
    """
    names = list(dict.fromkeys(run["peer"] for run in runs))
    ours = [name for name in names if name.startswith("afterimage")]
    pairs = [(mine, other) for mine in ours for other in names if other not in ours and _alike(mine, other)]
    figures = _BACKLOG if runs[0].get("backlog") else _LIVE
    return [_compare(runs, mine, other, figure) for mine, other in pairs for figure in figures]


def _alike(mine: str, other: str) -> bool:
    """Flink comes in both promises; what forgets its memories in a crash stands beside both."""
    return not other.startswith("flink") or mine.endswith("-low") != other.endswith("exactly-once")


def _compare(runs: Sequence[Found], mine: str, other: str, figure: _Figure) -> dict[str, Any]:
    ours, beside = _values(runs, mine, figure), _values(runs, other, figure)
    ratios = [own / theirs for own, theirs in zip(ours, beside, strict=True)]
    goal, ratio = figure.goal(mine), statistics.median(ratios)
    filtered = ", loop filter on key pictures" if runs[0].get("loop_filter") == "key" else ""
    return {
        "group": GROUP,
        "what": f"{runs[0]['cameras']} cameras{filtered}, `{mine}` and `{other}`: {figure.what}",
        "unit": figure.unit,
        "ours": ours,
        "beside_name": f"`{other}`",
        "beside": beside,
        "ratio": ratio,
        "low": min(ratios),
        "high": max(ratios),
        "goal": goal.text if goal else None,
        "met": goal.met(ratio) if goal else None,
    }


def _values(runs: Sequence[Found], name: str, figure: _Figure) -> list[float]:
    values = [figure.of(run) for run in runs if run["peer"] == name]
    told = [float(value) for value in values if value is not None]
    if len(told) < len(values):
        raise SystemExit(f"nothing was told by {name} in one of the runs: they are not recorded")
    return told


def record(runs: Sequence[Found], command: str, begun: datetime, results: Path) -> None:
    """Adds comparisons to the project's results, with what is needed to judge them and to make them again."""
    date = begun.isoformat(timespec="seconds").replace("+00:00", "Z")
    made = {"command": command, "machine": _machine(), "date": date}
    lines = [json.dumps({**each, **made}, ensure_ascii=False) for each in comparisons(runs)]
    with results.open("a") as log:
        log.writelines(line + "\n" for line in lines)


def _machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cpu": _model(),
        "cores": processes(),
        "memory_gib": round(memory / 2**30, 1),
        "jdk": f"{_setting('java.vm.name')} {_setting('java.vm.version')}",
        "os": f"{platform.system()} {platform.release()}",
    }


def _model() -> str:
    models = [
        line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")
    ]
    return models[0].partition(":")[2].strip() if models else platform.machine()


def _setting(name: str) -> str:
    asked = [java(), "-XshowSettings:properties", "-version"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stderr
    return next(
        line.partition("=")[2].strip() for line in told.splitlines() if line.strip().startswith(f"{name} =")
    )
