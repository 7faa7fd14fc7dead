package io.afterimage.app.kafka;

import io.afterimage.app.config.AfterimageConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How this process's clients reach a cluster. Immutable.
 *
 * @param bootstrap {@code host:port,...}
 * @param connectTimeout how long to wait for a first answer
 * @param properties bootstrap servers and security, for any Kafka client
 */
public record KafkaAccess(
    String bootstrap, Duration connectTimeout, Map<String, Object> properties) {
  /** Copies the properties. */
  public KafkaAccess {
    properties = Map.copyOf(properties);
  }

  /**
   * The access that settings describe, to a cluster that may be the embedded one.
   *
   * @param kafka time limit and security
   * @param bootstrap {@code host:port,...}
   */
  public static KafkaAccess of(AfterimageConfig.Kafka kafka, String bootstrap) {
    Map<String, Object> properties = new HashMap<>(kafka.properties());
    properties.put("bootstrap.servers", bootstrap);
    return new KafkaAccess(bootstrap, kafka.connectTimeout(), properties);
  }
}
