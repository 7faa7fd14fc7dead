package io.afterimage.app.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.pack.PackChoice;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.runtime.RuntimeSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacksOpeningTest {
  private static final String PACK = "room-activity";

  @TempDir private Path folder;

  private PacksOpening opening(Pack pack) {
    PackChoice choice = new PackChoice(pack, List.of());
    return new PacksOpening(
        () ->
            new LivePacks(
                choice.serving(),
                EnumSet.allOf(Part.class),
                RuntimeSettings.cpu(1),
                new SimpleMeterRegistry()));
  }

  @Test
  void shouldGiveThePacksOnceTheyAreOpen() {
    Pack pack = PackLoader.load(new PackFolders(folder).copy(PACK));

    try (PacksOpening opening = opening(pack)) {
      LivePacks packs = opening.get();

      assertThat(packs.running().pack().manifest().id()).isEqualTo(PACK);
      assertThat(opening.get()).isSameAs(packs);
    }
  }

  @Test
  void shouldThrowWhatOpeningThrew() throws Exception {
    Path copy = new PackFolders(folder).copy(PACK);
    Pack pack = PackLoader.load(copy);
    Files.delete(copy.resolve("encoder.onnx"));

    try (PacksOpening opening = opening(pack)) {
      assertThatThrownBy(opening::get).isInstanceOf(InferenceException.class);
    }
  }
}
