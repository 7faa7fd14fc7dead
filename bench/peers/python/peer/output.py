"""What is told goes to Kafka as JSON, keyed by camera."""

import json
import threading
from typing import Any

from confluent_kafka import KafkaError, Message, Producer

from peer.events import Event, Moment
from peer.model import Floats
from peer.pack import Pack


class Output:
    """Writes predictions and events of all cameras of a process. Thread-safe."""

    def __init__(self, bootstrap: str, prefix: str, pack: Pack) -> None:
        self._actions = prefix + ".actions"
        self._predictions = prefix + ".predictions"
        self._pack = pack
        self._lock = threading.Lock()
        self._failed = 0
        self._producer = Producer(
            {
                "bootstrap.servers": bootstrap,
                "enable.idempotence": True,
                "linger.ms": 2,
                "compression.type": "lz4",
            }
        )

    def prediction(self, camera: str, epoch: int, at: Moment, scores: Floats) -> None:
        """The scores of a frame."""
        labels = self._pack.labels
        named = dict(zip(labels, _rounded(scores), strict=True))
        value = {
            "camera": camera,
            "epoch": epoch,
            "seq": at.seq,
            "pts_us": at.pts_us,
            "time_us": at.due_us,
            "label": labels[int(scores.argmax())],
            "scores": named,
            "pack": self._pack.id,
        }
        self._send(self._predictions, camera, value)

    def event(self, camera: str, epoch: int, cause: Moment, event: Event) -> None:
        """An event's start or end, and the due time of the frame that it came with."""
        value = {
            "id": f"{camera}-{epoch}-{event.start.seq}-{event.label}",
            "camera": camera,
            "epoch": epoch,
            "phase": event.phase,
            "label": event.label,
            "confidence": round(event.confidence, 4),
            "start_pts_us": event.start.pts_us,
            "pts_us": event.at.pts_us,
            "time_us": cause.due_us,
            "pack": self._pack.id,
        }
        self._send(self._actions, camera, value)

    def poll(self) -> None:
        """Lets the client tell what became of what was sent; often enough that its queue does not fill."""
        self._producer.poll(0)

    def close(self) -> int:
        """Waits until everything is acknowledged; returns how many records were not."""
        left = self._producer.flush(30)
        return self._failed + int(left)

    def _send(self, topic: str, camera: str, value: dict[str, Any]) -> None:
        text = json.dumps(value, separators=(",", ":"))
        self._producer.produce(topic, text.encode(), camera.encode(), on_delivery=self._delivered)

    def _delivered(self, error: KafkaError | None, _: Message) -> None:
        if error is not None:
            with self._lock:
                self._failed += 1


def _rounded(scores: Floats) -> list[float]:
    """The scores with six digits, as JSON takes them."""
    values: list[float] = scores.astype("float64").round(6).tolist()
    return values
