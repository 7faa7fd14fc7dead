package io.afterimage.bench.chaos.fault;

import io.afterimage.bench.chaos.process.Node;
import io.afterimage.bench.chaos.process.Pipeline.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Does faults in random order, each kind as often as the others. Used by one thread; takes back
 * what lasts when it is closed.
 */
public final class Faults implements AutoCloseable {
  private final Site site;
  private final Random random;
  private final List<FaultKind> kinds;
  private final List<String> leftOut;
  private final RoleFaults roles;
  private final BrokerFaults brokers;
  private final NetworkFaults network;
  private final Deque<FaultKind> next = new ArrayDeque<>();

  /**
   * @param site what they are done to
   * @param kinds those to do, as far as the site allows
   * @param seed decides which, when and to whom
   */
  public Faults(Site site, Set<FaultKind> kinds, long seed) {
    this.site = site;
    this.random = new Random(seed);
    this.kinds = kinds.stream().filter(kind -> lack(site, kind).isEmpty()).sorted().toList();
    leftOut =
        kinds.stream()
            .sorted()
            .flatMap(
                kind ->
                    lack(site, kind).map(why -> kind.wireName() + " is left out: " + why).stream())
            .toList();
    if (this.kinds.isEmpty()) {
      throw new IllegalArgumentException("none of the faults " + kinds + " is possible here");
    }
    roles = new RoleFaults(site, random);
    brokers = new BrokerFaults(site, random);
    network = new NetworkFaults(site, random);
  }

  /** The kinds that are done. */
  public List<FaultKind> kinds() {
    return kinds;
  }

  /** A sentence for each kind that is not possible here. */
  public List<String> leftOut() {
    return leftOut;
  }

  /**
   * Does the next fault; a kind that has no target at this moment gives way to the one after it.
   *
   * @return nothing if none has a target
   */
  public Optional<Strike> strike() {
    List<FaultKind> passed = new ArrayList<>();
    Optional<Strike> done = Optional.empty();
    while (done.isEmpty() && passed.size() < 2 * kinds.size()) {
      if (next.isEmpty()) {
        List<FaultKind> round = new ArrayList<>(kinds);
        Collections.shuffle(round, random);
        next.addAll(round);
      }
      FaultKind kind = next.remove();
      done = strike(kind);
      if (done.isEmpty()) {
        passed.add(kind);
      }
    }
    passed.forEach(next::addFirst); // Their turn comes again.
    return done;
  }

  /** Takes back what lasts. */
  @Override
  public void close() {
    site.cluster().nodes().forEach(node -> node.pause(false));
    site.pipeline().nodes().forEach((Node node) -> node.pause(false));
    site.cluster()
        .proxies()
        .forEach(proxy -> proxy.set(io.afterimage.bench.chaos.net.Weather.FAIR));
    site.disk().ifPresent(SmallDisk::free);
    brokers.close();
  }

  private Optional<Strike> strike(FaultKind kind) {
    return switch (kind) {
      case KILL_INGEST -> roles.kill(kind, Part.INGEST);
      case KILL_INFERENCE -> roles.kill(kind, Part.INFERENCE);
      case KILL_TOPOLOGY -> roles.kill(kind, Part.TOPOLOGY);
      case KILL_CAPTIONING -> roles.kill(kind, Part.CAPTIONING);
      case KILL_BROKER -> brokers.kill();
      case RESTART_BROKER -> brokers.restart();
      case MOVE_LEADERS -> brokers.moveLeaders();
      case PAUSE_ROLE -> roles.pause();
      case PAUSE_BROKER -> brokers.pause();
      case FULL_DISK -> roles.fillDisk();
      case SLOW_NETWORK -> network.slow();
      case CLOCK_SKEW -> roles.skew();
    };
  }

  /** What the site lacks for a kind of fault. */
  private static Optional<String> lack(Site site, FaultKind kind) {
    boolean possible =
        switch (kind) {
          case KILL_CAPTIONING -> !site.pipeline().nodes(Part.CAPTIONING).isEmpty();
          case MOVE_LEADERS -> site.cluster().size() > 1;
          case FULL_DISK -> site.disk().isPresent();
          case CLOCK_SKEW -> !site.clocks().isEmpty();
          default -> true;
        };
    if (possible) {
      return Optional.empty();
    }
    return Optional.of(
        switch (kind) {
          case KILL_CAPTIONING -> "nobody asks for words";
          case MOVE_LEADERS -> "it takes more than one broker";
          case FULL_DISK -> "no disk can be mounted: it takes root on Linux";
          default -> "libfaketime is not installed";
        });
  }
}
