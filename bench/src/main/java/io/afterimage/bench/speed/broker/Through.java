package io.afterimage.bench.speed.broker;

/** What takes records to a broker and back; one client each, made for it and closed after it. */
interface Through {
  /** Writes records until all are acknowledged. */
  void produce(String topic, int records);

  /** Reads a topic's records from its beginning. */
  void consume(String topic, int records);
}
