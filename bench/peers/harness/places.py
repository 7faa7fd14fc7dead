"""Where things lie."""

import os
from pathlib import Path

PEERS = Path(__file__).resolve().parent.parent
HOME = PEERS.parent.parent
PACK = HOME / "packs" / "room-activity"
PROGRAM = HOME / "app" / "target" / "afterimage" / "afterimage.jar"
BENCH = HOME / "bench" / "target" / "afterimage-bench-0.1.0-SNAPSHOT.jar"
RESULTS = HOME / "bench" / "results.jsonl"
RECORDINGS = HOME.parent / "shared" / "data" / "room"


def cache() -> Path:
    """The folder of what is made once: the environment, clips, features."""
    return Path(os.environ["PEERS_CACHE"])


def java() -> str:
    """The `java` program."""
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else "java"


def recordings() -> Path:
    """The folder of real recordings; in a linked work tree it may lie elsewhere."""
    return Path(os.environ.get("PEERS_RECORDINGS", RECORDINGS))
