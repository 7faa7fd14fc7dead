package io.afterimage.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerTest {
  @TempDir private Path folder;

  @Test
  void shouldKeepTopicsRecordsAndClusterIdFromOneStartToTheNext() throws Exception {
    String clusterId;
    try (DataFolder data = DataFolder.open(folder, 0);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      clusterId = admin.describeCluster().clusterId().get();
      admin.createTopics(Set.of(new NewTopic("kept", 2, (short) 1))).all().get();
      write(broker, "kept", "a", "one");
    }

    try (DataFolder data = DataFolder.open(folder, 0);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      assertThat(admin.describeCluster().clusterId().get()).isEqualTo(clusterId);
      assertThat(read(broker, "kept", 2)).containsExactly("one");
    }
  }

  @Test
  void shouldSayThatAPortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DataFolder data = DataFolder.open(folder, 0)) {
      assertThatThrownBy(() -> EmbeddedBroker.start(data, taken.getLocalPort()))
          .isInstanceOf(AppException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " of this machine is in use");
    }
  }

  @Test
  void shouldListenOnThePortThatWasAskedFor() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (DataFolder data = DataFolder.open(folder, 0);
        EmbeddedBroker broker = EmbeddedBroker.start(data, port)) {
      assertThat(broker.bootstrap()).isEqualTo("127.0.0.1:" + port);
      assertThat(DataFolder.runningBroker(folder)).contains(broker.bootstrap());
    }
    assertThat(DataFolder.runningBroker(folder)).isEmpty();
  }

  @Test
  void shouldSayThatItGaveUpInsteadOfEndingTheProcess() {
    try (DataFolder data = DataFolder.open(folder, 0);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      // What Kafka does when its only log folder fails.
      assertThatThrownBy(() -> Exit.halt(1)).isInstanceOf(Error.class);

      assertThat(broker.death())
          .isCompletedWithValueMatching(
              fault -> String.valueOf(fault.getMessage()).contains("see whether the disk of"));
    }
  }

  @Test
  void shouldSayThatItsDiskIsFull() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 64);
        DataFolder data = DataFolder.open(disk.path(), 0);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      admin.createTopics(Set.of(new NewTopic("some", 1, (short) 1))).all().get();
      write(broker, "some", "a", "one");
      disk.fill();

      assertThatThrownBy(() -> write(broker, "some", "a", "x".repeat(500_000)))
          .isInstanceOf(ExecutionException.class);
      assertThat(broker.death())
          .succeedsWithin(Duration.ofMinutes(1))
          .extracting(fault -> String.valueOf(fault.getMessage()))
          .asString()
          .contains("see whether the disk of " + disk.path());
    }
  }

  private static void write(EmbeddedBroker broker, String topic, String key, String value)
      throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "delivery.timeout.ms",
                "20000",
                "request.timeout.ms",
                "10000"),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    }
  }

  private static List<String> read(EmbeddedBroker broker, String topic, int partitions) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrap(), "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(
          java.util.stream.IntStream.range(0, partitions)
              .mapToObj(i -> new TopicPartition(topic, i))
              .toList());
      List<String> values = new java.util.ArrayList<>();
      while (values.isEmpty()) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
