package io.afterimage.app.query;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.LogReader;
import io.afterimage.app.kafka.TopicAdmin;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.instance.Instance;
import io.afterimage.contract.instance.InstanceAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds instances by what they announced. Those that were killed are still listed for a while: only
 * one that answers counts. Immutable and thread-safe.
 */
public final class InstanceDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceDirectory.class);

  private final List<InstanceAddress> announced;
  private final InstanceClient client;

  private InstanceDirectory(List<InstanceAddress> announced, InstanceClient client) {
    this.announced = announced;
    this.client = client;
  }

  /**
   * The instances that the topic tells of.
   *
   * @param access the cluster
   * @param topic the {@code instances} topic
   * @param client asks them
   * @throws AppException {@link Code#KAFKA} if the cluster does not answer
   */
  public static InstanceDirectory read(KafkaAccess access, String topic, InstanceClient client) {
    try (TopicAdmin admin = TopicAdmin.connect(access)) {
      if (!admin.exists(topic)) {
        return new InstanceDirectory(List.of(), client);
      }
    }
    Map<String, Instance> latest = new HashMap<>();
    LogReader.readAll(access, topic, record -> take(record, latest));
    return new InstanceDirectory(
        latest.values().stream()
            .sorted(Comparator.comparing(Instance::announced).reversed())
            .map(Instance::address)
            .toList(),
        client);
  }

  /** The one instance that is named. */
  public static InstanceDirectory of(InstanceAddress named, InstanceClient client) {
    return new InstanceDirectory(List.of(named), client);
  }

  private static void take(ConsumerRecord<String, byte[]> record, Map<String, Instance> latest) {
    latest.remove(record.key());
    if (record.value() != null) {
      try {
        latest.put(record.key(), EventJson.read(record.value(), Instance.class));
      } catch (ContractException e) {
        LOG.warn("What instance '{}' announced is passed over: {}", record.key(), e.getMessage());
      }
    }
  }

  /** The addresses that are known, the latest announcement first. */
  public List<InstanceAddress> announced() {
    return announced;
  }

  /**
   * An instance that keeps memories and answers.
   *
   * @throws AppException {@link Code#INSTANCE} if one refuses the token
   */
  public Optional<InstanceAddress> anyWithMemories() {
    return announced.stream()
        .flatMap(address -> who(address).stream())
        .filter(instance -> !instance.memories().isEmpty())
        .map(Instance::address)
        .findFirst();
  }

  /**
   * All instances that answer.
   *
   * @throws AppException {@link Code#INSTANCE} if one refuses the token
   */
  public List<Instance> answering() {
    List<Instance> answering = new ArrayList<>();
    announced.forEach(address -> who(address).ifPresent(answering::add));
    return answering;
  }

  private Optional<Instance> who(InstanceAddress address) {
    try {
      return Optional.of(client.get(address, Pages.INSTANCE, Instance.class));
    } catch (RefusedException e) {
      if (e.status() == RefusedException.TOKEN) {
        throw new AppException(Code.INSTANCE, String.valueOf(e.getMessage()), e);
      }
      LOG.info("Instance {} is passed over: {}", address, e.getMessage());
      return Optional.empty();
    }
  }
}
