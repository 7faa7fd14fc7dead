"""Distinct clips for distinct cameras: recordings at different offsets, and simulated rooms."""

import hashlib
import subprocess
from pathlib import Path

from harness.places import HOME, cache, recordings

_SIMULATED = 4
_SIMULATED_S = 120
_SHIFT_S = 17.0
"""How far apart the cuts of one recording begin; no multiple of any recording's length."""


def clips(count: int, seconds: int, simulated_only: bool = False) -> list[Path]:
    """So many clips of at least that length; cut once, then kept."""
    real = [] if simulated_only else sorted(recordings().glob("*.mp4"))
    sources = real + [_simulated(seed) for seed in range(1, _SIMULATED + 1)]
    return [_cut(sources[i % len(sources)], i // len(sources), seconds) for i in range(count)]


def _simulated(seed: int) -> Path:
    file = cache() / "clips" / f"room-{seed}.mp4"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"unfinished-{file.name}")
        draft.unlink(missing_ok=True)
        shape = ["--seed", str(seed), "--duration", f"{_SIMULATED_S}s", "--fps", "25", "--size", "320x240"]
        subprocess.run([HOME / "afterimage", "simulate", "--out", draft, *shape], check=True)
        draft.rename(file)
    return file


def _cut(source: Path, turn: int, seconds: int) -> Path:
    name = hashlib.sha256(f"{source.resolve()}:{turn}:{seconds}".encode()).hexdigest()[:8]
    file = cache() / "clips" / f"cut-{source.stem}-{turn}-{seconds}s-{name}.mp4"
    if file.exists():
        return file
    file.parent.mkdir(parents=True, exist_ok=True)
    length = float(_probe(source, "format=duration")[0])
    offset = _key_frame(source, turn * _SHIFT_S % length)
    draft = file.with_name(f"unfinished-{file.name}")
    loops = int((offset + seconds) // length) + 1
    # The pictures are copied as they are; the cut begins at a key frame, so none is there but hidden.
    # Behind the input: before it, each turn of the loop would lay the pictures between the others'.
    taken = ["-stream_loop", str(loops), "-i", str(source), "-ss", str(offset), "-t", str(seconds)]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *taken, "-c", "copy", "-an", draft], check=True)
    draft.rename(file)
    return file


def _key_frame(source: Path, at_s: float) -> float:
    """The time of the key frame that is nearest."""
    lines = _probe(source, "packet=pts_time,flags")
    keys = [float(line.split(",")[0]) for line in lines if line.split(",")[1].startswith("K")]
    return min(keys, key=lambda key: abs(key - at_s))


def _probe(source: Path, entries: str) -> list[str]:
    command = ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", entries, "-of", "csv=p=0"]
    said = subprocess.run([*command, source], check=True, capture_output=True, text=True)
    return said.stdout.split()
