package io.afterimage.app.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers GET requests at one address, on daemon threads of its own. What is asked for is left to a
 * function, which may be called on several of them at once.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

  private final HttpServer server;
  private final ExecutorService threads;

  private HttpEndpoint(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Where to answer, and what settings say so.
   *
   * @param what what is served, for the message if that fails
   * @param host address to bind
   * @param port port to bind; 0: a free one
   * @param hostKey the setting of the host
   * @param portKey the setting of the port
   */
  public record Place(String what, String host, int port, String hostKey, String portKey) {}

  /**
   * Takes an address; whoever connects waits for {@link #start}.
   *
   * @param place where
   * @param name what its threads are called
   * @param count how many threads it has, at least 1
   * @throws AppException {@link Code#CONFIG} if the address cannot be bound
   */
  public static HttpEndpoint bind(Place place, String name, int count) {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(place.host(), place.port()), 0);
    } catch (IOException | RuntimeException e) {
      throw new AppException(
          Code.CONFIG,
          "%s cannot be served at %s:%d (%s): set %s to a free port and %s to an address of this machine"
              .formatted(
                  place.what(),
                  place.host(),
                  place.port(),
                  e.getMessage(),
                  place.portKey(),
                  place.hostKey()),
          e);
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread worker = new Thread(work, name);
              worker.setDaemon(true);
              return worker;
            });
    server.setExecutor(threads);
    return new HttpEndpoint(server, threads);
  }

  /**
   * Begins to answer.
   *
   * @param answers answers a GET request
   */
  public void start(Function<HttpExchange, Reply> answers) {
    server.createContext("/", exchange -> answer(exchange, answers));
    server.start();
  }

  /** The port that is bound. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange, Function<HttpExchange, Reply> answers)
      throws IOException {
    try (exchange) {
      boolean read = exchange.getRequestMethod().equals("GET");
      Reply reply = read ? reply(exchange, answers) : Reply.text(405, "");
      byte[] body = new byte[reply.body().remaining()];
      reply.body().duplicate().get(body);
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Reply reply(HttpExchange exchange, Function<HttpExchange, Reply> answers) {
    try {
      return answers.apply(exchange);
    } catch (RuntimeException e) {
      LOG.warn("A request to {} failed", exchange.getRequestURI().getPath(), e);
      return Reply.error(500, "the request failed; the log of the instance says why");
    }
  }
}
