package io.afterimage.bench.chaos.fault;

import io.afterimage.bench.chaos.process.Cluster;
import io.afterimage.bench.chaos.process.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * What is done to brokers. One at a time is away: a cluster of three copies promises to go on
 * without one, not without two. Used by one thread.
 */
final class BrokerFaults implements AutoCloseable {
  private final Site site;
  private final Random random;
  private final Admin admin;

  BrokerFaults(Site site, Random random) {
    this.site = site;
    this.random = random;
    Map<String, Object> config = new HashMap<>(site.cluster().client());
    config.put("default.api.timeout.ms", 10_000);
    config.put("request.timeout.ms", 5_000);
    admin = Admin.create(config);
  }

  Optional<Strike> kill() {
    return one()
        .map(
            node -> {
              node.kill();
              return Strike.now(FaultKind.KILL_BROKER, node.name(), "kill -9");
            });
  }

  Optional<Strike> restart() {
    return one()
        .map(
            node -> {
              node.restart();
              return Strike.now(FaultKind.RESTART_BROKER, node.name(), "SIGTERM");
            });
  }

  Optional<Strike> pause() {
    return one().map(node -> Picks.pause(site, random, FaultKind.PAUSE_BROKER, node));
  }

  /** Gives about half of all partitions another order of copies, and elects the first of each. */
  Optional<Strike> moveLeaders() {
    Cluster cluster = site.cluster();
    if (cluster.size() == 1) {
      return Optional.empty();
    }
    try {
      Map<TopicPartition, Optional<NewPartitionReassignment>> orders = orders();
      admin.alterPartitionReassignments(orders).all().get();
      Map<TopicPartition, Optional<Throwable>> elected =
          admin
              .electLeaders(ElectionType.PREFERRED, Set.copyOf(orders.keySet()))
              .partitions()
              .get();
      long moved = elected.values().stream().filter(Optional::isEmpty).count();
      return moved == 0
          ? Optional.empty()
          : Optional.of(
              Strike.now(
                  FaultKind.MOVE_LEADERS,
                  "cluster",
                  "%d of %d partitions".formatted(moved, orders.size())));
    } catch (ExecutionException e) {
      return Optional.empty(); // A broker is away: it is another fault's turn.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    admin.close();
  }

  private Optional<Node> one() {
    List<Node> nodes = site.cluster().nodes();
    return nodes.stream().allMatch(Node::isUp) ? Picks.one(random, nodes) : Optional.empty();
  }

  private Map<TopicPartition, Optional<NewPartitionReassignment>> orders()
      throws ExecutionException, InterruptedException {
    Set<String> names = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
    Map<TopicPartition, Optional<NewPartitionReassignment>> orders = new HashMap<>();
    for (TopicDescription topic : admin.describeTopics(names).allTopicNames().get().values()) {
      for (TopicPartitionInfo partition : topic.partitions()) {
        if (random.nextBoolean()) {
          List<Integer> copies = new ArrayList<>();
          partition.replicas().forEach(node -> copies.add(node.id()));
          Collections.rotate(copies, 1 + random.nextInt(Math.max(1, copies.size() - 1)));
          orders.put(
              new TopicPartition(topic.name(), partition.partition()),
              Optional.of(new NewPartitionReassignment(copies)));
        }
      }
    }
    return orders;
  }
}
