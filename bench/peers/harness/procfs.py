"""CPU and memory of processes and their children, from Linux's own book-keeping."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Usage:
    """CPU seconds so far, resident megabytes, and the same with shared pages counted once."""

    cpu_s: float
    rss_mb: float
    pss_mb: float


def usage(root: int) -> Usage:
    """What a process and all that it started use, what has ended among them included."""
    tree = _tree(root)
    return Usage(
        cpu_s=sum(_cpu_s(pid) for pid in tree),
        rss_mb=sum(_memory_mb(pid, "Rss:") for pid in tree),
        pss_mb=sum(_memory_mb(pid, "Pss:") for pid in tree),
    )


def machine_cpu_s() -> float:
    """CPU seconds that the whole machine has worked, whoever for."""
    ticks = [int(each) for each in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    idle = ticks[3] + ticks[4]
    return (sum(ticks) - idle) * _TICK_S


def _tree(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (stat := _stat(int(folder.name))):
            children.setdefault(int(stat[1]), []).append(int(folder.name))
    tree, todo = [], [root]
    while todo:
        pid = todo.pop()
        tree.append(pid)
        todo += children.get(pid, [])
    return tree


def _stat(pid: int) -> list[str]:
    """The fields from the state on; none if the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _cpu_s(pid: int) -> float:
    # utime, stime, and those of children that have ended.
    return sum(int(each) for each in _stat(pid)[11:15]) * _TICK_S


def _memory_mb(pid: int, field: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(field))
