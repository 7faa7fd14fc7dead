package io.afterimage.app.pack;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.AfterimageConfig.Captions;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.pack.CaptionSpec;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packs that the settings name. Immutable.
 *
 * @param pack whose encoder makes the features, those that the caption packs read too; and, where
 *     events are made, whose labels score them
 * @param captions the packs that put what happens into words, each of the same encoder; maybe none
 */
public record PackChoice(Pack pack, List<Pack> captions) {
  private static final Logger LOG = LoggerFactory.getLogger(PackChoice.class);

  /** Copies the list. */
  public PackChoice {
    captions = List.copyOf(captions);
  }

  /**
   * One pack and no captions.
   *
   * @throws AppException {@link Code#PACK} if there is none
   * @throws InferenceException if it cannot be used
   */
  public static PackChoice encoding(AfterimageConfig config, Shell shell) {
    return new PackChoice(PackShelf.chosen(config, shell), List.of());
  }

  /**
   * A pack that scores labels, so that events come of it, and those that caption.
   *
   * @throws AppException {@link Code#PACK} if there is no such pack, if the first captions or
   *     another does not, or if a caption pack that is named has another encoder
   * @throws InferenceException if one cannot be used
   */
  public static PackChoice watching(AfterimageConfig config, Shell shell) {
    Pack pack = PackShelf.chosen(config, shell);
    if (pack.manifest().caption() != null) {
      throw new AppException(
          Code.PACK,
          "pack '%s' captions and has no labels, so no events come of it: name another with --pack, and this one with --captions"
              .formatted(pack.manifest().id()));
    }
    PackShelf shelf = PackShelf.of(config.packs(), shell.folder(), shell.installation());
    List<Pack> captions = captions(config.captions().packs(), shelf, shell, pack);
    for (Pack each : captions) {
      pack = pack.serving(each);
    }
    return new PackChoice(pack, captions);
  }

  private static List<Pack> captions(List<String> named, PackShelf shelf, Shell shell, Pack pack) {
    if (named.contains(Captions.NONE)) {
      return List.of();
    }
    return named.contains(Captions.AUTO) ? first(shelf, pack) : all(shelf, shell, named, pack);
  }

  /** Whether two packs share an encoder, so that one's features can be read by the other. */
  private static boolean share(Pack one, Pack other) {
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
      if (!share(found, pack)) {
        throw new AppException(
            Code.PACK,
            "pack '%s' cannot caption what '%s' sees: it was trained with another encoder; name one that shares the encoder"
                .formatted(found.manifest().id(), pack.manifest().id()));
      }
      captions.add(found);
    }
    return captions;
  }
}
