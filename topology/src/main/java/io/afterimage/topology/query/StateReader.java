package io.afterimage.topology.query;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.instance.InstanceAddress;
import io.afterimage.topology.TopologyException;
import io.afterimage.topology.TopologyException.Code;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.MemoryCodec;
import io.afterimage.topology.memory.MemoryKey;
import io.afterimage.topology.stage.MemoryStage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one application keeps: the state that lies on this instance, and who has the rest.
 * Under exactly-once it shows what a task has written and not yet committed, too. Thread-safe; the
 * streams go on meanwhile.
 */
public final class StateReader {
  private final KafkaStreams streams;
  private final String application;
  private final @Nullable String self;
  private final TreeSet<String> stores;
  private final StoreQueries queries;

  /**
   * @param streams what runs the application; stays its owner's
   * @param application the application id
   * @param self where this instance answers; null: nowhere
   * @param stores the application's stores, at least one
   */
  public StateReader(
      KafkaStreams streams, String application, @Nullable String self, Set<String> stores) {
    this.streams = streams;
    this.application = application;
    this.self = self;
    this.stores = new TreeSet<>(stores);
    queries = new StoreQueries(streams);
  }

  /** The application id. */
  public String application() {
    return application;
  }

  /** Whether the application keeps memories. */
  public boolean hasMemories() {
    return stores.contains(MemoryStage.STORE);
  }

  /**
   * The memories that lie here, copies included; no partition is missing.
   *
   * @throws TopologyException {@link Code#UNAVAILABLE} if they cannot be read just now
   */
  public MemoryList memories() {
    return reading(
        () -> {
          List<Where> partitions = new ArrayList<>();
          List<MemorySummary> memories = new ArrayList<>();
          queries
              .all(MemoryStage.STORE)
              .forEach(
                  part -> {
                    Where where = where(part);
                    partitions.add(where);
                    part.entries()
                        .forEach((key, bytes) -> memories.add(summary(key, bytes, where)));
                  });
          return MemoryList.merge(List.of(new MemoryList(partitions, List.of(), memories)), 0);
        });
  }

  /**
   * What lies here of a camera.
   *
   * @param values whether to list each element of its tensors
   * @return null if its partition does not lie here, not even as a copy
   * @throws TopologyException {@link Code#UNAVAILABLE} if it cannot be read just now
   */
  public @Nullable CameraState camera(CameraId camera, boolean values) {
    int partition = holders(camera).partition();
    return reading(
        () -> {
          List<StoreShare> shares = new ArrayList<>();
          List<MemoryDetail> memories = new ArrayList<>();
          Where where = null;
          for (String store : stores) {
            StoreQueries.Part part = queries.of(store, partition, camera);
            if (part == null) {
              return null;
            }
            Where here = where(part);
            where = where == null || here.copy() ? here : where;
            Collection<byte[]> found = part.entries().values();
            long bytes = found.stream().mapToLong(value -> value.length).sum();
            shares.add(new StoreShare(store, found.size(), bytes));
            if (store.equals(MemoryStage.STORE)) {
              part.entries()
                  .forEach((key, value) -> memories.add(detail(key, value, here, values)));
            }
          }
          return new CameraState(camera.value(), Objects.requireNonNull(where), memories, shares);
        });
  }

  /**
   * Who has a camera's state.
   *
   * @throws TopologyException {@link Code#UNAVAILABLE} if that is not settled just now
   */
  public Holders holders(CameraId camera) {
    return reading(
        () -> {
          // Stores are partitioned as the topics are: by the camera, whatever their own keys are.
          KeyQueryMetadata found =
              streams.queryMetadataForKey(stores.first(), camera.value(), new StringSerializer());
          if (found == null || found.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            throw unavailable("its partitions are not assigned yet", null);
          }
          List<InstanceAddress> instances =
              Stream.concat(Stream.of(found.activeHost()), found.standbyHosts().stream())
                  .filter(StateReader::hasAddress)
                  .map(host -> new InstanceAddress(host.host(), host.port()))
                  .toList();
          return new Holders(found.partition(), instances);
        });
  }

  /**
   * All instances of the application that have an address, this one included.
   *
   * @throws TopologyException {@link Code#UNAVAILABLE} if that is not settled just now
   */
  public List<InstanceAddress> instances() {
    return reading(
        () ->
            streams.metadataForAllStreamsClients().stream()
                .filter(client -> hasAddress(client.hostInfo()))
                .map(client -> new InstanceAddress(client.host(), client.port()))
                .distinct()
                .toList());
  }

  /**
   * How many partitions the state has.
   *
   * @throws TopologyException {@link Code#UNAVAILABLE} if that is not settled just now
   */
  public int partitions() {
    return reading(
        () ->
            streams.metadataForAllStreamsClients().stream()
                .flatMap(client -> client.topicPartitions().stream())
                .mapToInt(TopicPartition::partition)
                .map(last -> last + 1)
                .max()
                .orElseThrow(() -> unavailable("its partitions are not assigned yet", null)));
  }

  private Where where(StoreQueries.Part part) {
    return new Where(self, application, part.partition(), part.copy(), part.behind());
  }

  private static MemorySummary summary(String text, byte[] bytes, Where where) {
    MemoryKey key = MemoryKey.parse(text);
    try {
      return MemorySummary.of(key, memory(key, bytes), bytes.length, where);
    } catch (ContractException e) {
      return MemorySummary.unreadable(key, e, bytes.length, where);
    }
  }

  private static MemoryDetail detail(String text, byte[] bytes, Where where, boolean values) {
    MemorySummary summary = summary(text, bytes, where);
    return summary.fault() == null
        ? MemoryDetail.of(summary, memory(MemoryKey.parse(text), bytes), values)
        : MemoryDetail.unreadable(summary);
  }

  private static Memory memory(MemoryKey key, byte[] bytes) {
    return new MemoryCodec().read(key.pack(), bytes);
  }

  private static boolean hasAddress(HostInfo host) {
    return host.port() > 0;
  }

  private <T> T reading(Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidStateStoreException | IllegalStateException e) {
      throw unavailable(state(), e);
    } catch (StreamsException e) {
      throw unavailable(String.valueOf(e.getMessage()), e);
    }
  }

  private String state() {
    return "it is " + streams.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private TopologyException unavailable(String why, @Nullable Exception cause) {
    String sentence =
        "the state of '%s' cannot be read just now (%s): ask again in some seconds"
            .formatted(application, why);
    return cause == null
        ? new TopologyException(Code.UNAVAILABLE, sentence)
        : new TopologyException(Code.UNAVAILABLE, sentence, cause);
  }
}
