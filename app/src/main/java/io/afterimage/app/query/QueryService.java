package io.afterimage.app.query;

import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.Secret;
import io.afterimage.app.http.HttpEndpoint;
import io.afterimage.contract.instance.Instance;
import io.afterimage.contract.instance.InstanceAddress;
import io.afterimage.topology.query.StateReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Lets this process be asked what it keeps: answers over HTTP, and announces itself in the {@code
 * instances} topic. Thread-safe but for {@link #close}.
 */
public final class QueryService implements AutoCloseable {
  private static final int THREADS = 8;
  private static final Duration OTHERS_WITHIN = Duration.ofSeconds(3);
  private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");

  private final InstanceAddress address;
  private final HttpEndpoint endpoint;
  private final StateDesk desk;
  private final Announcer announcer;
  private final Clock clock;
  private final Instant started;
  private boolean announced;

  private QueryService(
      AfterimageConfig.Topology config,
      Map<String, Object> kafka,
      String topic,
      MeterRegistry meters,
      Clock clock) {
    this.clock = clock;
    started = clock.instant();
    endpoint =
        HttpEndpoint.bind(
            new HttpEndpoint.Place(
                "the memories",
                config.queryHost(),
                config.queryPort(),
                "topology.query_host",
                "topology.query_port"),
            "afterimage-queries",
            THREADS);
    address = new InstanceAddress(told(config.queryHost()), endpoint.port());
    Secret token = config.queryToken();
    desk = new StateDesk(address, new InstanceClient(token, OTHERS_WITHIN), meters);
    announcer = new Announcer(kafka, topic, this::self, meters);
    QueryPages pages = new QueryPages(desk, this::self, token, meters);
    endpoint.start(pages::answer);
  }

  /**
   * Begins to answer; nobody is told before the first {@link #serve}.
   *
   * @param config where to answer, and to whom
   * @param kafka how to reach the brokers
   * @param topic the {@code instances} topic
   * @param meters counts queries and announcements
   * @param clock the wall clock
   * @throws io.afterimage.app.AppException {@link io.afterimage.app.AppException.Code#CONFIG} if
   *     the address cannot be bound
   */
  public static QueryService open(
      AfterimageConfig.Topology config,
      Map<String, Object> kafka,
      String topic,
      MeterRegistry meters,
      Clock clock) {
    return new QueryService(config, kafka, topic, meters, clock);
  }

  /** Where it answers, as others are told. */
  public InstanceAddress address() {
    return address;
  }

  /** Answers for an application that runs in this process, too, and announces it. */
  public synchronized void serve(StateReader reader) {
    desk.add(reader);
    if (announced) {
      announcer.again();
    } else {
      announced = true;
      announcer.start();
    }
  }

  @Override
  public void close() {
    announcer.close();
    endpoint.close();
  }

  private Instance self() {
    String version = QueryService.class.getPackage().getImplementationVersion();
    return new Instance(
        address,
        desk.applications(true),
        desk.applications(false),
        Objects.requireNonNullElse(version, "unpackaged"),
        started,
        clock.instant());
  }

  /** The name by which others reach it. */
  private static String told(String host) {
    if (!EVERY_ADDRESS.contains(host)) {
      return host.replaceAll("[\\[\\]]", "");
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress().getHostAddress();
    }
  }
}
