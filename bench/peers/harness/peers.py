"""The peers, and how each is started."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.broker import Broker
from harness.places import HOME, PACK, PEERS, java


@dataclass(frozen=True)
class Job:
    """What a peer has to do; `begun_s` and `until_s` are wall clocks, `folder` is its own.

    `loop_filter` says which pictures get their codec's: `all` or `key`.
    """

    broker: Broker
    prefix: str
    clips: Sequence[Path]
    folder: Path
    begun_s: float
    until_s: float
    loop_filter: str

    def camera(self, index: int) -> str:
        """A camera's id."""
        return f"camera-{index + 1}"

    def phase_s(self, index: int) -> float:
        """Cameras are not in step: how far a camera's pictures come after the first one's."""
        return (index * 0.618) % 1.0


Starter = Callable[[Job], subprocess.Popen[str]]


@dataclass(frozen=True)
class Peer:
    """A program under test.

    `features`: it only reasons, on features that the harness plays. `ends_itself`: it knows when to end, and
    tells what it did. `pipeline`: the options with which Afterimage's own bench runs the same.
    """

    name: str
    about: str
    start: Starter
    features: bool = False
    ends_itself: bool = True
    pipeline: tuple[str, ...] | None = None

    @property
    def partitions(self) -> int:
        """Of each topic: what shares features out to threads needs some for each of them. For cameras on one
        machine one is the cheapest for everybody, and what Afterimage's own broker makes."""
        return 2 * processes() if self.features else 1


def processes() -> int:
    """One for each core."""
    return len(os.sched_getaffinity(0))


def _python(decoder: str, workers: int, batch: int) -> Starter:
    def start(job: Job) -> subprocess.Popen[str]:
        if decoder != "av" and job.loop_filter != "all":
            raise SystemExit(
                f"{decoder} cannot be told to leave the loop filter out: run it without --loop-filter"
            )
        listed = [
            {
                "camera": job.camera(i),
                "path": str(clip),
                "begun_us": round((job.begun_s + job.phase_s(i)) * 1e6),
            }
            for i, clip in enumerate(job.clips)
        ]
        file = job.folder / "clips.json"
        file.write_text(json.dumps(listed))
        command = ["-m", "peer", "--kafka", job.broker.bootstrap, "--prefix", job.prefix, "--pack", str(PACK)]
        command += ["--clips", str(file), "--until", str(job.until_s), "--decoder", decoder]
        command += ["--loop-filter", job.loop_filter]
        command += ["--processes", str(workers), "--batch", str(batch)]
        return _spawn(job, [_interpreter(), *command])

    return start


def _interpreter() -> str:
    return os.environ["PEERS_PYTHON"]


def _run(edge: bool, delivery: str) -> Starter:
    """Afterimage in one process, on the harness's broker."""

    def start(job: Job) -> subprocess.Popen[str]:
        cameras = {job.camera(i): str(clip) for i, clip in enumerate(job.clips)}
        settings = {
            "cameras": cameras,
            "ingest": {"realtime": True, "previews": False, "loop_filter": job.loop_filter},
            "topology": {"delivery": delivery},
        }
        flags = ["--predictions", *(["--edge"] if edge else [])]
        return _afterimage(job, "run", settings, flags)

    return start


def _topology(delivery: str) -> Starter:
    """Afterimage's reasoning alone."""

    def start(job: Job) -> subprocess.Popen[str]:
        return _afterimage(job, "topology", {"topology": {"delivery": delivery}}, ["--predictions"])

    return start


def _afterimage(job: Job, role: str, settings: dict[str, object], flags: list[str]) -> subprocess.Popen[str]:
    file = job.folder / "afterimage.yaml"
    topics = {"prefix": job.prefix, "partitions": job.broker.partitions}
    common = {"kafka": {"bootstrap": job.broker.bootstrap}, "topics": topics}
    # JSON is YAML.
    file.write_text(
        json.dumps({**common, "data": str(job.folder / "data"), "captions": {"packs": "none"}, **settings})
    )
    return _spawn(job, [str(HOME / "afterimage"), role, "--config", str(file), *flags], subprocess.DEVNULL)


