package io.afterimage.app.kafka;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.broker.DataFolder;
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

  /**
   * The access to the cluster that is named, else to the broker of a run on this machine.
   *
   * @param config the cluster, or the data folder through which the broker is found
   * @param environment the process's variables
   * @throws AppException {@link Code#KAFKA} if there is neither
   */
  public static KafkaAccess ofRunning(AfterimageConfig config, Map<String, String> environment) {
    String cluster = config.kafka().bootstrap();
    if (cluster != null) {
      return of(config.kafka(), cluster);
    }
    return of(
        config.kafka(),
        DataFolder.runningBroker(DataFolder.chosen(config.data(), environment))
            .orElseThrow(
                () ->
                    new AppException(
                        Code.KAFKA,
                        "no 'afterimage run' or 'demo' is running on this machine: start one, or name a cluster with --kafka")));
  }
}
