package io.afterimage.app.memory;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.kafka.CameraLog;
import io.afterimage.app.kafka.CameraRecords;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.contract.CameraId;
import io.afterimage.contract.Topics;
import io.afterimage.contract.command.CameraCommand;
import io.afterimage.contract.event.EventJson;
import io.afterimage.topology.query.CameraState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Has a camera forgotten: tells the stages, waits until each has done it, and deletes records. One
 * camera for each object; used by one thread.
 */
final class Forgetting {
  private static final long PAUSE_MS = 200;

  private final CameraId camera;
  private final KafkaAccess access;
  private final Topics topics;
  private final CameraLog log;
  private final Questions questions;
  private final Duration patience;

  Forgetting(
      CameraId camera,
      KafkaAccess access,
      Topics topics,
      CameraLog log,
      Questions questions,
      Duration patience) {
    this.camera = camera;
    this.access = access;
    this.topics = topics;
    this.log = log;
    this.questions = questions;
    this.patience = patience;
  }

  /**
   * What each application keeps of the camera, by application id.
   *
   * @throws AppException {@link Code#INSTANCE} if none that keeps memories answers
   * @throws InterruptedException if the thread is asked to stop
   */
  Map<String, CameraState> kept() throws InterruptedException {
    questions.memory(camera, false); // Waits while memories move.
    Map<String, CameraState> kept = questions.kept(camera, true);
    if (kept.isEmpty()) {
      throw new AppException(
          Code.INSTANCE,
          "no instance tells what it keeps of camera '%s' just now: ask again in some seconds"
              .formatted(camera));
    }
    return kept;
  }

  /**
   * Tells all stages and waits for them.
   *
   * @return what each application keeps of the camera afterwards
   * @throws AppException {@link Code#INSTANCE} if one has not done it in time
   * @throws InterruptedException if the thread is asked to stop
   */
  Map<String, CameraState> forget() throws InterruptedException {
    Set<String> waiting = new TreeSet<>(kept().keySet());
    RecordMetadata told = tell();
    TopicPartition partition = new TopicPartition(told.topic(), told.partition());
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      waiting.removeIf(application -> log.isDone(application, partition, told.offset()));
      if (waiting.isEmpty()) {
        return kept();
      }
      if (System.nanoTime() > deadline) {
        throw new AppException(
            Code.INSTANCE,
            "%s did not forget camera '%s' within %d s, and will once it comes to it: see whether it runs and keeps up, and run this again with a longer --wait"
                .formatted(String.join(" and ", waiting), camera, patience.toSeconds()));
      }
      Thread.sleep(PAUSE_MS);
    }
  }

  /** What lies of the camera in each topic that is there and keeps records for a time. */
  List<CameraRecords> records(int partition) {
    Set<String> retained = new TreeSet<>(topics.all());
    retained.removeAll(
        Set.of(topics.epochs(), topics.cameraStatus(), topics.instances(), topics.commands()));
    List<CameraRecords> records = new ArrayList<>();
    for (String topic : log.existing(retained)) {
      CameraRecords found = log.count(new TopicPartition(topic, partition), camera);
      if (found.count() > 0) {
        records.add(found);
      }
    }
    return records;
  }

  /** Deletes these, and all that lies before them. */
  void delete(List<CameraRecords> records) {
    records.forEach(log::delete);
  }

  private RecordMetadata tell() throws InterruptedException {
    Map<String, Object> config = new HashMap<>(access.properties());
    config.put("max.block.ms", access.connectTimeout().toMillis());
    byte[] command = EventJson.write(new CameraCommand(CameraCommand.Kind.FORGET));
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      return producer.send(new ProducerRecord<>(topics.commands(), camera.value(), command)).get();
    } catch (KafkaException | ExecutionException e) {
      throw new AppException(
          Code.KAFKA,
          "topic %s cannot be written: %s".formatted(topics.commands(), e.getMessage()),
          e);
    }
  }
}