def _flink(guarantee: str, state: str, linger_ms: int = 2) -> Starter:
    def start(job: Job) -> subprocess.Popen[str]:
        target = PEERS / "flink" / "target"
        opens = ["--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED"]
        command = [java(), "-Xmx1g", *opens, "-cp", f"{target}/flink-peer.jar:{target}/lib/*"]
        command += ["io.afterimage.peers.flink.FlinkPeer", "--kafka", job.broker.bootstrap]
        command += ["--prefix", job.prefix, "--pack", str(PACK), "--guarantee", guarantee, "--state", state]
        command += ["--linger-ms", str(linger_ms)]
        return _spawn(job, [*command, "--checkpoints", str(job.folder / "checkpoints")])

    return start


def _spawn(job: Job, command: list[str], stdout: int = subprocess.PIPE) -> subprocess.Popen[str]:
    """With its last words in a pipe; what tells more must not wait for a reader."""
    path = os.pathsep.join([str(PEERS / "python"), str(PEERS / "gstreamer")])
    # Children that compute must not have pools of their own beside them.
    own = {"PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENCV_FFMPEG_LOGLEVEL": "16"}
    with (job.folder / "peer.log").open("a") as log:
        return subprocess.Popen(
            command,
            stdout=stdout,
            stderr=log,
            text=True,
            env={**os.environ, **own},
            cwd=job.folder,
            start_new_session=True,
        )


def kill(process: "subprocess.Popen[str]") -> None:
    """`kill -9` of a peer with all its children, if it still runs."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def peers() -> dict[str, Peer]:
    """All of them by name."""
    cores = processes()
    low = ("--set", "topology.delivery=low_latency")
    all_of_them = [
        Peer("python", f"PyAV, {cores} processes, a thread per camera", _python("av", cores, 1)),
        Peer("python-threads", "PyAV, one process, a thread per camera", _python("av", 1, 1)),
        Peer("python-batch", f"PyAV, {cores} processes, batches across cameras", _python("av", cores, 16)),
        Peer("opencv", f"OpenCV, {cores} processes, a thread per camera", _python("opencv", cores, 1)),
        Peer("opencv-threads", "OpenCV, one process, a thread per camera", _python("opencv", 1, 1)),
        Peer(
            "gstreamer",
            f"GStreamer, {cores} processes, a pipeline per camera",
            _python("gstreamer", cores, 1),
        ),
        Peer("flink", "Flink, at least once, heap state", _flink("at-least-once", "heap"), True, False),
        Peer("flink-low", "the same, and no record waits", _flink("at-least-once", "heap", 0), True, False),
        Peer(
            "flink-exactly-once",
            "Flink, exactly once, heap state",
            _flink("exactly-once", "heap"),
            True,
            False,
        ),
        Peer("flink-rocksdb", "Flink, exactly once, RocksDB", _flink("exactly-once", "rocksdb"), True, False),
        Peer("afterimage", "frames over Kafka, exactly once", _run(False, "exactly_once"), False, False, ()),
        Peer(
            "afterimage-low", "frames over Kafka, low latency", _run(False, "low_latency"), False, False, low
        ),
        Peer(
            "afterimage-edge",
            "frames in memory, exactly once",
            _run(True, "exactly_once"),
            False,
            False,
            ("--edge",),
        ),
        Peer(
            "afterimage-edge-low",
            "frames in memory, low latency",
            _run(True, "low_latency"),
            False,
            False,
            ("--edge", *low),
        ),
        Peer("afterimage-topology", "reasoning alone, exactly once", _topology("exactly_once"), True, False),
        Peer(
            "afterimage-topology-low", "reasoning alone, low latency", _topology("low_latency"), True, False
        ),
    ]
    return {peer.name: peer for peer in all_of_them}
