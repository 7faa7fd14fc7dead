package io.afterimage.inference.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A real broker in this process, with its own controller; it can be stopped and started again. */
final class KafkaNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Properties settings = new Properties();
  private final String bootstrap;
  private KafkaRaftServer server;

  /** Starts a broker that keeps its logs in an empty folder. */
  KafkaNode(Path logs) throws Exception {
    String controller;
    try (ServerSocket first = socket();
        ServerSocket second = socket()) {
      bootstrap = "127.0.0.1:" + first.getLocalPort();
      controller = "127.0.0.1:" + second.getLocalPort();
    }
    settings.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "log.dirs", logs.toString(),
            "listeners", "PLAINTEXT://" + bootstrap + ",CONTROLLER://" + controller,
            "advertised.listeners", "PLAINTEXT://" + bootstrap,
            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name", "PLAINTEXT",
            "controller.listener.names", "CONTROLLER",
            "controller.quorum.voters", "1@" + controller,
            "auto.create.topics.enable", "false"));
    settings.putAll(
        Map.of(
            "metric.reporters", "",
            "num.network.threads", "2",
            "num.io.threads", "4",
            "log.cleaner.dedupe.buffer.size", "16777216",
            "offsets.topic.num.partitions", "2",
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.num.partitions", "2",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "group.initial.rebalance.delay.ms", "0"));
    settings.put("socket.send.buffer.bytes", "-1");
    settings.put("socket.receive.buffer.bytes", "-1");
    settings.put("broker.session.timeout.ms", "3000");
    settings.put("broker.heartbeat.interval.ms", "500");
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.latestProduction())
        .addDirectory(logs.toString())
        .setMetadataLogDirectory(logs.toString())
        .run();
    server = start();
  }

  Map<String, Object> client() {
    return Map.of("bootstrap.servers", bootstrap);
  }

  void create(Collection<String> topics, int partitions, Map<String, String> configs)
      throws Exception {
    try (Admin admin = Admin.create(client())) {
      admin
          .createTopics(
              topics.stream()
                  .map(topic -> new NewTopic(topic, partitions, (short) 1).configs(configs))
                  .toList())
          .all()
          .get();
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (String topic : topics) {
        for (int i = 0; i < partitions; i++) {
          ends.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
      }
      awaitLed(admin, ends);
    }
  }

  /** Created is not yet led: this returns once the broker takes records for every partition. */
  private static void awaitLed(Admin admin, Map<TopicPartition, OffsetSpec> ends) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        admin.listOffsets(ends).all().get();
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  void startAgain() {
    server = start();
  }

  private KafkaRaftServer start() {
    KafkaRaftServer next = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    next.startup();
    return next;
  }

  @Override
  public void close() {
    stop();
  }

  private static ServerSocket socket() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
