package io.afterimage.ingest.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Topics;
import io.afterimage.ingest.testing.KafkaNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class EpochFenceTest {
  private static final CameraId FRONT = new CameraId("front");
  private static final CameraId BACK = new CameraId("back");

  @TempDir static Path folder;
  private static KafkaNode kafka;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = KafkaNode.start(folder.resolve("kafka"));
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void shouldCountEachCameraFromOne() throws Exception {
    Topics topics = kafka.createTopics("count", 3);
    assertThat(fence(topics).take(FRONT)).isEqualTo(1);
    assertThat(fence(topics).take(FRONT)).isEqualTo(2);
    assertThat(fence(topics).take(BACK)).isEqualTo(1);
    assertThat(fence(topics).take(FRONT)).isEqualTo(3);
  }

  @Test
  void shouldNeverGiveANumberTwice() throws Exception {
    Topics topics = kafka.createTopics("race", 2);
    ExecutorService takers = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        tasks.add(() -> fence(topics).take(FRONT));
      }
      List<Long> taken = new ArrayList<>();
      for (Future<Long> future : takers.invokeAll(tasks)) {
        taken.add(future.get());
      }
      assertThat(taken).doesNotHaveDuplicates();
      assertThat(fence(topics).take(FRONT))
          .isGreaterThan(taken.stream().mapToLong(Long::longValue).max().orElseThrow());
    } finally {
      takers.shutdownNow();
      assertThat(takers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void shouldSeeANumberBehindAnotherCamerasOpenTransaction() throws Exception {
    Topics topics = kafka.createTopics("open", 1);
    try (KafkaProducer<String, String> other = producer("other");
        KafkaProducer<String, String> own = producer("own")) {
      other.initTransactions();
      other.beginTransaction();
      other.send(new ProducerRecord<>(topics.epochs(), "back", "4")).get();
      own.initTransactions();
      own.beginTransaction();
      own.send(new ProducerRecord<>(topics.epochs(), "front", "7")).get();
      own.commitTransaction();
      CompletableFuture<Long> taken =
          CompletableFuture.supplyAsync(() -> fence(topics).take(FRONT));
      other.commitTransaction();
      assertThat(taken.get(30, TimeUnit.SECONDS)).isEqualTo(8);
    }
  }

  @Test
  void shouldPassOverWhatIsNoEpoch() throws Exception {
    Topics topics = kafka.createTopics("poison", 1);
    assertThat(fence(topics).take(FRONT)).isEqualTo(1);
    assertThat(fence(topics).take(FRONT)).isEqualTo(2);
    byte[] noText = {(byte) 0xff, 1};
    List<byte[]> values = new ArrayList<>();
    values.add(null);
    for (String value : List.of("", "two", "-7", "0", "NaN", "9223372036854775807", "1e3")) {
      values.add(value.getBytes(UTF_8));
    }
    values.add("9".repeat(500_000).getBytes(UTF_8));
    values.add(noText);
    try (KafkaProducer<byte[], byte[]> other =
        new KafkaProducer<>(kafka.config(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (byte[] value : values) {
        for (byte[] key : Arrays.asList("front".getBytes(UTF_8), null, noText)) {
          other.send(new ProducerRecord<>(topics.epochs(), key, value)).get();
        }
      }
    }
    assertThat(fence(topics).take(FRONT)).isEqualTo(3);
    assertThat(fence(topics).take(BACK)).isEqualTo(1);
  }

  private static EpochFence fence(Topics topics) {
    return new EpochFence(kafka.config(), topics);
  }

  private static KafkaProducer<String, String> producer(String id) {
    Map<String, Object> config = new HashMap<>(kafka.config());
    config.put("transactional.id", id);
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }
}
