package io.afterimage.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
import io.afterimage.app.config.AfterimageConfig.Retention;
import io.afterimage.inference.runtime.Provider;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.LoopFilter;
import io.afterimage.topology.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {
  @TempDir private Path folder;

  @Test
  void shouldHaveMorePartitionsOnACluster() throws IOException {
    yaml("kafka: {bootstrap: 'broker:9092'}");

    assertThat(load(Map.of()).topics().partitions()).isEqualTo(8);
  }

  @Test
  void shouldHaveADefaultForEverything() {
    AfterimageConfig config = load(Map.of());

    assertThat(config.kafka())
        .isEqualTo(new AfterimageConfig.Kafka(null, Duration.ofSeconds(10), Map.of()));
    assertThat(config.broker()).isEqualTo(new AfterimageConfig.Broker(0, new DataSize(1L << 30)));
    assertThat(config.topics().prefix()).isEqualTo("afterimage");
    assertThat(config.topics().partitions()).isZero();
    assertThat(config.topics().frames())
        .isEqualTo(new Retention(Duration.ofMinutes(10), new DataSize(512L << 20)));
    assertThat(config.cameras()).isEmpty();
    assertThat(config.pack()).containsExactly("room-activity");
    assertThat(config.packsCheck()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.packs()).isNull();
    assertThat(config.data()).isNull();
    assertThat(config.ingest())
        .isEqualTo(
            new AfterimageConfig.Ingest(
                false,
                FramePath.TOPIC,
                LoopFilter.ALL,
                EncodingChoice.AUTO,
                true,
                Duration.ofSeconds(5),
                2048,
                16384));
    assertThat(config.inference())
        .isEqualTo(
            new AfterimageConfig.Inference(
                Provider.CPU, List.of(), 0, 16, Duration.ofMillis(10), Duration.ofSeconds(2)));
    assertThat(config.topology())
        .isEqualTo(
            new AfterimageConfig.Topology(
                Delivery.EXACTLY_ONCE,
                0,
                0,
                null,
                Duration.ofSeconds(30),
                25,
                Duration.ofDays(30),
                0,
                "127.0.0.1",
                null));
    assertThat(config.deadLetters())
        .isEqualTo(new AfterimageConfig.DeadLetters(new DataSize(64 << 10)));
    assertThat(config.events()).isEqualTo(new AfterimageConfig.Events(null, false));
    assertThat(config.metrics()).isEqualTo(new AfterimageConfig.Metrics(0, "127.0.0.1"));
  }

  @Test
  void shouldListEveryKeyInTheDefaults() {
    assertThat(YamlSettings.defaults())
        .extracting(Setting::key)
        .allSatisfy(key -> assertThat(ConfigLoader.keys()).contains(key));
  }

  @Test
  void shouldMapEveryKeyOfAFile() throws IOException {
    yaml(
        """
        kafka: {bootstrap: 'k1:9092,k2:9092', connect_timeout: 3s, properties: {security.protocol: SSL}}
        broker: {port: 9094, min_free: 2GB}
        topics:
          prefix: lab
          partitions: 3
          replication: 2
          max_record: 16MiB
          frames: {keep_for: 1m, keep_bytes: 32MiB}
          dead_letters: {keep_for: 2d, keep_bytes: 1MiB}
        cameras: {front: 'rtsp://cam/1', back.door: clip.mp4}
        pack: mine
        packs: /srv/packs
        data: /srv/data
        ingest: {realtime: true, frames: memory, loop_filter: key, encoding: jpeg, previews: false, idle_after: 500ms, credit_frames: 7, credit_features: 8}
        inference: {provider: cuda, fallback: [tensorrt, cpu], workers: 2, max_batch: 4, batch_wait: 5ms, age_limit: 1s}
        dead_letters: {max_payload: 0}
        topology: {delivery: low_latency, threads: 5, standbys: 1, cache: 3MiB, close_after_silence: 2m, quarantine_after: 6, forget_after: 9d, query_port: 9500, query_host: 0.0.0.0, query_token: 0123456789abcdef}
        events: {out: out.jsonl, predictions: true}
        metrics: {port: 9100, host: 0.0.0.0}
        """);

    AfterimageConfig config = load(Map.of());

    assertThat(config.kafka())
        .isEqualTo(
            new AfterimageConfig.Kafka(
                "k1:9092,k2:9092", Duration.ofSeconds(3), Map.of("security.protocol", "SSL")));
    assertThat(config.broker())
        .isEqualTo(new AfterimageConfig.Broker(9094, new DataSize(2_000_000_000)));
    assertThat(config.topics().names().frames()).isEqualTo("lab.frames");
    assertThat(config.topics().partitions()).isEqualTo(3);
    assertThat(config.topics().replication()).isEqualTo(2);
    assertThat(config.topics().maxRecord()).isEqualTo(new DataSize(16 << 20));
    assertThat(config.topics().frames())
        .isEqualTo(new Retention(Duration.ofMinutes(1), new DataSize(32 << 20)));
    assertThat(config.topics().deadLetters())
        .isEqualTo(new Retention(Duration.ofDays(2), new DataSize(1 << 20)));
    assertThat(config.cameras())
        .isEqualTo(Map.of("front", "rtsp://cam/1", "back.door", "clip.mp4"));
    assertThat(config.pack()).containsExactly("mine");
    assertThat(config.packs()).isEqualTo(Path.of("/srv/packs"));
    assertThat(config.data()).isEqualTo(Path.of("/srv/data"));
    assertThat(config.ingest())
        .isEqualTo(
            new AfterimageConfig.Ingest(
                true,
                FramePath.MEMORY,
                LoopFilter.KEY,
                EncodingChoice.JPEG,
                false,
                Duration.ofMillis(500),
                7,
                8));
    assertThat(config.inference())
        .isEqualTo(
            new AfterimageConfig.Inference(
                Provider.CUDA,
                List.of(Provider.TENSORRT, Provider.CPU),
                2,
                4,
                Duration.ofMillis(5),
                Duration.ofSeconds(1)));
    assertThat(config.topology())
        .isEqualTo(
            new AfterimageConfig.Topology(
                Delivery.LOW_LATENCY,
                5,
                1,
                new DataSize(3 << 20),
                Duration.ofMinutes(2),
                6,
                Duration.ofDays(9),
                9500,
                "0.0.0.0",
                new Secret("0123456789abcdef")));
    assertThat(config.deadLetters()).isEqualTo(new AfterimageConfig.DeadLetters(new DataSize(0)));
    assertThat(config.events()).isEqualTo(new AfterimageConfig.Events(Path.of("out.jsonl"), true));
    assertThat(config.metrics()).isEqualTo(new AfterimageConfig.Metrics(9100, "0.0.0.0"));
  }

  @Test
  void shouldLetTheCommandLineWinOverTheEnvironmentAndThatOverTheFile() throws IOException {
    yaml("topics: {prefix: file, partitions: 2, replication: 2}");
    Map<String, String> environment =
        Map.of("AFTERIMAGE_TOPICS_PREFIX", "env", "AFTERIMAGE_TOPICS_PARTITIONS", "3");

    AfterimageConfig config =
        load(environment, new Setting("topics.prefix", "option", "--topic-prefix"));

    assertThat(config.topics().prefix()).isEqualTo("option");
    assertThat(config.topics().partitions()).isEqualTo(3);
    assertThat(config.topics().replication()).isEqualTo(2);
  }

  @Test
  void shouldReadMapsFromTheEnvironment() {
    AfterimageConfig config =
        load(
            Map.of(
                "AFTERIMAGE_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SASL_SSL",
                "AFTERIMAGE_CAMERAS_FRONT", "rtsp://cam/1",
                "AFTERIMAGE_INFERENCE_FALLBACK", "cuda, cpu"));

    assertThat(config.kafka().properties()).isEqualTo(Map.of("security.protocol", "SASL_SSL"));
    assertThat(config.cameras()).isEqualTo(Map.of("front", "rtsp://cam/1"));
    assertThat(config.inference().fallback()).containsExactly(Provider.CUDA, Provider.CPU);
  }

  @Test
  void shouldLetCamerasOfTheCommandLineTakeThePlaceOfTheOthers() throws IOException {
    yaml("cameras: {front: rtsp://cam/1, back: rtsp://cam/2}");
    assertThat(load(Map.of(), new Setting("cameras.back", "clip.mp4", "x")).cameras())
        .isEqualTo(Map.of("back", "clip.mp4"));
  }

  @Test
  void shouldTellEverythingThatIsWrongAtOnce() throws IOException {
    yaml(
        """
        ingest: {idle_afer: 5s, idle_after: 5 minutes, realtime: maybe, encoding: png}
        topology: {delivery: at_most_once}
        dead_letters: {max_payload: 513KiB}
        metrics: {port: 70000}
        cameras: {-x: clip.mp4, yard: "gopher://cam/1"}
        """);
    Path file = folder.resolve("afterimage.yaml");

    assertThatThrownBy(
            () ->
                load(
                    Map.of(
                        "AFTERIMAGE_KAFKA_BOOTSTRP", "x", "AFTERIMAGE_TOPICS_PARTITIONS", "many"),
                    new Setting("inference.max_batch", "0", "--set"),
                    new Setting("inferense.max_batch", "1", "--set")))
        .isInstanceOf(AppException.class)
        .hasMessage(
            String.join(
                System.lineSeparator(),
                file + ": unknown setting 'ingest.idle_afer', did you mean 'ingest.idle_after'?",
                "environment: unknown variable 'AFTERIMAGE_KAFKA_BOOTSTRP', did you mean 'AFTERIMAGE_KAFKA_BOOTSTRAP'?",
                "--set: unknown setting 'inferense.max_batch', did you mean 'inference.max_batch'?",
                "AFTERIMAGE_TOPICS_PARTITIONS: topics.partitions is 'many', not a whole number",
                file + ": ingest.realtime is 'maybe', neither true nor false",
                file + ": ingest.encoding is 'png', not auto or raw or jpeg",
                file
                    + ": ingest.idle_after is '5 minutes', not a duration: write one such as 500ms, 2s, 10m, 24h or 7d",
                file + ": topology.delivery is 'at_most_once', not exactly_once or low_latency",
                file
                    + ": cameras.-x is refused: camera id '-x' is not valid: use 1 to 64 letters, digits, '.', '_' or '-', starting with a letter or digit",
                file
                    + ": cameras.yard is refused: scheme 'gopher' is not known: use a file's path, rtsp://, rtsps://, rtmp://, rtmps://, http://, https://, srt://, /dev/videoN or sim:",
                file + ": metrics.port must be a number from 0 to 65535, not 70000",
                "--set: inference.max_batch must be a number from 1 to 256, not 0",
                file + ": dead_letters.max_payload must lie between 0 and 512KiB"));
  }

  @Test
  void shouldWantATokenWhereOtherMachinesMayAsk() {
    assertThatThrownBy(() -> load(Map.of("AFTERIMAGE_TOPOLOGY_QUERY_HOST", "10.0.0.7")))
        .hasMessage(
            "AFTERIMAGE_TOPOLOGY_QUERY_HOST: topology.query_host is '10.0.0.7', which other machines may reach: set topology.query_token too, or topology.query_port to -1");
    for (String host : List.of("localhost", "127.0.1.1", "::1")) {
      assertThat(load(Map.of("AFTERIMAGE_TOPOLOGY_QUERY_HOST", host)).topology().queryHost())
          .isEqualTo(host);
    }
  }

  @Test
  void shouldNeverShowTheToken() {
    String token = "not-for-other-eyes";
    AfterimageConfig config = load(Map.of("AFTERIMAGE_TOPOLOGY_QUERY_TOKEN", token));
    assertThat(config.toString()).doesNotContain(token);
    assertThatThrownBy(() -> load(Map.of("AFTERIMAGE_TOPOLOGY_QUERY_TOKEN", token + " ü")))
        .hasMessageContaining("topology.query_token is not a token")
        .hasMessageNotContaining(token);
  }

  @Test
  void shouldSayThatTwoSourcesHaveOneName() {
    assertThatThrownBy(
            () ->
                load(
                    Map.of(),
                    new Setting("cameras.a", "1.mp4", "the command line"),
                    new Setting("cameras.a", "2.mp4", "the command line"),
                    new Setting("metrics.port", "-1", "--set")))
        .hasMessageContaining(
            "the command line: two sources are called 'a': name each one"
                + System.lineSeparator()
                + "--set: metrics.port must be");
  }

  @Test
  void shouldSayThatANamedFileIsMissing() {
    Path missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> new ConfigLoader(folder, Map.of()).load(missing, List.of()))
        .hasMessage(missing + ": there is no such file");
  }

  @Test
  void shouldSayThatAFileIsNoYaml() throws IOException {
    yaml("kafka: [unclosed");
    assertThatThrownBy(() -> load(Map.of())).hasMessageContaining("not valid YAML at line");
  }

  @Test
  void shouldRefuseAKeyThatIsGivenTwice() throws IOException {
    yaml("pack: a\npack: b");
    assertThatThrownBy(() -> load(Map.of())).hasMessageContaining("uplicate");
  }

  @Test
  void shouldTakeTheFileThatTheEnvironmentNames() throws IOException {
    Path file = Files.writeString(folder.resolve("other.yaml"), "pack: other");
    assertThat(load(Map.of("AFTERIMAGE_CONFIG", file.toString())).pack()).containsExactly("other");
  }

  @Test
  void shouldLetTheRulesOfTimeBeTurnedOff() throws IOException {
    yaml("{inference: {age_limit: 0s}, topology: {close_after_silence: 0s}}");
    AfterimageConfig config = load(Map.of());
    assertThat(config.inference().ageLimit()).isZero();
    assertThat(config.topology().closeAfterSilence()).isZero();
  }

  @Test
  void shouldTakeAnEmptyFile() throws IOException {
    yaml("# nothing yet\n");
    assertThat(load(Map.of()).pack()).containsExactly("room-activity");
  }

  private void yaml(String text) throws IOException {
    Files.writeString(folder.resolve("afterimage.yaml"), text);
  }

  private AfterimageConfig load(Map<String, String> environment, Setting... options) {
    return new ConfigLoader(folder, environment).load(null, List.of(options));
  }
}
