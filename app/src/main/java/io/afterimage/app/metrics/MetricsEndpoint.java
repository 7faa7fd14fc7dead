package io.afterimage.app.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Two pages over HTTP, on the JDK's own server: {@code /metrics} in Prometheus's text format and
 * {@code /health}, 200 or 503. Has one thread.
 */
final class MetricsEndpoint implements AutoCloseable {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService thread;

  private MetricsEndpoint(HttpServer server, ExecutorService thread) {
    this.server = server;
    this.thread = thread;
  }

  /**
   * @param host address to bind
   * @param port port to bind; 0: a free one
   * @param metrics the text of {@code /metrics}
   * @param healthy what {@code /health} says
   * @throws AppException {@link Code#CONFIG} if the address cannot be bound
   */
  static MetricsEndpoint open(
      String host, int port, Supplier<String> metrics, BooleanSupplier healthy) {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(host, port), 0);
    } catch (IOException | RuntimeException e) {
      throw new AppException(
          Code.CONFIG,
          "the metrics cannot be served at %s:%d (%s): set metrics.port to a free port and metrics.host to an address of this machine"
              .formatted(host, port, e.getMessage()),
          e);
    }
    server.createContext("/metrics", exchange -> answer(exchange, "/metrics", 200, metrics.get()));
    server.createContext(
        "/health",
        exchange -> {
          boolean well = healthy.getAsBoolean();
          answer(exchange, "/health", well ? 200 : 503, well ? "ok\n" : "not ready\n");
        });
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread worker = new Thread(work, "afterimage-metrics");
              worker.setDaemon(true);
              return worker;
            });
    server.setExecutor(thread);
    server.start();
    return new MetricsEndpoint(server, thread);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }

  private static void answer(HttpExchange exchange, String path, int status, String text)
      throws IOException {
    try (exchange) {
      boolean here = exchange.getRequestURI().getPath().equals(path);
      boolean read = exchange.getRequestMethod().equals("GET");
      int code = !here ? 404 : read ? status : 405;
      byte[] body = (code == status ? text : "").getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", TEXT);
      exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
