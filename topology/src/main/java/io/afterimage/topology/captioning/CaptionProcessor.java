package io.afterimage.topology.captioning;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.CloudEvent;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Marker;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.caption.CaptionRequestCodec;
import io.afterimage.contract.caption.CaptionRequestRecord;
import io.afterimage.contract.event.EventMarker;
import io.afterimage.contract.letter.RecordBytes;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.pack.Pack;
import io.afterimage.topology.deadletter.DeadLetters;
import io.afterimage.topology.deadletter.SourceRecords;
import io.afterimage.topology.delivery.CommitPace;
import io.afterimage.topology.memory.ResetCause;
import io.afterimage.topology.stage.Output;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers each request in five steps: guard, load, compute, save, forward. Holds nothing of any
 * camera: that is in the store. One for each task; one thread at a time.
 */
final class CaptionProcessor implements Processor<String, CaptionRequestRecord, String, Output> {
  private static final Logger LOG = LoggerFactory.getLogger(CaptionProcessor.class);

  private final LivePack pack;
  private final DeadLetters deadLetters;
  private final CaptionMeters meters;
  private final Clock clock;

  private @Nullable Task task;

  /** What a task's start gives. */
  private record Task(
      ProcessorContext<String, Output> context,
      KeyValueStore<String, byte[]> store,
      Tellers tellers,
      CommitPace pace) {}

  CaptionProcessor(LivePack pack, DeadLetters deadLetters, CaptionMeters meters, Clock clock) {
    this.pack = pack;
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public void init(ProcessorContext<String, Output> context) {
    KeyValueStore<String, byte[]> store = context.getStateStore(CaptionStage.STORE);
    task = new Task(context, store, new Tellers(pack, clock), new CommitPace(context));
  }

  @Override
  public void process(Record<String, CaptionRequestRecord> record) {
    Task current = task;
    if (current == null) {
      throw new IllegalStateException("the processor was not initialised");
    }
    CaptionOutcome outcome;
    try {
      deadLetters.failed().admit(current.context().recordMetadata());
      outcome = take(current, record);
    } catch (ContractException | InferenceException e) {
      outcome = bury(current, record, e);
    }
    meters.count(outcome);
    current.pace().took(record);
  }

  @Override
  public void close() {
    if (task != null) {
      task.tellers().close();
      task = null;
    }
  }

  private CaptionOutcome take(Task current, Record<String, CaptionRequestRecord> record) {
    CameraId camera = CameraId.ofKey(record.key());
    if (record.value() instanceof Marker marker) {
      Pack speaking = current.tellers().current().pack();
      EventMarker told = EventMarker.of(camera, marker);
      pass(current, speaking, told, Output.Sink.CAPTIONS, record.timestamp());
      if (speaking.manifest().requireCaption().attends()) {
        pass(current, speaking, told, Output.Sink.ATTENTION, record.timestamp());
      }
      return CaptionOutcome.MARKER;
    }
    if (!(record.value() instanceof CaptionRequest request)) {
      throw new IllegalStateException("neither a request nor a marker: " + record.value());
    }
    return request.pack().id().equals(pack.id())
        ? answer(current, camera, request, record.timestamp())
        : CaptionOutcome.OTHER_PACK;
  }

  private static void pass(
      Task current, Pack speaking, EventMarker marker, Output.Sink sink, long at) {
    Output output = new Output(sink, marker);
    current.context().forward(output.under(marker.camera(), at, marker.cloudEvent(speaking.ref())));
  }

  private CaptionOutcome answer(
      Task current, CameraId camera, CaptionRequest request, long askedMs) {
    Instant begun = clock.instant();
    Tellers.Answer answer = current.tellers().answer(camera, request);
    Sentence sentence = answer.sentence();
    meters.time(sentence);
    List<String> words = sentence.words();
    if (words.isEmpty()) {
      return CaptionOutcome.EMPTY;
    }
    Teller teller = answer.teller();
    if (isSuppressed(current, teller, request, words)) {
      return CaptionOutcome.SUPPRESSED;
    }
    CaptionEvent caption =
        teller
            .writer()
            .caption(
                request,
                sentence,
                teller.captioner().decoding(),
                Instant.ofEpochMilli(askedMs),
                begun);
    AttentionEvent attention = teller.writer().attention(request, sentence.caption());
    if (teller.similarity() != null) {
      byte[] told = LastCaptionCodec.write(LastCaption.of(caption.pack(), request, words));
      current.store().put(caption.camera(), told);
    }
    forward(current, caption, attention, askedMs);
    return CaptionOutcome.TOLD;
  }

  private boolean isSuppressed(
      Task current, Teller teller, CaptionRequest request, List<String> words) {
    SimilarityRule similarity = teller.similarity();
    if (similarity == null) {
      return false;
    }
    LastCaption last = load(current, teller, request.camera().value());
    return last != null && similarity.suppresses(last, request, words);
  }

  /** What cannot be read, or is another pack's, is never guessed at: the camera starts afresh. */
  private @Nullable LastCaption load(Task current, Teller teller, String camera) {
    byte[] bytes = current.store().get(camera);
    if (bytes == null) {
      return null;
    }
    try {
      LastCaption last = LastCaptionCodec.read(bytes);
      if (current.tellers().continues(teller, last.pack())) {
        return last;
      }
      meters.count(ResetCause.PACK_CHANGED);
    } catch (ContractException e) {
      LOG.warn("Last caption of '{}' is forgotten: {}", camera, e.getMessage());
      meters.count(
          e.code() == ErrorCode.UNKNOWN_VERSION ? ResetCause.CODEC_VERSION : ResetCause.UNREADABLE);
    }
    return null;
  }

  private static void forward(
      Task current, CaptionEvent caption, @Nullable AttentionEvent attention, long at) {
    String key = caption.camera();
    Output told = new Output(Output.Sink.CAPTIONS, caption);
    current.context().forward(told.under(key, at, caption.cloudEvent()));
    if (attention != null) {
      Output beside = new Output(Output.Sink.ATTENTION, attention);
      CloudEvent attributes = attention.cloudEvent(caption.pack(), caption.end().time());
      current.context().forward(beside.under(key, at, attributes));
    }
  }

  private CaptionOutcome bury(
      Task current, Record<String, CaptionRequestRecord> record, RuntimeException fault) {
    // What was read is written as the same bytes.
    byte[] bytes = CaptionRequestCodec.write(record.value());
    RecordBytes source = SourceRecords.of(current.context().recordMetadata(), record, bytes);
    Output output = new Output(Output.Sink.DEAD_LETTERS, deadLetters.set(source, fault));
    current.context().forward(output.under(record.key(), record.timestamp()));
    return fault instanceof ContractException contract && contract.code() == ErrorCode.OTHER_VERSION
        ? CaptionOutcome.OTHER_VERSION
        : CaptionOutcome.DEAD_LETTER;
  }
}
