package io.afterimage.topology.forget;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.command.CameraCommand;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.letter.RecordBytes;
import io.afterimage.topology.deadletter.DeadLetters;
import io.afterimage.topology.deadletter.SourceRecords;
import io.afterimage.topology.delivery.CommitPace;
import io.afterimage.topology.stage.CounterSet;
import io.afterimage.topology.stage.Kept;
import io.afterimage.topology.stage.Output;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out commands. Holds nothing of any camera. One for each task; one thread at a time. */
final class ForgetProcessor implements Processor<String, byte[], String, Output> {
  private static final Logger LOG = LoggerFactory.getLogger(ForgetProcessor.class);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Duration after;
  private final Function<ProcessorContext<String, Output>, Kept> keep;
  private final DeadLetters deadLetters;
  private final CounterSet<ForgetCause> forgotten;

  private @Nullable Task task;

  /** What a task's start gives. */
  private record Task(ProcessorContext<String, Output> context, Kept kept, CommitPace pace) {}

  ForgetProcessor(
      Duration after,
      Function<ProcessorContext<String, Output>, Kept> keep,
      DeadLetters deadLetters,
      CounterSet<ForgetCause> forgotten) {
    this.after = after;
    this.keep = keep;
    this.deadLetters = deadLetters;
    this.forgotten = forgotten;
  }

  @Override
  public void init(ProcessorContext<String, Output> context) {
    Task made = new Task(context, keep.apply(context), new CommitPace(context));
    task = made;
    if (!after.isZero()) {
      long everyMs = Math.min(LONGEST.toMillis(), Math.max(1, after.toMillis() / 4));
      context.schedule(
          Duration.ofMillis(everyMs),
          PunctuationType.WALL_CLOCK_TIME,
          nowMs ->
              made.kept()
                  .unheardSince(nowMs - after.toMillis())
                  .forEach(camera -> forget(made, camera, ForgetCause.EXPIRED)));
    }
  }

  @Override
  public void process(Record<String, byte[]> record) {
    Task current = task;
    if (current == null) {
      throw new IllegalStateException("the processor was not initialised");
    }
    byte @Nullable [] json = record.value();
    try {
      deadLetters.failed().admit(current.context().recordMetadata());
      CameraId camera = CameraId.ofKey(record.key());
      switch (EventJson.read(json == null ? new byte[0] : json, CameraCommand.class).command()) {
        case FORGET -> forget(current, camera, ForgetCause.COMMAND);
      }
    } catch (ContractException e) {
      RecordBytes source = SourceRecords.of(current.context().recordMetadata(), record, json);
      Output letter = new Output(Output.Sink.DEAD_LETTERS, deadLetters.set(source, e));
      current.context().forward(letter.under(record.key(), record.timestamp()));
    }
    current.pace().took(record);
  }

  private void forget(Task current, CameraId camera, ForgetCause cause) {
    String by = cause.wireName();
    if (current.kept().forget(camera, by, current.context().currentSystemTimeMs())) {
      LOG.info("Camera '{}' is forgotten ({})", camera, by);
      forgotten.count(cause);
    }
  }
}
