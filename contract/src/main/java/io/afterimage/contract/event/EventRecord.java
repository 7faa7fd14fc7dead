package io.afterimage.contract.event;

import io.afterimage.contract.CloudEvent;
import io.afterimage.contract.Position;
import java.time.Instant;

/** A JSON record for people downstream. */
public interface EventRecord {
  /** The camera's id. */
  String camera();

  /** The camera's epoch. */
  long epoch();

  /** The record's CloudEvents attributes, written to Kafka's headers. */
  CloudEvent cloudEvent();

  /** The attributes of a pack's event; equal events have equal ids. */
  static CloudEvent cloudEvent(String id, String camera, PackRef pack, String type, Instant time) {
    return new CloudEvent(
        id, "/cameras/" + camera + "/packs/" + pack.id(), typeName(type), time, "application/json");
  }

  /** The attributes of an event about {@code what} at a place in a camera's stream. */
  static CloudEvent cloudEvent(String camera, Position at, String what, String type) {
    return new CloudEvent(
        camera + "/" + at.epoch() + "/" + at.seq() + "/" + what,
        "/cameras/" + camera,
        typeName(type),
        at.captureTime(),
        "application/json");
  }

  private static String typeName(String type) {
    return "io.afterimage." + type + ".v1";
  }
}
