package io.afterimage.app.live;

import io.afterimage.app.pack.PackChoice;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.RuntimeSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The packs of one process, each in the version that it has now. Owns their graphs: close it after
 * what uses them. Thread-safe.
 */
public final class LivePacks implements AutoCloseable {
  private final RuntimeSettings settings;
  private final List<Seat> scoring = new ArrayList<>();
  private final List<Seat> captions = new ArrayList<>();

  /**
   * A pack's place in the process.
   *
   * @param live its versions
   * @param use how much of it runs here
   */
  record Seat(LivePack live, PackUse use) {
    /** The version that speaks. */
    Pack pack() {
      return live.versions().current().pack();
    }

    /** Where its versions come from. */
    Path folder() {
      return pack().folder();
    }
  }

  /**
   * Opens the graphs that the process needs, and runs each once.
   *
   * @param choice the packs
   * @param parts what the process does
   * @param settings how graphs are run
   * @param meters takes the packs' metrics
   * @throws io.afterimage.inference.InferenceException if one cannot be run
   */
  public LivePacks(
      PackChoice choice, Set<Part> parts, RuntimeSettings settings, MeterRegistry meters) {
    this.settings = settings;
    boolean remembers = parts.contains(Part.TOPOLOGY);
    PackUse first = remembers || parts.contains(Part.INFERENCE) ? PackUse.WHOLE : PackUse.DECLARED;
    PackUse others = remembers ? PackUse.AFTER_ENCODER : PackUse.DECLARED;
    PackUse words = parts.contains(Part.CAPTIONING) ? PackUse.AFTER_ENCODER : PackUse.DECLARED;
    try {
      for (Pack pack : choice.packs()) {
        scoring.add(seat(pack, scoring.isEmpty() ? first : others, meters));
      }
      for (Pack pack : choice.captions()) {
        captions.add(seat(pack, words, meters));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Seat seat(Pack pack, PackUse use, MeterRegistry meters) {
    return new Seat(new LivePack(use.open(pack, settings), meters), use);
  }

  /** The packs that score labels; the first one's encoder makes the features of all. */
  public List<LivePack> scoring() {
    return scoring.stream().map(Seat::live).toList();
  }

  /** The packs that caption. */
  public List<LivePack> captions() {
    return captions.stream().map(Seat::live).toList();
  }

  /** How graphs are run. */
  RuntimeSettings settings() {
    return settings;
  }

  /** The places of all packs, those that score labels first. */
  List<Seat> seats() {
    List<Seat> seats = new ArrayList<>(scoring);
    seats.addAll(captions);
    return seats;
  }

  /** The versions that speak now. */
  PackChoice running() {
    return new PackChoice(
        scoring.stream().map(Seat::pack).toList(), captions.stream().map(Seat::pack).toList());
  }

  @Override
  public void close() {
    seats().forEach(seat -> seat.live().close());
  }
}
