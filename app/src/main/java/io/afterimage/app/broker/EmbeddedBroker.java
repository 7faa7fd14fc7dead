package io.afterimage.app.broker;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A single Kafka node (KRaft, broker and controller at once) inside this process, reachable from
 * this machine only. It keeps its data and its cluster id from one start to the next. At most one
 * runs in a JVM at a time, since Kafka's exit procedures are the JVM's. Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  /** Kafka's own default. */
  private static final Duration KEEP_ALL = Duration.ofSeconds(30);

  private final KafkaRaftServer server;
  private final String bootstrap;
  private final CompletableFuture<AppException> death;
  private boolean closed;

  private EmbeddedBroker(
      KafkaRaftServer server, String bootstrap, CompletableFuture<AppException> death) {
    this.server = server;
    this.bootstrap = bootstrap;
    this.death = death;
  }

  /**
   * Starts the broker and waits until it takes requests.
   *
   * @param data where its data lies; stays the caller's and must be closed after the broker
   * @param port the port to listen on, or 0 for a free one
   * @throws AppException {@link Code#BROKER} if the port is in use or Kafka cannot start on the
   *     data
   */
  public static EmbeddedBroker start(DataFolder data, int port) {
    return start(data, port, KEEP_ALL);
  }

  /**
   * Starts the broker on data that is to be read before its age removes it.
   *
   * @param data where its data lies; stays the caller's and must be closed after the broker
   * @param port the port to listen on, or 0 for a free one
   * @param keepAll how long nothing is removed from the logs, however old it is
   * @throws AppException {@link Code#BROKER} if the port is in use or Kafka cannot start on the
   *     data
   */
  public static EmbeddedBroker start(DataFolder data, int port, Duration keepAll) {
    for (int attempt = 1; ; attempt++) {
      try {
        EmbeddedBroker broker = startOnce(data, port, keepAll);
        data.announce(broker.bootstrap());
        return broker;
      } catch (PortTaken e) {
        // A free port may be gone by the time Kafka binds it; a port that was asked for is not.
        if (port != 0 || attempt == ATTEMPTS) {
          throw new AppException(
              Code.BROKER,
              "port %d of this machine is in use: stop what listens there, or name another port"
                  .formatted(port),
              e);
        }
      }
    }
  }

  /** Where clients connect: {@code host:port}. */
  public String bootstrap() {
    return bootstrap;
  }

  /**
   * Completes when the broker gives up by itself, most likely because its disk is full, with a
   * sentence about it. Nothing can be saved then but what other brokers hold.
   */
  public CompletableFuture<AppException> death() {
    return death;
  }

  /** Stops the broker. What was acknowledged is on disk. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      server.shutdown();
      server.awaitShutdown();
      Exit.resetExitProcedure();
      Exit.resetHaltProcedure();
    }
  }

  private static EmbeddedBroker startOnce(DataFolder data, int port, Duration keepAll)
      throws PortTaken {
    List<Integer> ports = freePorts(port);
    BrokerSettings settings =
        new BrokerSettings(data.broker(), ports.get(0), ports.get(1), keepAll);
    CompletableFuture<AppException> death = new CompletableFuture<>();
    Exit.Procedure lastWords =
        (status, message) -> {
          throw lastWords(data, death, message);
        };
    Exit.setExitProcedure(lastWords);
    Exit.setHaltProcedure(lastWords);
    @Nullable KafkaRaftServer server = null;
    try {
      format(settings);
      server = new KafkaRaftServer(new KafkaConfig(settings.properties(), false), Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, BrokerSettings.HOST + ":" + settings.port(), death);
    } catch (Exception e) {
      Exit.resetExitProcedure();
      Exit.resetHaltProcedure();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException) {
          throw new PortTaken(cause);
        }
      }
      throw new AppException(
          Code.BROKER,
          "the embedded broker cannot start on %s: %s"
              .formatted(data.broker(), firstLine(String.valueOf(e.getMessage()))),
          e);
    }
  }

  private static void format(BrokerSettings settings) throws Exception {
    if (Files.exists(settings.logs().resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(settings.logs());
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(BrokerSettings.NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
        .setReleaseVersion(MetadataVersion.latestProduction())
        .addDirectory(settings.logs().toString())
        .setMetadataLogDirectory(settings.logs().toString())
        .run();
  }

  /** Kafka would end the process without a word; its thread is stopped by an error instead. */
  private static Error lastWords(
      DataFolder data, CompletableFuture<AppException> death, @Nullable String message) {
    String reason = message == null ? "its log could not be written" : firstLine(message);
    death.complete(
        new AppException(
            Code.BROKER,
            "the embedded broker stopped (%s): see whether the disk of %s is full"
                .formatted(reason.toLowerCase(Locale.ROOT), data.path())));
    return new Error("the embedded broker stopped: " + reason);
  }

  private static List<Integer> freePorts(int wanted) throws PortTaken {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int port : new int[] {wanted, 0}) {
        ServerSocket socket = new ServerSocket();
        sockets.add(socket);
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new PortTaken(e);
    } finally {
      sockets.forEach(EmbeddedBroker::release);
    }
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a port could not be given back", e);
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static final class PortTaken extends Exception {
    private static final long serialVersionUID = 1L;

    PortTaken(Throwable cause) {
      super(cause);
    }
  }
}
