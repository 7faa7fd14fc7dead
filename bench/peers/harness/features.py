"""Features as Afterimage's edge node makes them, kept, and played for any number of cameras."""

import hashlib
import json
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from confluent_kafka import Consumer, Producer, TopicPartition

from harness.broker import Broker, running
from harness.clips import clips
from harness.places import HOME, PACK, cache

# A record's head, little-endian: version, kind, epoch, seq, pts_us, capture time in µs since 1970;
# then of a feature period_us, decode, queue and encode µs, and the time of encoding.
_HEAD = struct.Struct("<BBqqqq")
_TIMING = struct.Struct("<IIIIq")
_FEATURE = 0
_TAPES = 16
_LENGTH = struct.Struct("<I")


def tapes(seconds: int) -> list[Path]:
    """Features of some clips of that length; encoded once, then kept."""
    digest = hashlib.sha256((PACK / "encoder.onnx").read_bytes()).hexdigest()[:8]
    folder = cache() / "features" / f"{seconds}s-{digest}"
    if not folder.exists():
        draft = folder.with_name(f"unfinished-{folder.name}")
        draft.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory() as work, running(Path(work), 1) as broker:
            _record(broker, clips(_TAPES, seconds), Path(work), draft)
        draft.rename(folder)
    return sorted(folder.iterdir())


def _record(broker: Broker, shown: Sequence[Path], work: Path, folder: Path) -> None:
    settings = work / "edge.yaml"
    config = {
        "kafka": {"bootstrap": broker.bootstrap},
        "topics": {
            "prefix": "tape",
            "partitions": broker.partitions,
            "features": {"keep_for": "1d", "keep_bytes": "8GiB"},
        },
        "cameras": {f"clip-{i:03}": str(clip) for i, clip in enumerate(shown)},
        "ingest": {"credit_features": 100_000, "previews": False},
    }
    settings.write_text(json.dumps(config))
    command = [str(HOME / "afterimage"), "edge", "--config", str(settings)]
    subprocess.run(command, check=True, stdout=sys.stderr)
    files = {f"clip-{i:03}": (folder / f"{i:03}.features").open("wb") for i in range(len(shown))}
    for key, value in _all(broker, "tape.features"):
        if value[1] == _FEATURE:
            files[key].write(_LENGTH.pack(len(value)) + value)
    for file in files.values():
        file.close()


def _all(broker: Broker, topic: str) -> Iterator[tuple[str, bytes]]:
    """Every committed record of a topic."""
    config = {"bootstrap.servers": broker.bootstrap, "group.id": "tape", "enable.partition.eof": True}
    consumer = Consumer({**config, "auto.offset.reset": "earliest", "enable.auto.commit": False})
    consumer.assign([TopicPartition(topic, p, 0) for p in range(broker.partitions)])
    ended = 0
    while ended < broker.partitions:
        record = consumer.poll(10)
        if record is None:
            raise SystemExit(f"{topic} cannot be read to its end")
        if record.error() is None:
            yield record.key().decode(), record.value()
        else:
            ended += 1
    consumer.close()


def read(tape: Path) -> list[bytes]:
    """The records of a tape."""
    data = tape.read_bytes()
    records, at = [], 0
    while at < len(data):
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        records.append(data[at : at + length])
        at += length
    return records


def moved(record: bytes, epoch: int, due_us: int, now_us: int) -> bytes:
    """The record as a frame of another epoch, due at one time and encoded at another."""
    version, kind, _, seq, pts_us, _ = _HEAD.unpack_from(record)
    period, decode, queue, encode, _ = _TIMING.unpack_from(record, _HEAD.size)
    head = _HEAD.pack(version, kind, epoch, seq, pts_us, due_us)
    timing = _TIMING.pack(period, decode, queue, encode, now_us)
    return head + timing + record[_HEAD.size + _TIMING.size :]


def pts_us(record: bytes) -> int:
    """The record's media time."""
    return int(_HEAD.unpack_from(record)[4])


def play(
    bootstrap: str,
    topic: str,
    files: Sequence[Path],
    cameras: int,
    begun_s: float,
    until_s: float,
    frames: int | None = None,
) -> int:
    """Plays tapes as cameras, each at its pace, or all at once if `until_s` is 0; returns how many."""
    producer = Producer(
        {"bootstrap.servers": bootstrap, "linger.ms": 2, "queue.buffering.max.messages": 1_000_000}
    )
    records = [read(file) for file in files]
    epoch = round(begun_s * 1e6)
    order = sorted(
        (begun_s + (i * 0.618) % 1.0 + pts_us(record) / 1e6, i, record)
        for i in range(cameras)
        for record in records[i % len(records)][:frames]
    )
    played = 0
    for due_s, camera, record in order:
        if until_s > 0:
            if due_s >= until_s:
                break
            if (ahead_s := due_s - time.time()) > 0:
                time.sleep(ahead_s)
        now_us = time.time_ns() // 1000
        value = moved(record, epoch, round(due_s * 1e6) if until_s > 0 else now_us, now_us)
        while True:
            try:
                producer.produce(topic, value, f"camera-{camera + 1}")
                break
            except BufferError:
                producer.poll(0.1)
        producer.poll(0)
        played += 1
    producer.flush()
    return played
