package io.afterimage.app.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.ConfigLoader;
import io.afterimage.app.config.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopicAdminTest {
  @TempDir private static Path folder;
  private static DataFolder data;
  private static EmbeddedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void start() {
    data = DataFolder.open(folder, 0);
    broker = EmbeddedBroker.start(data, 0);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
    data.close();
  }

  @Test
  void shouldCreateEveryTopicWithTheSamePartitions() throws Exception {
    AfterimageConfig config = config("create", "topics.partitions=3");

    prepare(config);
    prepare(config);

    assertThat(partitions(config)).containsOnly(3);
  }

  @Test
  void shouldGoByThePartitionsThatAreThere() throws Exception {
    admin.createTopics(Set.of(new NewTopic("there.features", 3, (short) 1))).all().get();
    AfterimageConfig there = config("there", "topics.partitions=0");
    AfterimageConfig fresh = config("fresh", "topics.partitions=0");

    prepare(there);
    prepare(fresh);

    assertThat(partitions(there)).containsOnly(3);
    assertThat(partitions(fresh)).containsOnly(1);
  }

  @Test
  void shouldBoundWhatATopicKeeps() throws Exception {
    AfterimageConfig config = config("bounds", "topics.frames.keep_bytes=64MiB");

    prepare(config);

    assertThat(value(config.topics().names().frames(), "retention.ms")).isEqualTo("600000");
    assertThat(value(config.topics().names().frames(), "retention.bytes"))
        .isEqualTo(Long.toString(64 << 20));
    assertThat(value(config.topics().names().frames(), "max.message.bytes"))
        .isEqualTo(Long.toString(8 << 20));
    assertThat(value(config.topics().names().epochs(), "cleanup.policy")).isEqualTo("compact");
    assertThat(value(config.topics().names().instances(), "cleanup.policy"))
        .contains("compact", "delete");
    assertThat(value(config.topics().names().actions(), "compression.type")).isEqualTo("lz4");
  }

  @Test
  void shouldNameTheTopicWithAnotherPartitionCount() throws Exception {
    AfterimageConfig config = config("other", "topics.partitions=2");
    admin.createTopics(Set.of(new NewTopic("other.features", 5, (short) 1))).all().get();

    assertThatThrownBy(() -> prepare(config))
        .isInstanceOf(AppException.class)
        .hasMessage(
            "topic other.features has 5 partitions but 2 are wanted: if all have 5, set topics.partitions to 5; else use other topics with another topics.prefix");
  }

  @Test
  void shouldPassOnWhatTheClusterRefuses() {
    assertThatThrownBy(() -> prepare(config("replicas", "topics.replication=3")))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("Kafka at " + broker.bootstrap() + " refuses")
        .hasMessageContaining("replication factor");
  }

  @Test
  void shouldSayThatNoBrokerAnswers() {
    AfterimageConfig.Kafka kafka =
        new AfterimageConfig.Kafka(null, Duration.ofSeconds(1), Map.of());
    assertThatThrownBy(() -> TopicAdmin.connect(KafkaAccess.of(kafka, "127.0.0.1:1")))
        .isInstanceOf(AppException.class)
        .hasMessage(
            "no Kafka broker answered at 127.0.0.1:1 within 1 s: check the address, and that the broker runs");
  }

  @Test
  void shouldSayThatAnAddressIsNone() {
    AfterimageConfig.Kafka kafka =
        new AfterimageConfig.Kafka(null, Duration.ofSeconds(1), Map.of());
    assertThatThrownBy(() -> TopicAdmin.connect(KafkaAccess.of(kafka, "nonsense")))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("cannot connect to Kafka at nonsense")
        .hasMessageContaining("Invalid url");
  }

  private static void prepare(AfterimageConfig config) {
    try (TopicAdmin topics =
        TopicAdmin.connect(KafkaAccess.of(config.kafka(), broker.bootstrap()))) {
      topics.prepare(config.topics());
      assertThat(topics.exists(config.topics().names().actions())).isTrue();
      assertThat(topics.exists("no-such-topic")).isFalse();
    }
  }

  private static Set<Integer> partitions(AfterimageConfig config) throws Exception {
    return admin
        .describeTopics(config.topics().names().all())
        .allTopicNames()
        .get()
        .values()
        .stream()
        .map(topic -> topic.partitions().size())
        .collect(Collectors.toSet());
  }

  private static AfterimageConfig config(String prefix, String... settings) {
    List<Setting> options =
        Arrays.stream(("topics.prefix=" + prefix + " " + String.join(" ", settings)).split(" "))
            .map(text -> text.split("="))
            .map(pair -> new Setting(pair[0], pair[1], "--set"))
            .toList();
    return new ConfigLoader(folder, Map.of()).load(null, options);
  }

  private static String value(String topic, String name) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config =
        Objects.requireNonNull(admin.describeConfigs(Set.of(resource)).all().get().get(resource));
    return config.get(name).value();
  }
}
