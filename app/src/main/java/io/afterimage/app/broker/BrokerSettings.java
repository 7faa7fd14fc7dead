package io.afterimage.app.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * Kafka's settings for one small node that is broker and controller at once. What it keeps is
 * bounded by the retention of each topic; segments are small so that retention bites soon.
 * Immutable.
 *
 * @param logs where the logs go
 * @param port the broker's port on the loopback interface
 * @param controllerPort the controller's port on the loopback interface
 * @param keepAll how long after the start nothing is removed, however old it is
 */
record BrokerSettings(Path logs, int port, int controllerPort, Duration keepAll) {
  static final String HOST = "127.0.0.1";
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final long MIB = 1L << 20;

  /** What {@code server.properties} would hold. */
  Properties properties() {
    Properties all = new Properties();
    identity(all);
    smallMachine(all);
    boundedData(all);
    oneNode(all);
    return all;
  }

  private void identity(Properties all) {
    String controller = HOST + ":" + controllerPort;
    all.put("process.roles", "broker,controller");
    all.put("node.id", Integer.toString(NODE_ID));
    all.put("log.dirs", logs.toString());
    all.put(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + port + "," + CONTROLLER_LISTENER + "://" + controller);
    all.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
    all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    all.put("inter.broker.listener.name", "PLAINTEXT");
    all.put("controller.listener.names", CONTROLLER_LISTENER);
    all.put("controller.quorum.voters", NODE_ID + "@" + controller);
    all.put("auto.create.topics.enable", "false");
  }

  private static void smallMachine(Properties all) {
    all.put("num.network.threads", "2");
    all.put("num.io.threads", "4");
    all.put("background.threads", "2");
    all.put("num.recovery.threads.per.data.dir", "2");
    all.put("log.cleaner.dedupe.buffer.size", Long.toString(16 * MIB));
    all.put("log.cleaner.io.buffer.size", Long.toString(MIB / 2));
    all.put("queued.max.requests", "100");
    all.put("socket.send.buffer.bytes", "-1");
    all.put("socket.receive.buffer.bytes", "-1");
    // Its own metrics are not read by anyone: no MBean for each.
    all.put("metric.reporters", "");
    all.put("metadata.max.idle.interval.ms", "10000");
    // A broker that was killed can come back only after its old session has ended.
    all.put("broker.session.timeout.ms", "3000");
    all.put("broker.heartbeat.interval.ms", "500");
  }

  private void boundedData(Properties all) {
    all.put("log.initial.task.delay.ms", Long.toString(keepAll.toMillis()));
    all.put("log.segment.bytes", Long.toString(16 * MIB));
    all.put("log.index.size.max.bytes", Long.toString(MIB));
    all.put("log.retention.bytes", Long.toString(64 * MIB));
    all.put("log.retention.check.interval.ms", "5000");
    all.put("log.segment.delete.delay.ms", "1000");
    all.put("log.cleaner.backoff.ms", "5000");
    all.put("metadata.log.segment.bytes", Long.toString(8 * MIB));
    all.put("metadata.max.retention.bytes", Long.toString(16 * MIB));
    all.put("offsets.topic.segment.bytes", Long.toString(8 * MIB));
    all.put("transaction.state.log.segment.bytes", Long.toString(8 * MIB));
  }

  private static void oneNode(Properties all) {
    all.put("offsets.topic.num.partitions", "4");
    all.put("offsets.topic.replication.factor", "1");
    all.put("transaction.state.log.num.partitions", "4");
    all.put("transaction.state.log.replication.factor", "1");
    all.put("transaction.state.log.min.isr", "1");
    all.put("share.coordinator.state.topic.num.partitions", "1");
    all.put("share.coordinator.state.topic.replication.factor", "1");
    all.put("share.coordinator.state.topic.min.isr", "1");
    all.put("default.replication.factor", "1");
    all.put("min.insync.replicas", "1");
    all.put("group.initial.rebalance.delay.ms", "0");
  }
}
