package io.afterimage.app.replay;

import io.afterimage.app.cli.Shell;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.LogOffsets;
import io.afterimage.app.kafka.StretchReader;
import io.afterimage.app.kafka.StretchReader.Pulse;
import io.afterimage.app.kafka.StretchReader.Stretch;
import io.afterimage.app.run.RoleSettings;
import io.afterimage.app.view.WorkBar;
import io.afterimage.contract.Topics;
import io.afterimage.inference.pack.Pack;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until each stage of the pipeline has committed all that the one before it wrote. The order
 * matters: where a stage is to stop is known only once the one before it is finished.
 */
final class Stages {
  private final Shell shell;
  private final LogOffsets logs;
  private final StretchReader reader;
  private final Pulse pulse;

  /**
   * @param shell where progress is shown
   * @param kafka how to reach the brokers
   * @param logs asks for offsets
   * @param pulse takes a while to look whether to go on
   */
  Stages(Shell shell, KafkaAccess kafka, LogOffsets logs, Pulse pulse) {
    this.shell = shell;
    this.logs = logs;
    this.reader = new StretchReader(kafka);
    this.pulse = pulse;
  }

  /**
   * Waits for all stages.
   *
   * @param of what was copied, and so where the pipeline begins
   * @throws InterruptedException if the pulse or the thread is asked to stop
   */
  void await(Recorded of, RoleSettings roles) throws InterruptedException {
    Topics topics = roles.config().topics().names();
    if (of == Recorded.FRAMES) {
      await("Encoding", roles.inferenceGroup(), stretches(topics.frames()));
    }
    await("Remembering", roles.topologyGroup(), stretches(topics.features()));
    if (!roles.packs().captions().isEmpty()) {
      Map<TopicPartition, Stretch> requests = records(topics.captionRequests());
      for (Pack pack : roles.packs().captions()) {
        await("Captioning", roles.captioningGroup(pack.manifest().id()), requests);
      }
    }
  }

  private void await(String task, String group, Map<TopicPartition, Stretch> input)
      throws InterruptedException {
    long total = input.values().stream().mapToLong(Stretch::length).sum();
    try (WorkBar bar = new WorkBar(shell, task, total)) {
      long done = done(group, input);
      while (done < total) {
        bar.to(done);
        pulse.check();
        done = done(group, input);
      }
      bar.to(total);
    }
  }

  private long done(String group, Map<TopicPartition, Stretch> input) {
    Map<TopicPartition, Long> committed = logs.committed(group);
    long done = 0;
    for (Map.Entry<TopicPartition, Stretch> entry : input.entrySet()) {
      Stretch stretch = entry.getValue();
      long at = committed.getOrDefault(entry.getKey(), stretch.from());
      done += Math.max(0, Math.min(at, stretch.to()) - stretch.from());
    }
    return done;
  }

  private Map<TopicPartition, Stretch> stretches(String topic) {
    Map<TopicPartition, Stretch> stretches = new HashMap<>();
    logs.at(logs.partitions(topic), OffsetSpec.latest())
        .forEach((partition, end) -> stretches.put(partition, new Stretch(0, end)));
    return stretches;
  }

  /**
   * The same up to the last record: a log that transactions write ends with their ends, which a
   * reader need not have passed.
   */
  private Map<TopicPartition, Stretch> records(String topic) throws InterruptedException {
    Map<TopicPartition, Stretch> stretches = new HashMap<>();
    reader.read(
        stretches(topic),
        record ->
            stretches.put(
                new TopicPartition(record.topic(), record.partition()),
                new Stretch(0, record.offset() + 1)),
        pulse);
    return stretches;
  }
}
