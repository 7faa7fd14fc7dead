package io.afterimage.topology.stage;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.topology.deadletter.DeadLetters;
import io.afterimage.topology.memory.MemoryKey;
import io.afterimage.topology.window.CaptionRules;
import io.afterimage.topology.window.Moment;
import io.afterimage.topology.window.WindowChange;
import io.afterimage.topology.window.WindowCodec;
import io.afterimage.topology.window.WindowState;
import io.afterimage.topology.window.WindowStep;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes each moment in four steps, for each caption pack: load, compute, save, forward. Holds
 * nothing of any camera: that is in the stores. One for each task; one thread at a time.
 */
final class WindowProcessor implements Processor<String, Output, String, Output> {
  private final List<Lane> lanes;
  private final DeadLetters deadLetters;
  private final WindowMeters meters;

  private @Nullable Task task;

  /** What a caption pack needs. */
  private record Lane(String pack, WindowStep step) {}

  /** What a task's start gives. */
  private record Task(
      ProcessorContext<String, Output> context,
      KeyValueStore<String, byte[]> headers,
      KeyValueStore<String, byte[]> slots) {}

  WindowProcessor(
      List<CaptionRules> captions, Manifest actions, DeadLetters deadLetters, WindowMeters meters) {
    lanes =
        captions.stream()
            .map(rules -> new Lane(rules.pack().id(), new WindowStep(rules, actions)))
            .toList();
    this.deadLetters = deadLetters;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<String, Output> context) {
    task =
        new Task(
            context,
            context.getStateStore(WindowStage.HEADERS),
            context.getStateStore(WindowStage.SLOTS));
  }

  @Override
  public void process(Record<String, Output> record) {
    Task current = task;
    if (current == null) {
      throw new IllegalStateException("the processor was not initialised");
    }
    if (!(record.value().event() instanceof Moment moment)) {
      current.context().forward(record);
      return;
    }
    for (Lane lane : lanes) {
      try {
        take(current, lane, moment, record.timestamp());
      } catch (ContractException e) {
        bury(current, moment, record.timestamp(), e);
      }
    }
  }

  private void take(Task current, Lane lane, Moment moment, long at) {
    String key = new MemoryKey(moment.camera(), lane.pack()).toString();
    WindowChange change = new WindowChange();
    WindowState state = lane.step().load(current.headers().get(key), change);
    lane.step().take(state, moment, new StoredSlots(current.slots(), key), change);
    meters.count(change);
    if (change.taken()) {
      current.headers().put(key, WindowCodec.write(state));
    }
    change
        .requests()
        .forEach(request -> forward(current, moment, Output.Sink.CAPTION_REQUESTS, request, at));
  }

  /** A frame that lacks a tensor moved the memory on; only the windows go without it. */
  private void bury(Task current, Moment moment, long at, ContractException fault) {
    Feature frame = moment.frame();
    byte[] bytes = frame == null ? null : FeatureCodec.write(frame);
    DeadLetters.Place place = DeadLetters.Place.of(current.context().recordMetadata());
    forward(
        current,
        moment,
        Output.Sink.DEAD_LETTERS,
        deadLetters.set(place, moment.camera().value(), bytes, fault),
        at);
  }

  private static void forward(
      Task current, Moment moment, Output.Sink sink, Object event, long at) {
    current
        .context()
        .forward(
            new Record<>(
                moment.camera().value(), new Output(sink, event), at, new RecordHeaders()));
  }
}
