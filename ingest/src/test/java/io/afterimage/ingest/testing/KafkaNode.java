package io.afterimage.ingest.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A real broker in this process. */
public final class KafkaNode implements AutoCloseable {
  private final KafkaRaftServer server;
  private final String bootstrap;

  private KafkaNode(KafkaRaftServer server, String bootstrap) {
    this.server = server;
    this.bootstrap = bootstrap;
  }

  /** Starts a broker that keeps its data in a folder; returns when it takes requests. */
  public static KafkaNode start(Path logs) throws Exception {
    int broker;
    int controller;
    try (ServerSocket one = freePort();
        ServerSocket two = freePort()) {
      broker = one.getLocalPort();
      controller = two.getLocalPort();
    }
    Properties all = new Properties();
    all.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "log.dirs", logs.toString(),
            "listeners",
                "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(broker, controller),
            "advertised.listeners", "PLAINTEXT://127.0.0.1:" + broker,
            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name", "PLAINTEXT",
            "controller.listener.names", "CONTROLLER",
            "controller.quorum.voters", "1@127.0.0.1:" + controller,
            "metric.reporters", ""));
    all.putAll(
        Map.of(
            "auto.create.topics.enable", "false",
            "log.cleaner.dedupe.buffer.size", "16777216",
            "log.segment.bytes", "16777216",
            "offsets.topic.num.partitions", "4",
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.num.partitions", "4",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "group.initial.rebalance.delay.ms", "0"));
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.latestProduction())
        .addDirectory(logs.toString())
        .setMetadataLogDirectory(logs.toString())
        .run();
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(all, false), Time.SYSTEM);
    server.startup();
    return new KafkaNode(server, "127.0.0.1:" + broker);
  }

  /** What a client needs. */
  public Map<String, Object> config() {
    return Map.of("bootstrap.servers", bootstrap);
  }

  /** Creates a prefix's topics. */
  public Topics createTopics(String prefix, int partitions)
      throws InterruptedException, ExecutionException {
    Topics topics = new Topics(prefix);
    try (Admin admin = Admin.create(config())) {
      List<NewTopic> wanted =
          topics.all().stream().map(name -> new NewTopic(name, partitions, (short) 1)).toList();
      admin.createTopics(wanted).all().get();
    }
    return topics;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static ServerSocket freePort() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
