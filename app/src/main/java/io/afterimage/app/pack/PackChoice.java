package io.afterimage.app.pack;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.AfterimageConfig.Captions;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.pack.CaptionSpec;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packs that the settings name. Immutable.
 *
 * @param packs those that score labels, at least one; the first one's encoder makes the features
 *     that all of them read, and its events are put into words
 * @param captions the packs that put what happens into words, each of the same encoder; maybe none
 */
public record PackChoice(List<Pack> packs, List<Pack> captions) {
  private static final Logger LOG = LoggerFactory.getLogger(PackChoice.class);

  /** Copies the lists. */
  public PackChoice {
    packs = List.copyOf(packs);
    captions = List.copyOf(captions);
  }

  /** One pack, and those that caption its events. */
  public PackChoice(Pack pack, List<Pack> captions) {
    this(List.of(pack), captions);
  }

  /**
   * The pack that is encoded for, and no captions.
   *
   * @throws AppException {@link Code#PACK} if there is none
   * @throws InferenceException if it cannot be used
   */
  public static PackChoice encoding(AfterimageConfig config, Shell shell) {
    return new PackChoice(PackShelf.chosen(config, shell), List.of());
  }

  /**
   * Packs that score labels, so that events come of them, and those that caption.
   *
   * @throws AppException {@link Code#PACK} if there is no such pack, if one of the first captions
   *     or is named twice, if a caption pack does not caption, or if two packs have not one encoder
   * @throws InferenceException if one cannot be used
   */
  public static PackChoice watching(AfterimageConfig config, Shell shell) {
    PackShelf shelf = PackShelf.of(config.packs(), shell.folder(), shell.installation());
    List<Pack> packs = new ArrayList<>();
    for (String name : config.pack()) {
      packs.add(beside(packs, shelf.load(name, shell.folder())));
    }
    List<Pack> captions = captions(config.captions().packs(), shelf, shell, packs.get(0));
    return new PackChoice(packs, captions).serving();
  }

  /** A pack that may score labels beside those. */
  private static Pack beside(List<Pack> packs, Pack pack) {
    String id = pack.manifest().id();
    if (pack.manifest().caption() != null) {
      throw new AppException(
          Code.PACK,
          "pack '%s' captions and has no labels, so no events come of it: name another with --pack, and this one with --captions"
              .formatted(id));
    }
    if (packs.stream().anyMatch(other -> other.manifest().id().equals(id))) {
      throw new AppException(Code.PACK, "pack '%s' is named twice: name it once".formatted(id));
    }
    if (!packs.isEmpty() && !readsSameFrames(pack.manifest(), packs.get(0).manifest())) {
      throw new AppException(
          Code.PACK,
          "pack '%s' reads other frames than '%s', or at another rate: watch with it in a run of its own"
              .formatted(id, packs.get(0).manifest().id()));
    }
    return pack;
  }

  private static boolean readsSameFrames(Manifest one, Manifest other) {
    return one.input().equals(other.input()) && one.rateFps() == other.rateFps();
  }

  /** The first pack: what is read of it holds for all. */
  public Pack pack() {
    return packs.get(0);
  }

  /**
   * The pack of that id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Pack find(String id) {
    return Stream.concat(packs.stream(), captions.stream())
        .filter(pack -> pack.manifest().id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no pack '" + id + "'"));
  }

  /**
   * The same packs, the first one's encoder giving what all of them read.
   *
   * @throws AppException {@link Code#PACK} if not all of them have one encoder
   * @throws InferenceException if tensors of two packs have one name
   */
  public PackChoice serving() {
    Pack first = pack();
    for (Pack other : packs.subList(1, packs.size())) {
      if (!share(other, first) || !seesTheSame(other.manifest(), first.manifest())) {
        throw new AppException(
            Code.PACK,
            "pack '%s' cannot watch beside '%s': it was trained with another encoder; name one that shares the encoder"
                .formatted(other.manifest().id(), first.manifest().id()));
      }
    }
    captions.forEach(each -> requireShared(each, pack()));
    for (Pack other : packs.subList(1, packs.size())) {
      first = first.serving(other);
    }
    for (Pack each : captions) {
      first = first.serving(each);
    }
    List<Pack> served = new ArrayList<>(packs);
    served.set(0, first);
    return new PackChoice(served, captions);
  }

  /** The encoder's graph is one thing, the pixels that it is given another. */
  private static boolean seesTheSame(Manifest one, Manifest other) {
    return one.mean().equals(other.mean()) && one.std().equals(other.std());
  }

  private static void requireShared(Pack captions, Pack pack) {
    if (!share(captions, pack)) {
      throw new AppException(
          Code.PACK,
          "pack '%s' cannot caption what '%s' sees: it was trained with another encoder; name one that shares the encoder"
              .formatted(captions.manifest().id(), pack.manifest().id()));
    }
  }

  private static List<Pack> captions(List<String> named, PackShelf shelf, Shell shell, Pack pack) {
    if (named.contains(Captions.NONE)) {
      return List.of();
    }
    return named.contains(Captions.AUTO) ? first(shelf, pack) : all(shelf, shell, named, pack);
  }

  /** Whether two packs share an encoder, so that one's features can be read by the other. */
  public static boolean share(Pack one, Pack other) {
    return one.manifest().encoder().sha256().equals(other.manifest().encoder().sha256());
  }

  /** Whether a pack captions, and windows of events of the other's labels at that. */
  private static boolean captionsEventsOf(Pack one, Pack other) {
    CaptionSpec caption = one.manifest().caption();
    return caption != null
        && !Collections.disjoint(caption.when().labels(), other.manifest().labels());
  }

  private static List<Pack> first(PackShelf shelf, Pack pack) {
    for (Path folder : shelf.all().values()) {
      try {
        Pack found = PackLoader.load(folder);
        if (share(found, pack) && captionsEventsOf(found, pack)) {
          return List.of(found);
        }
      } catch (InferenceException e) {
        // Nobody asked for this one, but it may be why there are no captions.
        LOG.warn("Passed over as a caption pack: {}", e.getMessage());
      }
    }
    return List.of();
  }

  private static List<Pack> all(PackShelf shelf, Shell shell, List<String> named, Pack pack) {
    List<Pack> captions = new ArrayList<>();
    for (String name : named) {
      Pack found = shelf.load(name, shell.folder());
      if (found.manifest().caption() == null) {
        throw new AppException(
            Code.PACK,
            "pack '%s' does not caption: name one that does with --captions, or 'none'"
                .formatted(found.manifest().id()));
      }
      requireShared(found, pack);
      captions.add(found);
    }
    return captions;
  }
}
