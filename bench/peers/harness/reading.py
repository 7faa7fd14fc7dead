"""Reads what a peer tells, as any reader would, and when."""

import json
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from confluent_kafka import Consumer, Message, TopicPartition

from harness.broker import Broker


@dataclass(frozen=True)
class Told:
    """A prediction or event; times in seconds since 1970, media time in microseconds."""

    topic: str
    camera: str
    read_s: float
    due_s: float
    value: dict[str, Any]

    @property
    def latency_ms(self) -> float:
        """From the frame's due time until it was read."""
        return 1000 * (self.read_s - self.due_s)


class Reading:
    """A thread that reads committed records from the start on; what they say is looked at later."""

    def __init__(self, broker: Broker, prefix: str) -> None:
        self._prefix = prefix
        self._records: list[tuple[float, Message]] = []
        self._newest: dict[bytes, Message] = {}
        self.predictions = 0
        """How many predictions were read."""
        self._over = threading.Event()
        self._consumer = Consumer(
            {
                "bootstrap.servers": broker.bootstrap,
                "group.id": "harness",
                "enable.auto.commit": False,
                "isolation.level": "read_committed",
                "auto.offset.reset": "earliest",
                "fetch.wait.max.ms": 10,
            }
        )
        topics = [f"{prefix}.actions", f"{prefix}.predictions"]
        partitions = range(broker.partitions)
        self._consumer.assign([TopicPartition(t, p, 0) for t in topics for p in partitions])
        self._thread = threading.Thread(target=self._read, name="reading", daemon=True)
        self._thread.start()

    def cameras(self) -> int:
        """Of how many cameras something was read."""
        return len(self._newest)

    def told_until_s(self) -> float:
        """Up to which due time, seconds since 1970, something was told of every camera."""
        newest = [self._told(0.0, record) for record in list(self._newest.values())]
        return min((each.due_s for each in newest if each is not None), default=0.0)

    def close(self) -> None:
        """Ends the thread."""
        if not self._over.is_set():
            self._over.set()
            self._thread.join()
            self._consumer.close()

    def told(self) -> list[Told]:
        """Ends the reading; what was told, in the order of reading."""
        self.close()
        return [told for at, record in self._records if (told := self._told(at, record)) is not None]

    def _read(self) -> None:
        while not self._over.is_set():
            record = self._consumer.poll(0.1)
            if record is not None and record.error() is None:
                self._records.append((time.time(), record))
                self._newest[record.key()] = record
                self.predictions += record.topic().endswith(".predictions")

    def _told(self, at: float, record: Message) -> Told | None:
        value = json.loads(record.value())
        due_s = _due_s(value, record.timestamp()[1] / 1000)
        if due_s is None:
            return None
        topic = record.topic().removeprefix(self._prefix + ".")
        return Told(topic, record.key().decode(), at, due_s, value)


def _due_s(value: dict[str, Any], record_s: float) -> float | None:
    """When the frame was due: as a peer tells it, or Afterimage; an end marker has no frame."""
    if "time_us" in value:
        return float(value["time_us"]) / 1e6
    if "time" in value:
        return datetime.fromisoformat(str(value["time"])).timestamp()
    if "latency_ms" in value:
        # Afterimage's events: the record's time is that at which the memory's step began.
        return record_s - float(value["latency_ms"]["total"] - value["latency_ms"]["step"]) / 1000
    return None
