"""A broker for one run: the embedded one, in a process of its own."""

import contextlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from confluent_kafka.admin import AdminClient, NewTopic

from harness.places import BENCH, PROGRAM, java


@dataclass(frozen=True)
class Broker:
    """A running broker; each topic that it has gets so many partitions."""

    bootstrap: str
    pid: int
    partitions: int

    def create(self, *names: str, **config: str) -> None:
        """Makes topics that keep everything."""
        admin = AdminClient({"bootstrap.servers": self.bootstrap})
        settings = {"retention.bytes": "-1", "retention.ms": "-1", **config}
        topics = [NewTopic(name, self.partitions, 1, config=settings) for name in names]
        for future in admin.create_topics(topics, operation_timeout=30).values():
            future.result()


@contextlib.contextmanager
def running(folder: Path, partitions: int) -> Iterator[Broker]:
    """Starts a broker with its data below a folder; stops it in the end."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [java(), "-Xmx512m", "-XX:+UseParallelGC", "-cp", f"{BENCH}:{PROGRAM}"]
    command += ["io.afterimage.bench.peers.BrokerMain"]
    with (folder / "broker.log").open("w") as log:
        process = subprocess.Popen(
            [*command, str(folder / "broker")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert process.stdin is not None and process.stdout is not None
    try:
        bootstrap = process.stdout.readline().strip()
        if not bootstrap:
            raise SystemExit(f"the broker did not start; see {folder}/broker.log")
        yield Broker(bootstrap, process.pid, partitions)
    finally:
        process.stdin.close()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
