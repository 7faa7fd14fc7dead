package io.afterimage.topology;

import io.afterimage.contract.caption.CaptionRequestCodec;
import io.afterimage.contract.caption.CaptionRequestRecord;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.Captioner;
import io.afterimage.topology.captioning.CaptionStage;
import io.afterimage.topology.fixture.FakeCaptioner;
import io.afterimage.topology.fixture.Told;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The topology that answers caption requests, on a driver without brokers. */
final class CaptioningRig extends DriverRig {
  private static final Duration FORGET = Duration.ofDays(1);

  CaptioningRig(Pack pack, Supplier<Captioner> captioners, Path below) throws IOException {
    super(
        below,
        (meters, clock) ->
            new CaptioningTopology(
                TOPICS, FORGET, LetterWriter.DEFAULT_PAYLOAD, pack, captioners, meters, clock));
  }

  /** A rig of a pack that may be replaced. */
  CaptioningRig(LivePack pack, Path below) throws IOException {
    super(
        below,
        (meters, clock) ->
            new CaptioningTopology(
                TOPICS, FORGET, LetterWriter.DEFAULT_PAYLOAD, pack, meters, clock));
  }

  /** A rig whose captioner is a fake that searches as the pack says. */
  CaptioningRig(Pack pack, Path below) throws IOException {
    this(pack, () -> new FakeCaptioner(pack.manifest().requireCaption()), below);
  }

  CaptioningRig send(String camera, List<? extends CaptionRequestRecord> records) {
    records.forEach(record -> send(camera, record));
    return this;
  }

  CaptioningRig send(@Nullable String camera, CaptionRequestRecord record) {
    return sendRaw(camera, CaptionRequestCodec.write(record));
  }

  CaptioningRig sendRaw(@Nullable String camera, byte @Nullable [] value) {
    pipe(TOPICS.captionRequests(), camera, value);
    return this;
  }

  /** Tells the stages what to do with a camera. */
  CaptioningRig command(String camera, String json) {
    pipe(TOPICS.commands(), camera, json.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** What was told since the last call. */
  List<Told> captions() {
    return read(TOPICS.captions());
  }

  List<Told> attention() {
    return read(TOPICS.attention());
  }

  /** The captions and markers since the last call in short. */
  List<String> brief() {
    return captions().stream().map(Told::briefCaption).toList();
  }

  /** All captions and attention since the last call, without what a replay may change. */
  List<Told> all() {
    List<Told> all = new ArrayList<>(captions());
    all.addAll(attention());
    return all.stream().map(Told::timeless).toList();
  }

  /** A copy of the last captions. */
  Map<String, byte[]> stored() {
    return stored(CaptionStage.STORE);
  }

  double outcomes(String outcome) {
    return count("afterimage.captions", "outcome", outcome);
  }

  double resets(String cause) {
    return count("afterimage.caption.last.resets", "cause", cause);
  }
}
