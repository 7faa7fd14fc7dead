package io.afterimage.bench.chaos.fault;

import io.afterimage.bench.chaos.net.SlowProxy;
import io.afterimage.bench.chaos.net.Weather;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What is done to the network between roles and brokers. Used by one thread. */
final class NetworkFaults {
  private final Site site;
  private final Random random;

  NetworkFaults(Site site, Random random) {
    this.site = site;
    this.random = random;
  }

  /** Bad weather for 2 to 8 s before one broker, or before all. */
  Optional<Strike> slow() {
    List<SlowProxy> all = site.cluster().proxies();
    int which = random.nextInt(all.size() + 1);
    List<SlowProxy> struck = which == all.size() ? all : List.of(all.get(which));
    Weather weather =
        switch (random.nextInt(4)) {
          case 0 -> Weather.late(50 + random.nextInt(400));
          case 1 -> Weather.narrow((64 + random.nextInt(448)) << 10);
          case 2 -> Weather.still();
          default -> Weather.broken();
        };
    long millis = 2_000L + random.nextInt(6_000);
    struck.forEach(proxy -> proxy.set(weather));
    site.restarts().in(millis, () -> struck.forEach(proxy -> proxy.set(Weather.FAIR)));
    String target = which == all.size() ? "all brokers" : "broker-" + (which + 1);
    return Optional.of(
        Strike.lasting(
            FaultKind.SLOW_NETWORK, target, "%s for %d ms".formatted(weather, millis), millis));
  }
}
