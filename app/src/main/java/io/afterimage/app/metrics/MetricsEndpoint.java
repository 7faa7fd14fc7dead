package io.afterimage.app.metrics;

import io.afterimage.app.http.HttpEndpoint;
import io.afterimage.app.http.Reply;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Two pages over HTTP: {@code /metrics} in Prometheus's text format and {@code /health}, 200 or
 * 503. Has one thread.
 */
final class MetricsEndpoint implements AutoCloseable {
  private final HttpEndpoint endpoint;

  private MetricsEndpoint(HttpEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * @param host address to bind
   * @param port port to bind; 0: a free one
   * @param metrics the text of {@code /metrics}
   * @param healthy what {@code /health} says
   * @throws io.afterimage.app.AppException {@link io.afterimage.app.AppException.Code#CONFIG} if
   *     the address cannot be bound
   */
  static MetricsEndpoint open(
      String host, int port, Supplier<String> metrics, BooleanSupplier healthy) {
    HttpEndpoint endpoint =
        HttpEndpoint.bind(
            new HttpEndpoint.Place("the metrics", host, port, "metrics.host", "metrics.port"),
            "afterimage-metrics",
            1);
    endpoint.start(
        exchange ->
            switch (exchange.getRequestURI().getPath()) {
              case "/metrics" -> Reply.text(200, metrics.get());
              case "/health" -> health(healthy.getAsBoolean());
              default -> Reply.text(404, "");
            });
    return new MetricsEndpoint(endpoint);
  }

  private static Reply health(boolean well) {
    return Reply.text(well ? 200 : 503, well ? "ok\n" : "not ready\n");
  }

  int port() {
    return endpoint.port();
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
