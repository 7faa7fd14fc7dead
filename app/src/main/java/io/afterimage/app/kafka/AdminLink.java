package io.afterimage.app.kafka;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/**
 * An admin client whose answers are waited for, with a sentence for each way in which they fail.
 * Owns the client; thread-safe but for {@link #close()}.
 */
final class AdminLink implements AutoCloseable {
  private final Admin admin;
  private final String bootstrap;
  private final Duration patience;

  private AdminLink(Admin admin, String bootstrap, Duration patience) {
    this.admin = admin;
    this.bootstrap = bootstrap;
    this.patience = patience;
  }

  /**
   * Connects to a cluster.
   *
   * @param access where it is, how long to wait, and security
   * @throws AppException {@link Code#KAFKA} if no broker answers in time, or the address or a
   *     security property is no good
   */
  static AdminLink connect(KafkaAccess access) {
    String bootstrap = access.bootstrap();
    int patience = Math.toIntExact(access.connectTimeout().toMillis());
    Map<String, Object> settings = new HashMap<>(access.properties());
    settings.put("client.id", "afterimage-admin");
    settings.put("default.api.timeout.ms", patience);
    settings.put("request.timeout.ms", patience);
    // A broker that has not heard of a new topic yet has in a moment.
    settings.put("retry.backoff.max.ms", 100);
    Admin admin;
    try {
      admin = Admin.create(settings);
    } catch (KafkaException e) {
      throw new AppException(
          Code.KAFKA, "cannot connect to Kafka at %s: %s".formatted(bootstrap, innermost(e)), e);
    }
    AdminLink link = new AdminLink(admin, bootstrap, access.connectTimeout());
    try {
      link.answer(admin.describeCluster().nodes());
      return link;
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  /** The client. */
  Admin admin() {
    return admin;
  }

  /** How long an answer is waited for. */
  Duration patience() {
    return patience;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }

  /**
   * What the cluster answers.
   *
   * @throws AppException {@link Code#KAFKA} if it does not in time, or refuses
   */
  <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AppException(Code.KAFKA, "interrupted while Kafka was asked", e);
    } catch (TimeoutException e) {
      throw silent(e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
        throw silent(cause);
      }
      throw new AppException(
          Code.KAFKA, "Kafka at %s refuses: %s".formatted(bootstrap, cause.getMessage()), cause);
    }
  }

  private AppException silent(Throwable cause) {
    return new AppException(
        Code.KAFKA,
        "no Kafka broker answered at %s within %d s: check the address, and that the broker runs"
            .formatted(bootstrap, patience.toSeconds()),
        cause);
  }

  private static String innermost(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
