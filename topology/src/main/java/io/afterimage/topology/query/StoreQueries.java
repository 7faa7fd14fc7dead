package io.afterimage.topology.query;

import io.afterimage.contract.CameraId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stores of one Kafka Streams client, partition by partition: the state that is worked
 * on, and where that lies elsewhere or is still being restored, the copy. Thread-safe.
 */
final class StoreQueries {
  private final KafkaStreams streams;

  /**
   * Entries of one store and partition.
   *
   * @param partition the partition
   * @param copy whether it is not the state that is worked on
   * @param behind how many changes the copy lacks
   * @param entries value by key
   */
  record Part(int partition, boolean copy, long behind, Map<String, byte[]> entries) {}

  StoreQueries(KafkaStreams streams) {
    this.streams = streams;
  }

  /** Every entry of each partition that lies here. */
  List<Part> all(String store) {
    RangeQuery<String, byte[]> everything = RangeQuery.withNoBounds();
    List<Part> parts = new ArrayList<>();
    ask(StateQueryRequest.inStore(store).withQuery(everything).withAllPartitions().requireActive())
        .forEach(
            (partition, active) -> {
              Part part =
                  active.isSuccess()
                      ? new Part(partition, false, 0, entries(active))
                      : copy(store, partition, everything);
              if (part != null) {
                parts.add(part);
              }
            });
    return parts;
  }

  /** A camera's entries: those under {@code CAMERA} and {@code CAMERA/…}; null: not here. */
  @Nullable Part of(String store, int partition, CameraId camera) {
    String prefix = camera + "/";
    RangeQuery<String, byte[]> below = RangeQuery.withRange(prefix, prefix + Character.MAX_VALUE);
    QueryResult<KeyValueIterator<String, byte[]>> active =
        ask(StateQueryRequest.inStore(store)
                .withQuery(below)
                .withPartitions(Set.of(partition))
                .requireActive())
            .get(partition);
    Part part =
        active != null && active.isSuccess()
            ? new Part(partition, false, 0, entries(active))
            : copy(store, partition, below);
    if (part != null) {
      itself(store, camera, part);
    }
    return part;
  }

  private void itself(String store, CameraId camera, Part part) {
    KeyQuery<String, byte[]> key = KeyQuery.withKey(camera.value());
    QueryResult<byte[]> found =
        ask(StateQueryRequest.inStore(store).withQuery(key).withPartitions(Set.of(part.partition)))
            .get(part.partition);
    if (found == null || found.isFailure()) {
      throw new InvalidStateStoreException("store " + store + " has gone meanwhile");
    }
    byte[] value = found.getResult();
    if (value != null) {
      part.entries.put(camera.value(), value);
    }
  }

  private @Nullable Part copy(
      String store, int partition, Query<KeyValueIterator<String, byte[]>> query) {
    QueryResult<KeyValueIterator<String, byte[]>> found =
        ask(StateQueryRequest.inStore(store).withQuery(query).withPartitions(Set.of(partition)))
            .get(partition);
    if (found == null || found.isFailure()) {
      return null;
    }
    Map<String, byte[]> entries = entries(found);
    LagInfo lag = streams.allLocalStorePartitionLags().getOrDefault(store, Map.of()).get(partition);
    return new Part(partition, true, lag == null ? 0 : Math.max(0, lag.offsetLag()), entries);
  }

  private <R> Map<Integer, QueryResult<R>> ask(StateQueryRequest<R> request) {
    Map<Integer, QueryResult<R>> results = streams.query(request).getPartitionResults();
    for (QueryResult<R> result : results.values()) {
      if (result.isFailure() && result.getFailureReason() == FailureReason.STORE_EXCEPTION) {
        throw new InvalidStateStoreException(result.getFailureMessage());
      }
    }
    return results;
  }

  private static Map<String, byte[]> entries(QueryResult<KeyValueIterator<String, byte[]>> found) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (KeyValueIterator<String, byte[]> each = found.getResult()) {
      while (each.hasNext()) {
        KeyValue<String, byte[]> entry = each.next();
        entries.put(entry.key, entry.value);
      }
    }
    return entries;
  }
}
