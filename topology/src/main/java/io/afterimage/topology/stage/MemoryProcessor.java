package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Position;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.letter.RecordBytes;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.topology.deadletter.DeadLetters;
import io.afterimage.topology.deadletter.SourceRecords;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.MemoryCodec;
import io.afterimage.topology.memory.MemoryKey;
import io.afterimage.topology.memory.ResetCause;
import io.afterimage.topology.memory.Trouble;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
  private final MeterRegistry registry;
  private final StageMeters meters;
  private final EventWriter writer;
  private final String encoder;
  private final Quarantine quarantine;
  private final MemoryCodec codec = new MemoryCodec();

  private @Nullable Task task;

  /** What a task's start gives. */
  private record Task(
      ProcessorContext<String, Output> context,
      KeyValueStore<String, byte[]> store,
      MemoryModel model,
      CameraStep step,
      EventSender sender,
      QuarantineGauges gauges,
      long startedAtMs) {}

  MemoryProcessor(
      MemoryStage.Settings settings,
      Pack pack,
      Supplier<MemoryModel> models,
      DeadLetters deadLetters,
      MeterRegistry registry,
      EventWriter writer) {
    this.settings = settings;
    this.pack = pack;
    this.models = models;
    this.deadLetters = deadLetters;
    this.registry = registry;
    meters = new StageMeters(registry);
    this.writer = writer;
    encoder = pack.manifest().encoder().sha256().toLowerCase(Locale.ROOT);
    quarantine = new Quarantine(settings.quarantineAfter(), pack.sha256());
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
            new EventSender(context, writer, meters, settings.predictions()),
            new QuarantineGauges(registry),
            context.currentSystemTimeMs());
    task = made;
    found(made.store(), MemoryCodec::isQuarantined)
        .keySet()
        .forEach(key -> made.gauges().show(key, true));
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
    Task current = task;
    if (current == null) {
      throw new IllegalStateException("the processor was not initialised");
    }
    long startedAt = System.nanoTime();
    try {
      deadLetters.failed().admit(current.context().recordMetadata());
      take(current, CameraId.ofKey(record.key()), record);
    } catch (ContractException e) {
      meters.count(Verdict.DEAD_LETTER);
      bury(current, record, e);
    }
    meters.seconds().record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    if (task != null) {
      task.gauges().close();
      task.model().close();
      task = null;
    }
  }

  private void take(Task current, CameraId camera, Record<String, FeatureRecord> record) {
    FeatureRecord value = record.value();
    if (value instanceof Feature feature && !feature.encoder().equals(encoder)) {
      meters.count(Verdict.OTHER_ENCODER);
      return;
    }
    String key = key(camera);
    List<ResetCause> unread = new ArrayList<>(0);
    Memory memory = load(key, current.store().get(key), unread);
    if (quarantine.holds(memory, value)) {
      meters.count(Verdict.QUARANTINED);
      return;
    }
    Change change;
    try {
      change = current.step().take(memory, value);
    } catch (ContractException | InferenceException e) {
      fail(current, camera, record, e);
      return;
    }
    if (change.verdict() == Verdict.STEPPED) {
      Quarantine.succeed(memory, change);
    }
    unread.forEach(change::reset);
    meters.count(change);
    if (change.verdict().changes()) {
      save(current, camera, memory, change, record.timestamp(), null);
      current.sender().send(camera, record, change);
      if (settings.moments()) {
        current.sender().send(change.moment(camera, memory, value), record);
      }
    }
  }

  /** A failed step leaves the memory as it was, but for the count of its failures. */
  private void fail(
      Task current, CameraId camera, Record<String, FeatureRecord> record, RuntimeException fault) {
    bury(current, record, fault);
    String key = key(camera);
    List<ResetCause> unread = new ArrayList<>(0);
    Memory memory = load(key, current.store().get(key), unread);
    Change change = quarantine.fail(memory, record.value());
    unread.forEach(change::reset);
    meters.count(change);
    save(current, camera, memory, change, record.timestamp(), DeadLetters.cause(fault));
    if (change.statusAt() != null) {
      LOG.error(
          "Pack '{}' is quarantined for camera '{}' after {} failures in a row: {}",
          pack.manifest().id(),
          camera,
          memory.trouble().failures(),
          fault.getMessage());
      current.sender().say(camera, record, change);
      if (settings.moments()) {
        current.sender().send(change.moment(camera, memory, null), record.timestamp());
      }
    }
  }

  private void save(
      Task current,
      CameraId camera,
      Memory memory,
      Change change,
      long at,
      @Nullable String cause) {
    memory.seen(current.context().currentSystemTimeMs());
    byte[] bytes = StageSerdes.fitting("the memory", codec.write(memory));
    current.store().put(key(camera), bytes);
    Position statusAt = change.statusAt();
    if (statusAt != null) {
      Trouble trouble = memory.trouble();
      current.gauges().show(key(camera), trouble.quarantined());
      current.sender().send(writer.status(camera, trouble, statusAt, cause), at);
    }
  }

  private String key(CameraId camera) {
    return new MemoryKey(camera, pack.manifest().id()).toString();
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

  private void bury(Task current, Record<String, FeatureRecord> record, RuntimeException fault) {
    // What was read is written as the same bytes.
    byte[] bytes = FeatureCodec.write(record.value());
    RecordBytes source = SourceRecords.of(current.context().recordMetadata(), record, bytes);
    current.sender().send(deadLetters.set(source, fault), record);
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
    found(current.store(), bytes -> MemoryCodec.isSilent(bytes, sinceMs))
        .forEach(
            (key, bytes) -> {
              Memory memory = load(key, bytes, new ArrayList<>(0));
              Change change = new Change();
              change.close(memory);
              if (!change.spoken().isEmpty()) {
                current.store().put(key, codec.write(memory));
                CameraId camera = MemoryKey.parse(key).camera();
                current.sender().sendClosed(camera, memory.last(), change, "wallclock", nowMs);
                if (settings.moments()) {
                  current.sender().send(change.moment(camera, memory, null), nowMs);
                }
              }
            });
  }

  /** Reads the first bytes of every memory; few are what is looked for. */
  private static Map<String, byte[]> found(
      KeyValueStore<String, byte[]> store, Predicate<byte[]> what) {
    Map<String, byte[]> found = new LinkedHashMap<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        if (what.test(entry.value)) {
          found.put(entry.key, entry.value);
        }
      }
    }
    return found;
  }
}
