package io.afterimage.bench.chaos.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Kafka's settings for one node of a small cluster, broker and controller at once. What a cluster
 * promises is as in production (three copies, two of which must have a record); sizes and thread
 * counts are for a machine that carries the whole cluster. Immutable.
 *
 * @param node its number, from 1
 * @param logs where its logs go
 * @param ports of all nodes, by number from 0
 */
record BrokerSettings(int node, Path logs, List<BrokerPorts> ports) {
  static final String CONTROLLER = "CONTROLLER";

  /** Where roles connect: the proxy. */
  private static final String CLIENT = "CLIENT";

  /** Where brokers meet, and who only looks on. */
  private static final String INSIDE = "INSIDE";

  /** What {@code server.properties} holds. */
  Properties properties() {
    Properties all = new Properties();
    listeners(all);
    copies(all);
    sizes(all);
    all.put("process.roles", "broker,controller");
    all.put("node.id", Integer.toString(node));
    all.put("log.dirs", logs.toString());
    all.put("auto.create.topics.enable", "false");
    // The times of records are the brokers' own, so that no role's clock reaches into retention.
    all.put("log.message.timestamp.type", "LogAppendTime");
    all.put("group.initial.rebalance.delay.ms", "0");
    // A dead broker's partitions move after 6 s rather than 9.
    all.put("broker.session.timeout.ms", "6000");
    all.put("broker.heartbeat.interval.ms", "1000");
    return all;
  }

  private void listeners(Properties all) {
    BrokerPorts own = ports.get(node - 1);
    all.put(
        "listeners",
        "%s://%s,%s://%s,%s://%s"
            .formatted(
                CLIENT, at(own.client()), INSIDE, at(own.inside()), CONTROLLER, at(own.control())));
    all.put(
        "advertised.listeners",
        "%s://%s,%s://%s".formatted(CLIENT, at(own.proxy()), INSIDE, at(own.inside())));
    all.put(
        "listener.security.protocol.map", "CLIENT:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT");
    all.put("inter.broker.listener.name", INSIDE);
    all.put("controller.listener.names", CONTROLLER);
    all.put(
        "controller.quorum.voters",
        IntStream.range(0, ports.size())
            .mapToObj(i -> (i + 1) + "@" + at(ports.get(i).control()))
            .collect(Collectors.joining(",")));
  }

  private void copies(Properties all) {
    String copies = Integer.toString(ports.size());
    String enough = ports.size() > 1 ? "2" : "1";
    all.put("default.replication.factor", copies);
    all.put("min.insync.replicas", enough);
    all.put("offsets.topic.replication.factor", copies);
    all.put("offsets.topic.num.partitions", "6");
    all.put("transaction.state.log.replication.factor", copies);
    all.put("transaction.state.log.min.isr", enough);
    all.put("transaction.state.log.num.partitions", "6");
    all.put("share.coordinator.state.topic.replication.factor", copies);
    all.put("share.coordinator.state.topic.min.isr", enough);
    all.put("share.coordinator.state.topic.num.partitions", "1");
  }

  private static void sizes(Properties all) {
    all.put("num.network.threads", "2");
    all.put("num.io.threads", "4");
    all.put("background.threads", "2");
    all.put("num.recovery.threads.per.data.dir", "2");
    all.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    all.put("log.cleaner.io.buffer.size", Integer.toString(1 << 19));
    all.put("log.index.size.max.bytes", Integer.toString(1 << 20));
    all.put("log.segment.bytes", Integer.toString(64 << 20));
    all.put("socket.send.buffer.bytes", "-1");
    all.put("socket.receive.buffer.bytes", "-1");
    all.put("metric.reporters", "");
  }

  private static String at(int port) {
    return "127.0.0.1:" + port;
  }
}
