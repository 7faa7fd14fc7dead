package io.afterimage.app.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.config.ConfigLoader;
import io.afterimage.contract.CameraId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class CameraLogTest {
  private static final CameraId DOOR = new CameraId("door");

  @TempDir private static Path folder;
  private static DataFolder data;
  private static EmbeddedBroker broker;
  private static KafkaAccess access;
  private static Admin admin;

  @BeforeAll
  static void start() {
    data = DataFolder.open(folder, 0);
    broker = EmbeddedBroker.start(data, 0);
    access =
        KafkaAccess.of(
            new ConfigLoader(folder, Map.of()).load(null, List.of()).kafka(), broker.bootstrap());
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
    data.close();
  }

  @Test
  void shouldCountWhatIsOfTheCameraAndWhatLiesBeforeIt() throws Exception {
    TopicPartition log = topic("count", "yard", "door", null, "yard", "hall", "door", "yard");
    try (CameraLog cameras = CameraLog.connect(access)) {
      CameraRecords found = cameras.count(log, DOOR);

      assertThat(found.count()).isEqualTo(2);
      assertThat(found.end()).isEqualTo(6);
      assertThat(found.others()).isEqualTo(Map.of("yard", 2L, "hall", 1L, "", 1L));
      assertThat(found.until()).isAfter(Instant.now().plus(Duration.ofMinutes(59)));
    }
  }

  @Test
  void shouldDeleteUpToTheCamerasLastRecordAndNoFurther() throws Exception {
    TopicPartition log = topic("delete", "yard", "door", "hall", "door", "yard", "yard");
    try (CameraLog cameras = CameraLog.connect(access)) {
      cameras.delete(cameras.count(log, DOOR));

      assertThat(cameras.count(log, DOOR).count()).isZero();
      assertThat(cameras.count(log, new CameraId("yard")).count()).isEqualTo(2);
      assertThat(cameras.count(log, new CameraId("hall")).count()).isZero();
    }
  }

  @Test
  void shouldFindNothingInAnEmptyLog() throws Exception {
    TopicPartition log = topic("empty");
    try (CameraLog cameras = CameraLog.connect(access)) {
      assertThat(cameras.count(log, DOOR))
          .isEqualTo(new CameraRecords(log, 0, 0, null, Map.of(), Duration.ofHours(1)));
      assertThat(cameras.existing(Set.of("empty", "missing"))).containsExactly("empty");
    }
  }

  @Test
  void shouldTellWhetherAGroupHasDoneWithARecord() throws Exception {
    TopicPartition log = topic("group", "door", "door");
    try (CameraLog cameras = CameraLog.connect(access)) {
      assertThat(cameras.isDone("readers", log, 0)).isFalse();
      admin.alterConsumerGroupOffsets("readers", Map.of(log, new OffsetAndMetadata(1))).all().get();
      assertThat(cameras.isDone("readers", log, 0)).isTrue();
      assertThat(cameras.isDone("readers", log, 1)).isFalse();
    }
  }

  /** A topic of one partition with records of these keys, a second apart. */
  private static TopicPartition topic(String name, @Nullable String... keys) throws Exception {
    admin
        .createTopics(
            Set.of(new NewTopic(name, 1, (short) 1).configs(Map.of("retention.ms", "3600000"))))
        .all()
        .get();
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            access.properties(), new StringSerializer(), new ByteArraySerializer())) {
      long at = System.currentTimeMillis() / 1000 * 1000;
      for (int i = 0; i < keys.length; i++) {
        producer.send(new ProducerRecord<>(name, 0, at + i * 1000L, keys[i], new byte[1])).get();
      }
    }
    return new TopicPartition(name, 0);
  }
}
