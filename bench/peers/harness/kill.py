"""What a peer loses when it is killed and started again."""

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.measure import Run, Shape, predictions, session, stop
from harness.peers import Peer, kill
from harness.reading import Told

_DOWN_S = 1.0
_TAIL_S = 3.0
_PATIENCE_S = 60.0
"""How long a peer that reads features is given to catch up."""
_SAME = 1e-3
"""Scores that differ by less are of the same state."""


def kill_once(peer: Peer, shape: Shape, folder: Path) -> dict[str, Any]:
    """Runs a peer twice on the same frames, once with a `kill -9` in the middle; compares what it told."""
    if not peer.ends_itself and not peer.features:
        raise SystemExit(
            f"{peer.name} reads its files from the start again: kill afterimage-topology instead"
        )
    (folder / "killed").mkdir()
    (folder / "undisturbed").mkdir()
    killed_at_s, mine = _killed(peer, shape, folder / "killed")
    theirs = _undisturbed(peer, shape, folder / "undisturbed")
    after = [each.read_s for each in mine.told if each.due_s > killed_at_s]
    back_s = round(min(after) - killed_at_s, 1) if after else None
    found = compare(mine.told, theirs.told, killed_at_s, min(mine.media_s, theirs.media_s))
    return {"peer": peer.name, "kill": True, "cameras": shape.cameras, "back_after_s": back_s, **found}


@dataclass(frozen=True)
class _Outcome:
    told: list[Told]
    media_s: float
    """Up to which media time everything that was due had time enough to be told."""


def _killed(peer: Peer, shape: Shape, folder: Path) -> tuple[float, _Outcome]:
    with session(peer, shape, folder) as run:
        time.sleep(max(0.0, run.begun_s + shape.warm_up - time.time()))
        kill(run.process)
        at_s = time.time()
        time.sleep(_DOWN_S)
        again = peer.start(run.job)
        try:
            return at_s, _outcome(peer, shape, run, again)
        finally:
            kill(again)


def _undisturbed(peer: Peer, shape: Shape, folder: Path) -> _Outcome:
    with session(peer, shape, folder) as run:
        return _outcome(peer, shape, run, run.process)


def _outcome(peer: Peer, shape: Shape, run: Run, process: "subprocess.Popen[str]") -> _Outcome:
    end_s = run.begun_s + shape.seconds
    time.sleep(max(0.0, end_s - time.time()))
    deadline = time.monotonic() + _PATIENCE_S
    while peer.features and run.reading.told_until_s() < end_s and time.monotonic() < deadline:
        time.sleep(0.2)
    stop(peer, process)
    return _Outcome(run.reading.told(), end_s - run.job.begun_s - _TAIL_S)


def compare(told: list[Told], undisturbed: list[Told], killed_at_s: float, media_s: float) -> dict[str, Any]:
    """Compares what was told of the frames up to a media time."""
    mine, theirs = predictions(told), predictions(undisturbed)
    wanted = {key for key in theirs if key[1] < 1e6 * media_s}
    begun_s = _begun_s(mine)
    due_s = {key: begun_s[key[0]] + key[1] / 1e6 for key in wanted if key[0] in begun_s}
    missing = wanted - mine.keys()
    other = [key for key in wanted & mine.keys() if _differ(mine[key], theirs[key])]
    starts, ends = _events(told, "start"), _events(told, "end")
    origin_s = _begun_s(theirs)
    ended = {
        key
        for key, each in _events(undisturbed, "end").items()
        if each.due_s - origin_s.get(key[0], 0.0) < media_s
    }
    left_open = [key for key, each in starts.items() if each.read_s < killed_at_s and key not in ends]
    return {
        "frames": len(wanted),
        "frames_without_prediction": len(missing),
        "of_them_due_before_the_kill": sum(due_s.get(key, 0.0) < killed_at_s for key in missing),
        "predictions_told_again": sum(each.topic == "predictions" for each in told) - len(mine),
        "frames_with_other_scores": len(other),
        "state_lost": any(due_s[key] > killed_at_s for key in other),
        "scores_other_until_s": round(max(due_s[key] for key in other) - killed_at_s, 1) if other else 0.0,
        "events_without_an_end": sum(key in ended for key in left_open),
        "events_not_told": sum(
            key not in starts and key[2] < 1e6 * media_s for key in _events(undisturbed, "start")
        ),
    }


def _begun_s(found: dict[tuple[str, int], Told]) -> dict[str, float]:
    """When the media time 0 of each camera was due, seconds since 1970."""
    return {camera: each.due_s - pts_us / 1e6 for (camera, pts_us), each in found.items()}


def _differ(mine: Told, theirs: Told) -> bool:
    scores = theirs.value["scores"]
    return any(abs(value - scores[label]) > _SAME for label, value in mine.value["scores"].items())


def _events(told: Sequence[Told], phase: str) -> dict[tuple[str, str, int], Told]:
    """Events by camera, label and first frame's media time."""
    found: dict[tuple[str, str, int], Told] = {}
    for each in told:
        value = each.value
        if each.topic == "actions" and value["phase"] == phase:
            start = value["start"]["pts_us"] if "start" in value else value["start_pts_us"]
            found.setdefault((each.camera, value["label"], start), each)
    return found
