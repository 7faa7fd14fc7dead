"""Afterimage's own bench on the harness's clips: broker, roles and reader in one process."""

import json
import subprocess
from pathlib import Path
from typing import Any

from harness.clips import clips
from harness.measure import Shape
from harness.peers import Peer
from harness.places import HOME


def pipeline(peer: Peer, shape: Shape, folder: Path) -> dict[str, Any]:
    """Runs `afterimage bench pipeline` as the peer is set; returns its figures."""
    if peer.pipeline is None:
        raise SystemExit(
            f"{peer.name} cannot be run by `afterimage bench pipeline`: choose afterimage or afterimage-edge"
        )
    shown = clips(shape.cameras, shape.media_s(), shape.simulated_only)
    command = [str(HOME / "afterimage"), "bench", "pipeline", "--json", "--captions", "none", *peer.pipeline]
    command += [
        "--cameras",
        str(shape.cameras),
        "--for",
        f"{shape.seconds}s",
        "--warm-up",
        f"{shape.warm_up}s",
        "--set",
        f"ingest.loop_filter={shape.loop_filter}",
    ]
    command += [part for clip in shown for part in ("--clip", str(clip))]
    said = subprocess.run(
        [*command, "--data", str(folder / "data")], check=True, stdout=subprocess.PIPE, text=True
    )
    figures: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return {"peer": peer.name, "pipeline": True, "loop_filter": shape.loop_filter, **figures}
