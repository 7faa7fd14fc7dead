package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.HeaderText;
import io.afterimage.contract.Marker;
import io.afterimage.contract.event.EventMarker;
import io.afterimage.contract.event.EventRecord;
import io.afterimage.contract.event.LatencyMs;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.MemoryCodec;
import io.afterimage.topology.memory.MemoryKey;
import io.afterimage.topology.memory.ResetCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each record in five steps: guard, load, compute, save, forward. Holds nothing of any
 * camera: that is in the store. One for each task; one thread at a time.
 */
final class MemoryProcessor implements Processor<String, FeatureRecord, String, Output> {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryProcessor.class);

  private final MemoryStage.Settings settings;
  private final Pack pack;
  private final Supplier<MemoryModel> models;
  private final DeadLetters deadLetters;
  private final StageMeters meters;
  private final EventWriter writer;
  private final MemoryCodec codec = new MemoryCodec();

  private @Nullable Task task;

  /** What a task's start gives. */
  private record Task(
      ProcessorContext<String, Output> context,
      KeyValueStore<String, byte[]> store,
      MemoryModel model,
      CameraStep step,
      String encoder,
      long startedAtMs) {}

  MemoryProcessor(
      MemoryStage.Settings settings,
      Pack pack,
      Supplier<MemoryModel> models,
      DeadLetters deadLetters,
      StageMeters meters,
      EventWriter writer) {
    this.settings = settings;
    this.pack = pack;
    this.models = models;
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.writer = writer;
  }

  @Override
  public void init(ProcessorContext<String, Output> context) {
    MemoryModel model = models.get();
    Task made =
        new Task(
            context,
            context.getStateStore(MemoryStage.STORE),
            model,
            new CameraStep(pack, model),
            pack.manifest().encoder().sha256(),
            context.currentSystemTimeMs());
    task = made;
    Duration silence = settings.closeAfterSilence();
    if (!silence.isZero()) {
      context.schedule(
          Duration.ofMillis(Math.max(1, silence.toMillis() / 4)),
          PunctuationType.WALL_CLOCK_TIME,
          nowMs -> closeSilent(made, nowMs));
    }
  }

  @Override
  public void process(Record<String, FeatureRecord> record) {
    long startedAt = System.nanoTime();
    Task current = task();
    try {
      take(current, record);
    } catch (ContractException | InferenceException e) {
      meters.count(Verdict.DEAD_LETTER);
      bury(current, record, e);
    }
    meters.seconds().record(Duration.ofNanos(System.nanoTime() - startedAt));
  }

  @Override
  public void close() {
    if (task != null) {
      task.model().close();
      task = null;
    }
  }

  private void take(Task current, Record<String, FeatureRecord> record) {
    CameraId camera = camera(record.key());
    FeatureRecord value = record.value();
    if (value instanceof Feature feature && !feature.encoder().equals(current.encoder())) {
      meters.count(Verdict.OTHER_ENCODER);
      return;
    }
    String key = new MemoryKey(camera, pack.manifest().id()).toString();
    List<ResetCause> unread = new ArrayList<>(0);
    Memory memory = load(key, current.store().get(key), unread);
    Change change = current.step().take(memory, value);
    unread.forEach(change::reset);
    meters.count(change);
    if (change.verdict().changes()) {
      memory.seen(current.context().currentSystemTimeMs());
      current.store().put(key, codec.write(memory));
      forward(current, camera, record, change);
    }
  }

  private static CameraId camera(@Nullable String key) {
    if (key == null) {
      throw new ContractException(ErrorCode.BAD_CAMERA_ID, "feature record without a camera id");
    }
    return new CameraId(key);
  }

  /** A memory that cannot be read is never guessed at: the camera starts afresh. */
  private Memory load(String key, byte @Nullable [] bytes, List<ResetCause> unread) {
    if (bytes != null) {
      try {
        return codec.read(pack.manifest().id(), bytes);
      } catch (ContractException e) {
        LOG.warn("Memory '{}' starts afresh: {}", key, e.getMessage());
        unread.add(
            e.code() == ErrorCode.UNKNOWN_VERSION
                ? ResetCause.CODEC_VERSION
                : ResetCause.UNREADABLE);
      }
    }
    return Memory.blank(pack.ref(), pack.manifest().labels().size());
  }

  private void forward(
      Task current, CameraId camera, Record<String, FeatureRecord> record, Change change) {
    long at = record.timestamp();
    FeatureRecord cause = record.value();
    if (!change.spoken().isEmpty()) {
      LatencyMs latency = writer.latency(cause);
      for (Spoken spoken : change.spoken()) {
        meters.count(spoken.emission().phase());
        send(current, Output.Sink.ACTIONS, writer.event(camera, spoken, latency), at);
      }
    }
    if (cause instanceof Marker marker) {
      EventMarker passed = EventMarker.of(camera, marker);
      send(current, Output.Sink.ACTIONS, passed, at);
      if (settings.predictions()) {
        send(current, Output.Sink.PREDICTIONS, passed, at);
      }
    } else if (settings.predictions()) {
      EventRecord told = writer.prediction(camera, cause.position(), change.scores());
      send(current, Output.Sink.PREDICTIONS, told, at);
    }
  }

  private static void send(Task current, Output.Sink sink, EventRecord event, long at) {
    current.context().forward(outgoing(sink, event, at));
  }

  private static Record<String, Output> outgoing(Output.Sink sink, EventRecord event, long at) {
    Headers headers = new RecordHeaders();
    event.cloudEvent().writeTo(headers);
    return new Record<>(event.camera(), new Output(sink, event), at, headers);
  }

  private void bury(Task current, Record<String, FeatureRecord> record, RuntimeException fault) {
    DeadLetters.Place place =
        current
            .context()
            .recordMetadata()
            .map(at -> new DeadLetters.Place(at.topic(), at.partition(), at.offset()))
            .orElse(new DeadLetters.Place("", -1, -1));
    Object letter = deadLetters.set(place, record.key(), FeatureCodec.write(record.value()), fault);
    current
        .context()
        .forward(
            new Record<>(
                record.key(),
                new Output(Output.Sink.DEAD_LETTERS, letter),
                record.timestamp(),
                new RecordHeaders()));
  }

  /**
   * Ends the events of cameras whose ingest died: no record says so, only the clock. A task that
   * has just started waits as long as for a record that came then.
   */
  private void closeSilent(Task current, long nowMs) {
    long sinceMs = nowMs - settings.closeAfterSilence().toMillis();
    if (current.startedAtMs() > sinceMs) {
      return;
    }
    for (Map.Entry<String, byte[]> silent : silent(current.store(), sinceMs).entrySet()) {
      MemoryKey key = MemoryKey.parse(silent.getKey());
      Memory memory = codec.read(key.pack(), silent.getValue());
      Change change = new Change();
      change.close(memory);
      current.store().put(silent.getKey(), codec.write(memory));
      LatencyMs latency = writer.latency(memory.last().captureTime());
      for (Spoken spoken : change.spoken()) {
        meters.count(spoken.emission().phase());
        Record<String, Output> ended =
            outgoing(Output.Sink.ACTIONS, writer.event(key.camera(), spoken, latency), nowMs);
        HeaderText.put(ended.headers(), "ce_closedby", "wallclock");
        current.context().forward(ended);
      }
    }
  }

  private static Map<String, byte[]> silent(KeyValueStore<String, byte[]> store, long sinceMs) {
    Map<String, byte[]> silent = new LinkedHashMap<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        if (MemoryCodec.isSilent(entry.value, sinceMs)) {
          silent.put(entry.key, entry.value);
        }
      }
    }
    return silent;
  }

  private Task task() {
    Task current = task;
    if (current == null) {
      throw new IllegalStateException("the processor was not initialised");
    }
    return current;
  }
}
