package io.afterimage.app.config;

import io.afterimage.contract.Topics;
import io.afterimage.inference.runtime.Provider;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.LoopFilter;
import io.afterimage.topology.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of every role. The component names in snake case, joined by dots, are the keys in
 * the file ({@code ingest.idle_after}); what each means, its default and its range stand in {@code
 * defaults.yaml} beside this class. Immutable.
 *
 * @param kafka the cluster
 * @param broker the embedded broker
 * @param topics the topics
 * @param cameras what to watch: address by camera id
 * @param pack the ids of the packs that score labels, or paths to their folders; at least one
 * @param packs the folder of packs; null: the usual places
 * @param packsCheck how often the folders of the packs in use are looked at for new versions; zero:
 *     never
 * @param data the data folder; null: below the user's cache folder
 * @param ingest cameras to frames
 * @param inference frames to features
 * @param topology features to events
 * @param captions events to words
 * @param deadLetters records that could not be used
 * @param events what is published, and copied to a file
 * @param metrics the metrics endpoint
 */
public record AfterimageConfig(
    Kafka kafka,
    Broker broker,
    TopicSettings topics,
    Map<String, String> cameras,
    List<String> pack,
    @Nullable Path packs,
    Duration packsCheck,
    @Nullable Path data,
    Ingest ingest,
    Inference inference,
    Topology topology,
    Captions captions,
    DeadLetters deadLetters,
    Events events,
    Metrics metrics) {

  /** What the keys of {@code cameras} begin with. */
  public static final String CAMERAS = "cameras.";

  /** The same for the embedded broker, which is one machine. */
  public AfterimageConfig embedded() {
    return new AfterimageConfig(
        kafka,
        broker,
        topics.unreplicated(),
        cameras,
        pack,
        packs,
        packsCheck,
        data,
        ingest,
        inference,
        topology,
        captions,
        deadLetters,
        events,
        metrics);
  }

  /**
   * The cluster.
   *
   * @param bootstrap {@code host:port,...}; null: the embedded broker
   * @param connectTimeout how long to wait for a first answer
   * @param properties handed to every Kafka client as they are: TLS, SASL
   */
  public record Kafka(
      @Nullable String bootstrap, Duration connectTimeout, Map<String, String> properties) {}

  /**
   * The embedded broker.
   *
   * @param port on the loopback interface; 0: a free one
   * @param minFree space that the data folder's disk must have at start
   */
  public record Broker(int port, DataSize minFree) {}

  /**
   * Names, sizes and retention of the topics.
   *
   * @param prefix what every topic's name starts with
   * @param partitions of every topic; 0: as many as the topics that are there have, else one
   * @param replication copies of every partition
   * @param maxRecord the largest frame or feature record
   * @param frames retention
   * @param previews retention
   * @param features retention
   * @param actions retention
   * @param captionAsks retention
   * @param commands retention
   * @param captionRequests retention
   * @param captions retention
   * @param attention retention
   * @param predictions retention
   * @param truth retention
   * @param deadLetters retention
   */
  public record TopicSettings(
      String prefix,
      int partitions,
      int replication,
      DataSize maxRecord,
      Retention frames,
      Retention previews,
      Retention features,
      Retention actions,
      Retention captionAsks,
      Retention commands,
      Retention captionRequests,
      Retention captions,
      Retention attention,
      Retention predictions,
      Retention truth,
      Retention deadLetters) {
    /** The topics' names. */
    public Topics names() {
      return new Topics(prefix);
    }

    private TopicSettings unreplicated() {
      return new TopicSettings(
          prefix,
          partitions,
          1,
          maxRecord,
          frames,
          previews,
          features,
          actions,
          captionAsks,
          commands,
          captionRequests,
          captions,
          attention,
          predictions,
          truth,
          deadLetters);
    }
  }

  /**
   * What of a topic is kept: whichever limit is met first.
   *
   * @param keepFor age
   * @param keepBytes size of a partition
   */
  public record Retention(Duration keepFor, DataSize keepBytes) {}

  /**
   * Cameras to frames.
   *
   * @param realtime whether files play at their own speed
   * @param frames where frames go; read by {@code run} and what is built on it
   * @param loopFilter which pictures get their codec's loop filter
   * @param encoding raw planes or JPEG
   * @param previews whether pictures for people are published
   * @param idleAfter how long a silent source waits for its idle marker
   * @param creditFrames frames of files that may wait in a partition for the encoders
   * @param creditFeatures frames of files that may wait in a partition for the memory
   */
  public record Ingest(
      boolean realtime,
      FramePath frames,
      LoopFilter loopFilter,
      EncodingChoice encoding,
      boolean previews,
      Duration idleAfter,
      int creditFrames,
      int creditFeatures) {}

  /**
   * Frames to features.
   *
   * @param provider ONNX Runtime's execution provider
   * @param fallback providers to use instead, in this order, if it is not there
   * @param workers threads that run the encoder; 0: one a core
   * @param maxBatch frames that the encoder takes at once
   * @param batchWait from one run to the next, unless the next is full
   * @param ageLimit live frames older than this are skipped; zero: none
   */
  public record Inference(
      Provider provider,
      List<Provider> fallback,
      int workers,
      int maxBatch,
      Duration batchWait,
      Duration ageLimit) {}

  /**
   * Features to events.
   *
   * @param delivery what a crash may do to events
   * @param threads stream threads; 0: one a core
   * @param standbys copies of each memory kept ready on other machines
   * @param cache how much of the stores' writes is held back until the commit, in all threads
   *     together; null: as the delivery suggests
   * @param closeAfterSilence after which a camera whose ingest died is closed by the wall clock;
   *     zero: never
   * @param quarantineAfter frames of a camera in a row that a pack fails on until it is given none
   *     for a while; 0: any number
   * @param forgetAfter after which a camera of which nothing is heard is forgotten; zero: never
   * @param queryPort where each instance, captioning ones too, tells what it keeps; 0: a free port;
   *     {@link #NO_QUERIES}: nowhere
   * @param queryHost address to bind
   * @param queryToken what whoever asks must know; null: nothing
   */
  public record Topology(
      Delivery delivery,
      int threads,
      int standbys,
      @Nullable DataSize cache,
      Duration closeAfterSilence,
      int quarantineAfter,
      Duration forgetAfter,
      int queryPort,
      String queryHost,
      @Nullable Secret queryToken) {
    /** The port of an instance that cannot be asked. */
    public static final int NO_QUERIES = -1;
  }

  /**
   * Events to words.
   *
   * @param packs the caption packs' ids, or paths to their folders; {@value #AUTO} or {@value
   *     #NONE} alone
   * @param threads of each pack's stage
   */
  public record Captions(List<String> packs, int threads) {
    /** The first caption pack that shares the pack's encoder, if there is one. */
    public static final String AUTO = "auto";

    /** No captions. */
    public static final String NONE = "none";
  }

  /**
   * Records that could not be used.
   *
   * @param maxPayload how much of a record's value its letter keeps; 0: nothing
   */
  public record DeadLetters(DataSize maxPayload) {}

  /**
   * What is published, and copied to a file.
   *
   * @param out file that gets each event as a JSON line; null: none
   * @param predictions whether the scores of each frame are published
   */
  public record Events(@Nullable Path out, boolean predictions) {}

  /**
   * The metrics endpoint.
   *
   * @param port of the HTTP endpoint; 0: none
   * @param host address to bind
   */
  public record Metrics(int port, String host) {}
}
