package io.afterimage.bench.rig;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Plays a tape for many cameras into a topic of features. Used by one thread. */
public final class Player implements AutoCloseable {
  private final Tape tape;
  private final String topic;
  private final int first;
  private final int cameras;
  private final KafkaProducer<String, byte[]> producer;
  private int next;

  /**
   * Connects, to play for the cameras from number 0 on.
   *
   * @param topic takes the features
   * @param cameras how many, at least 1
   */
  public Player(Rig rig, Tape tape, String topic, int cameras) {
    this(rig, tape, topic, 0, cameras);
  }

  /**
   * Connects.
   *
   * @param topic takes the features
   * @param first the number of the first camera
   * @param cameras how many, at least 1
   */
  public Player(Rig rig, Tape tape, String topic, int first, int cameras) {
    this.tape = tape;
    this.topic = topic;
    this.first = first;
    this.cameras = cameras;
    Map<String, Object> config = new HashMap<>(rig.client());
    config.put("linger.ms", 5);
    config.put("batch.size", 256 << 10);
    producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * Plays the tape's next frames.
   *
   * @param frames of each camera
   * @param live whether at the pace at which they were taken, or as fast as can be
   */
  public void play(int frames, boolean live) {
    long begun = System.nanoTime();
    for (int i = 0; i < frames; i++) {
      for (int camera = first; camera < first + cameras; camera++) {
        var unused =
            producer.send(new ProducerRecord<>(topic, "camera-" + camera, tape.at(camera, next)));
      }
      next++;
      Duration due = Tape.period().multipliedBy(i + 1L);
      while (live && System.nanoTime() - begun < due.toNanos()) {
        LockSupport.parkNanos(due.toNanos() - (System.nanoTime() - begun));
      }
    }
    producer.flush();
  }

  /** How many records it has played. */
  public long played() {
    return (long) next * cameras;
  }

  @Override
  public void close() {
    producer.close();
  }
}
