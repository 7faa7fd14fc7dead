package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.letter.RecordBytes;
import io.afterimage.inference.live.LivePack;
import io.afterimage.topology.ahead.Lookahead;
import io.afterimage.topology.deadletter.DeadLetters;
import io.afterimage.topology.deadletter.SourceRecords;
import io.afterimage.topology.delivery.CommitPace;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.MemoryCodec;
import io.afterimage.topology.memory.MemoryKey;
import io.afterimage.topology.window.Moment;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
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
  private final List<LivePack> packs;
  private final DeadLetters deadLetters;
  private final MeterRegistry registry;
  private final StageMeters meters;
  private final Clock clock;
  private final MemoryCodec codec = new MemoryCodec();

  private @Nullable Task task;

  /** What a task's start gives. */
  private record Task(
      ProcessorContext<String, Output> context,
      KeyValueStore<String, byte[]> store,
      List<PackStep> packs,
      EventSender sender,
      StatusTeller status,
      CommitPace pace,
      long startedAtMs) {}

  MemoryProcessor(
      MemoryStage.Settings settings,
      List<LivePack> packs,
      DeadLetters deadLetters,
      MeterRegistry registry,
      Clock clock) {
    this.settings = settings;
    this.packs = packs;
    this.deadLetters = deadLetters;
    this.registry = registry;
    meters = new StageMeters(registry);
    this.clock = clock;
  }

  @Override
  public void init(ProcessorContext<String, Output> context) {
    KeyValueStore<String, byte[]> store = context.getStateStore(MemoryStage.STORE);
    List<PackStep> steps = new ArrayList<>();
    EventSender sender =
        new EventSender(context, new ActionWriter(packs, clock), meters, settings.predictions());
    QuarantineGauges gauges = new QuarantineGauges(registry);
    Task made =
        new Task(
            context,
            store,
            steps,
            sender,
            new StatusTeller(steps, sender, gauges),
            new CommitPace(context),
            context.currentSystemTimeMs());
    task = made;
    for (LivePack pack : packs) {
      steps.add(new PackStep(pack, store, settings.quarantineAfter(), meters));
    }
    found(store, MemoryCodec::isQuarantined).keySet().forEach(key -> gauges.show(key, true));
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
    current.pace().took(record);
    meters.seconds().record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    if (task != null) {
      task.status().gauges().close();
      task.packs().forEach(PackStep::close);
      task = null;
    }
  }

  /** Each pack has its own memory and its own faults. */
  private void take(Task current, CameraId camera, Record<String, FeatureRecord> record) {
    List<EventWriter> changed = new ArrayList<>(1);
    for (PackStep pack : current.packs()) {
      try {
        PackStep.Taken taken = take(current, pack, camera, record);
        if (taken != null && taken.change().verdict().changes()) {
          changed.add(taken.voice().writer());
        }
      } catch (ContractException e) {
        meters.count(Verdict.DEAD_LETTER);
        bury(current, record, e);
      }
    }
    if (record.value() instanceof Marker marker && !changed.isEmpty()) {
      current.sender().pass(camera, marker, changed, record.timestamp());
    }
  }

  private PackStep.@Nullable Taken take(
      Task current, PackStep pack, CameraId camera, Record<String, FeatureRecord> record) {
    PackStep.Taken taken = pack.take(camera, record.value(), upcoming(current));
    if (taken == null) {
      meters.count(Verdict.OTHER_ENCODER);
      return null;
    }
    meters.count(taken.change());
    if (taken.fault() != null) {
      fail(current, pack, camera, record, taken, taken.fault());
    } else if (taken.change().verdict().changes()) {
      keep(current, pack, camera, record, taken);
    }
    return taken;
  }

  private static Collection<ConsumerRecord<byte[], byte[]>> upcoming(Task current) {
    return current
        .context()
        .recordMetadata()
        .map(
            at ->
                Lookahead.ofThread()
                    .after(new TopicPartition(at.topic(), at.partition()), at.offset()))
        .orElse(List.of());
  }

  /** Saves and forwards what a record changed. */
  private void keep(
      Task current,
      PackStep pack,
      CameraId camera,
      Record<String, FeatureRecord> record,
      PackStep.Taken taken) {
    save(current, pack, camera, taken, record.timestamp());
    current.sender().send(camera, record, taken.change(), taken.voice().writer());
    if (tellsWindows(pack.id())) {
      Moment moment = taken.change().moment(camera, taken.memory(), record.value());
      current.sender().send(moment, record);
    }
  }

  private void fail(
      Task current,
      PackStep pack,
      CameraId camera,
      Record<String, FeatureRecord> record,
      PackStep.Taken taken,
      RuntimeException fault) {
    bury(current, record, fault);
    save(current, pack, camera, taken, record.timestamp());
    if (taken.change().statusAt() != null) {
      LOG.error(
          "Pack '{}' is quarantined for camera '{}' after {} failures in a row: {}",
          pack.id(),
          camera,
          taken.memory().trouble().failures(),
          fault.getMessage());
      current.sender().say(camera, record, taken.change(), taken.voice().writer());
      if (tellsWindows(pack.id())) {
        current.sender().send(taken.change().moment(camera, taken.memory(), null), record);
      }
    }
  }

  private void save(Task current, PackStep pack, CameraId camera, PackStep.Taken taken, long at) {
    Memory memory = taken.memory();
    memory.seen(current.context().currentSystemTimeMs());
    byte[] bytes = StageSerdes.fitting("the memory", codec.write(memory));
    current.store().put(pack.key(camera), bytes);
    Position statusAt = taken.change().statusAt();
    if (statusAt != null) {
      RuntimeException fault = taken.fault();
      String cause = fault == null ? null : DeadLetters.cause(fault);
      current.status().tell(camera, pack, memory, statusAt, cause, at);
    }
  }

  /** The windows follow the first pack's events. */
  private boolean tellsWindows(String pack) {
    return settings.moments() && packs.get(0).id().equals(pack);
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
        .forEach((key, bytes) -> closeSilent(current, MemoryKey.parse(key), bytes, nowMs));
  }

  private void closeSilent(Task current, MemoryKey key, byte[] bytes, long nowMs) {
    Memory memory;
    try {
      memory = codec.read(key.pack(), bytes);
    } catch (ContractException e) {
      return; // Its next record tells, and starts it afresh.
    }
    Change change = new Change();
    change.close(memory);
    if (change.spoken().isEmpty()) {
      return;
    }
    current.store().put(key.toString(), codec.write(memory));
    current.sender().sendClosed(key.camera(), memory.last(), change, "wallclock", nowMs);
    if (tellsWindows(key.pack())) {
      current.sender().send(change.moment(key.camera(), memory, null), nowMs);
    }
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
