package io.afterimage.app.explain;

import io.afterimage.app.pack.PackShelf;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the packs that spoke read, as far as they are at hand. For one thread. */
final class PackInputs {
  private final PackShelf shelf;
  private final Consumer<String> warn;
  private final Map<PackRef, Optional<FrameInput>> inputs = new HashMap<>();

  /**
   * @param shelf where packs lie
   * @param warn told in a sentence, once for each pack, if it is not the one that spoke
   */
  PackInputs(PackShelf shelf, Consumer<String> warn) {
    this.shelf = shelf;
    this.warn = warn;
  }

  /**
   * What a pack reads; null if it is not at hand.
   *
   * @throws io.afterimage.inference.InferenceException if it is there and cannot be used
   */
  @Nullable FrameInput of(PackRef pack) {
    return inputs.computeIfAbsent(pack, this::find).orElse(null);
  }

  private Optional<FrameInput> find(PackRef ref) {
    Path folder = shelf.all().get(ref.id());
    if (folder == null) {
      warn.accept(
          "there is no pack '%s' in %s: pictures are taken as stretched to its input; name the folder that holds it with --packs"
              .formatted(ref.id(), shelf.describe()));
      return Optional.empty();
    }
    Pack pack = PackLoader.load(folder);
    if (!pack.sha256().equals(ref.sha256())) {
      warn.accept(
          "pack '%s' %s in %s has not the content of the %s that spoke: pictures are fitted as it says nevertheless"
              .formatted(ref.id(), pack.manifest().version(), folder, ref.version()));
    }
    return Optional.of(pack.manifest().input());
  }
}
