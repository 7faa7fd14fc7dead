package io.afterimage.app.live;

import io.afterimage.app.AppException;
import io.afterimage.app.live.LivePacks.Seat;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.live.PackMeters.Outcome;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.runtime.PackGraphs;
import io.afterimage.topology.TopologyException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the folders of the packs in use, with one thread of its own. A folder whose manifest has
 * changed holds a new version: it is checked, its graphs are run once, and only then does it take
 * the old one's place. Whatever is wrong with it, the old one goes on. Packs that change at the
 * same time, as they must to get another encoder, are taken together or not at all.
 *
 * <p>What other processes must be able to read, features of another encoder and caption requests,
 * is made with the new version when all of them have had the time to find it: two looks later.
 */
public final class PackWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PackWatch.class);
  private static final int LOOKS_TO_SETTLE = 2;
  private static final Duration CLOSE = Duration.ofSeconds(3);

  private final LivePacks packs;
  private final Duration every;
  private final Consumer<String> tell;
  private final LongSupplier nanos;
  private final Faults faults = new Faults();
  private final Map<Seat, String> tried = new HashMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "afterimage-packs");
  private @Nullable Long settlesAt;

  /**
   * Nothing is looked at yet.
   *
   * @param packs the packs in use; outlive the watch
   * @param every how long from one look to the next
   * @param tell takes a sentence for people about each version that takes over
   */
  public PackWatch(LivePacks packs, Duration every, Consumer<String> tell) {
    this(packs, every, tell, System::nanoTime);
  }

  /** As above, with the clock by which versions settle, nanoseconds. */
  PackWatch(LivePacks packs, Duration every, Consumer<String> tell, LongSupplier nanos) {
    this.packs = packs;
    this.every = every;
    this.tell = tell;
    this.nanos = nanos;
    thread.setDaemon(true);
  }

  /** Begins to look, every so often. */
  public void start() {
    thread.start();
  }

  /** Stops looking; a version that is being opened is waited for, up to 3 seconds. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!stopping.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks once. */
  void look() {
    try {
      if (isSettled()) {
        Map<Seat, Pack> changed = changed();
        if (!changed.isEmpty()) {
          replace(changed);
        }
      }
    } catch (RuntimeException e) {
      // The packs that run go on whatever happens here.
      LOG.error("The packs' folders could not be looked at", e);
    }
  }

  /** One version at a time: whether the last one that took over leads. */
  private boolean isSettled() {
    if (settlesAt == null) {
      return true;
    }
    if (nanos.getAsLong() - settlesAt < 0) {
      return false;
    }
    packs.seats().forEach(seat -> seat.live().settle());
    settlesAt = null;
    return true;
  }

  private Map<Seat, Pack> changed() {
    Map<Seat, Pack> changed = new LinkedHashMap<>();
    for (Seat seat : packs.seats()) {
      Optional<String> sha256 = PackLoader.manifestHash(seat.folder());
      if (sha256.isEmpty() || sha256.get().equals(tried.get(seat))) {
        continue; // Being replaced, or known to be of no use.
      }
      tried.remove(seat);
      if (seat.pack().sha256().equals(sha256.get())) {
        faults.clear(seat.live().id());
        continue;
      }
      try {
        changed.put(seat, PackLoader.load(seat.folder()));
      } catch (InferenceException e) {
        refuse(seat, sha256.get(), e, true);
      }
    }
    return changed;
  }

  private void replace(Map<Seat, Pack> changed) {
    PackChoice running = packs.running();
    PackChoice next = next(changed);
    try {
      next = UpgradeRules.check(running, next);
    } catch (AppException | InferenceException | TopologyException e) {
      // Another of the packs may still be on its way.
      changed.forEach((seat, pack) -> refuse(seat, pack.sha256(), e, true));
      return;
    }
    Map<Seat, PackGraphs> opened = open(changed, next);
    if (!opened.isEmpty()) {
      boolean encoder = !PackChoice.share(running.pack(), next.pack());
      opened.forEach((seat, graphs) -> takeOver(seat, graphs, encoder));
      settlesAt = nanos.getAsLong() + LOOKS_TO_SETTLE * every.toNanos();
    }
  }

  /** The packs that there would be. */
  private PackChoice next(Map<Seat, Pack> changed) {
    List<Pack> all =
        packs.seats().stream().map(seat -> changed.getOrDefault(seat, seat.pack())).toList();
    int scoring = packs.scoring().size();
    return new PackChoice(all.subList(0, scoring), all.subList(scoring, all.size()));
  }

  /** Opens all of them; nothing if one cannot be. */
  private Map<Seat, PackGraphs> open(Map<Seat, Pack> changed, PackChoice next) {
    Map<Seat, PackGraphs> opened = new LinkedHashMap<>();
    for (Seat seat : changed.keySet()) {
      Pack pack = next.find(seat.live().id());
      try {
        opened.put(seat, seat.use().openNew(pack, packs.settings()));
      } catch (InferenceException e) {
        opened.values().forEach(PackGraphs::close);
        boolean passes = e.code() == Code.WRONG_HASH || e.code() == Code.PACK_NOT_FOUND;
        if (!passes) {
          tried.put(seat, pack.sha256());
        }
        refuse(seat, pack.sha256(), e, passes);
        return Map.of();
      }
    }
    return opened;
  }

  private void takeOver(Seat seat, PackGraphs graphs, boolean encoder) {
    Pack old = seat.pack();
    Pack now = graphs.pack();
    try {
      seat.live().replace(graphs, encoder || now.manifest().caption() != null);
    } catch (IllegalStateException e) {
      graphs.close(); // The process stops.
      return;
    }
    // If it is rolled back, its folder is of no use until it changes again.
    tried.put(seat, now.sha256());
    faults.clear(seat.live().id());
    tell.accept(
        "pack %s %s takes over from %s"
            .formatted(now.manifest().id(), now.manifest().version(), old.manifest().version()));
  }

  private void refuse(Seat seat, String sha256, RuntimeException fault, boolean mayPass) {
    String id = seat.live().id();
    String sentence = String.valueOf(fault.getMessage());
    String what = sha256 + sentence;
    if (mayPass ? faults.isNewsAtSecondSight(id, what) : faults.isNews(id, what)) {
      seat.live().meters().count(Outcome.REFUSED);
      LOG.warn(
          "The new version of pack '{}' is not taken, {} goes on: {}",
          id,
          seat.pack().manifest().version(),
          sentence);
    }
  }
}
