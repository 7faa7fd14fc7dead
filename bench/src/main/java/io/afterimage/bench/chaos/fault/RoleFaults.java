package io.afterimage.bench.chaos.fault;

import io.afterimage.bench.chaos.process.Node;
import io.afterimage.bench.chaos.process.Pipeline.Part;
import io.afterimage.bench.chaos.process.WallClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** What is done to roles: killed, paused, out of space, and clocks. Used by one thread. */
final class RoleFaults {
  private static final int SKEW_S = 120;

  private final Site site;
  private final Random random;

  RoleFaults(Site site, Random random) {
    this.site = site;
    this.random = random;
  }

  /** Kills a process that plays a part, if one runs. */
  Optional<Strike> kill(FaultKind kind, Part part) {
    return Picks.one(random, site.pipeline().nodes(part).stream().filter(Node::isAlive).toList())
        .map(
            node -> {
              node.kill();
              return Strike.now(kind, node.name(), "kill -9");
            });
  }

  /** Stops a process for up to 15 s, beyond the 10 s after which a group goes on without it. */
  Optional<Strike> pause() {
    List<Node> up = site.pipeline().nodes().stream().filter(Node::isUp).toList();
    return Picks.one(random, up).map(node -> Picks.pause(site, random, FaultKind.PAUSE_ROLE, node));
  }

  /** Fills the disk for some seconds; half of the time its process has to start on it. */
  Optional<Strike> fillDisk() {
    Optional<Node> owner =
        site.pipeline().nodes(Part.TOPOLOGY).stream().findFirst().filter(Node::isUp);
    return site.disk()
        .flatMap(
            disk ->
                owner.map(
                    node -> {
                      boolean restart = random.nextBoolean();
                      long millis = 3_000L + random.nextInt(7_000);
                      disk.fill();
                      if (restart) {
                        node.kill();
                      }
                      site.restarts().in(millis, disk::free);
                      String how = restart ? "and kill -9, " : "";
                      return Strike.lasting(
                          FaultKind.FULL_DISK,
                          node.name(),
                          how + "full for " + millis + " ms",
                          millis);
                    }));
  }

  /** Sets a clock to another one of right, two minutes ahead and two minutes behind. */
  Optional<Strike> skew() {
    List<Map.Entry<String, WallClock>> clocks =
        new TreeMap<>(site.clocks()).entrySet().stream().toList();
    return Picks.one(random, clocks)
        .map(
            named -> {
              WallClock clock = named.getValue();
              int before = clock.ahead();
              int after = before;
              while (after == before) {
                after = (random.nextInt(3) - 1) * SKEW_S;
              }
              clock.set(after);
              return Strike.now(
                  FaultKind.CLOCK_SKEW,
                  named.getKey(),
                  "from %+d s to %+d s".formatted(before, after));
            });
  }
}
