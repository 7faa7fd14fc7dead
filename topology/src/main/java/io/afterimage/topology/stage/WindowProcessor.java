package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Marker;
import io.afterimage.contract.caption.CaptionAsk;
import io.afterimage.contract.caption.CaptionRequestRecord;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.letter.RecordBytes;
import io.afterimage.inference.live.LivePack;
import io.afterimage.topology.deadletter.DeadLetters;
import io.afterimage.topology.deadletter.SourceRecords;
import io.afterimage.topology.delivery.CommitPace;
import io.afterimage.topology.memory.MemoryKey;
import io.afterimage.topology.window.LiveRules;
import io.afterimage.topology.window.Moment;
import io.afterimage.topology.window.Slots;
import io.afterimage.topology.window.WindowChange;
import io.afterimage.topology.window.WindowCodec;
import io.afterimage.topology.window.WindowState;
import io.afterimage.topology.window.WindowStep;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes each moment, and each ask, in four steps, for each caption pack: load, compute, save,
 * forward. Holds nothing of any camera: that is in the stores. One for each task; one thread at a
 * time.
 */
final class WindowProcessor implements Processor<String, Output, String, Output> {
  private final List<WindowLane> lanes;
  private final DeadLetters deadLetters;
  private final WindowMeters meters;
  private final Clock clock;

  private @Nullable Task task;

  /** What a task's start gives. */
  private record Task(
      ProcessorContext<String, Output> context,
      KeyValueStore<String, byte[]> headers,
      KeyValueStore<String, byte[]> slots,
      CommitPace pace) {}

  /** What is done to a camera's window. */
  @FunctionalInterface
  private interface Work {
    void on(WindowStep step, WindowState state, Slots slots, WindowChange change);
  }

  WindowProcessor(
      List<LiveRules> captions,
      LivePack actions,
      DeadLetters deadLetters,
      WindowMeters meters,
      Clock clock) {
    lanes = captions.stream().map(rules -> new WindowLane(rules, actions)).toList();
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public void init(ProcessorContext<String, Output> context) {
    task =
        new Task(
            context,
            context.getStateStore(WindowStage.HEADERS),
            context.getStateStore(WindowStage.SLOTS),
            new CommitPace(context));
  }

  @Override
  public void process(Record<String, Output> record) {
    Task current = task;
    if (current == null) {
      throw new IllegalStateException("the processor was not initialised");
    }
    if (record.value().event() instanceof Moment moment) {
      take(current, moment, record);
    } else if (record.value().event() instanceof Ask ask) {
      answer(current, ask, record);
      // Moments come of records that the memory has told of.
      current.pace().took(record);
    } else {
      current.context().forward(record);
    }
  }

  private void take(Task current, Moment moment, Record<String, Output> record) {
    CameraId camera = moment.camera();
    for (WindowLane lane : lanes) {
      try {
        work(
            current,
            lane,
            camera,
            moment.frame(),
            (step, state, slots, change) -> step.take(state, moment, slots, change));
      } catch (ContractException e) {
        // A frame that lacks a tensor moved the memory on; only the windows go without it.
        Feature frame = moment.frame();
        byte[] bytes = frame == null ? null : FeatureCodec.write(frame);
        bury(current, record, bytes, e);
      }
    }
    Marker end = moment.end();
    if (end != null) {
      // After the last request of each pack: whoever answers them knows that none follows.
      ask(current, camera, end);
    }
  }

  private void answer(Task current, Ask ask, Record<String, Output> record) {
    try {
      deadLetters.failed().admit(current.context().recordMetadata());
      CameraId camera = CameraId.ofKey(record.key());
      for (WindowLane lane : asked(ask.read())) {
        work(
            current,
            lane,
            camera,
            null,
            (step, state, slots, change) -> step.request(state, camera, slots, change));
      }
    } catch (ContractException e) {
      bury(current, record, ask.bytes(), e);
    }
  }

  private List<WindowLane> asked(CaptionAsk ask) {
    String pack = ask.pack();
    List<WindowLane> asked =
        pack == null ? lanes : lanes.stream().filter(lane -> lane.pack().equals(pack)).toList();
    if (asked.isEmpty()) {
      throw new ContractException(
          ErrorCode.BAD_FIELD,
          "caption pack '%s' is asked, which does not run here: ask one of %s"
              .formatted(pack, lanes.stream().map(WindowLane::pack).toList()));
    }
    return asked;
  }

  private void work(
      Task current, WindowLane lane, CameraId camera, @Nullable Feature frame, Work work) {
    String key = new MemoryKey(camera, lane.pack()).toString();
    WindowChange change = new WindowChange();
    byte[] header = current.headers().get(key);
    WindowStep step = lane.step(frame, header);
    WindowState state = step.load(header, change);
    work.on(step, state, new StoredSlots(current.slots(), key), change);
    meters.count(change);
    if (change.taken()) {
      current.headers().put(key, WindowCodec.write(state));
    }
    change.requests().forEach(request -> ask(current, camera, request));
  }

  /** Its time is that of asking: all of it that a replay of the log would change. */
  private void ask(Task current, CameraId camera, CaptionRequestRecord record) {
    Output output = new Output(Output.Sink.CAPTION_REQUESTS, record);
    current.context().forward(output.under(camera.value(), clock.millis()));
  }

  private void bury(
      Task current,
      Record<String, Output> record,
      byte @Nullable [] bytes,
      ContractException fault) {
    RecordBytes source = SourceRecords.of(current.context().recordMetadata(), record, bytes);
    Output output = new Output(Output.Sink.DEAD_LETTERS, deadLetters.set(source, fault));
    current.context().forward(output.under(record.key(), record.timestamp()));
  }
}
