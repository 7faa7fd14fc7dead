package io.afterimage.app.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.cli.CapturedShell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.ConfigLoader;
import io.afterimage.app.config.Setting;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the shelf of shipped packs. */
class PackChoiceTest {
  private static final Path PACKS = Path.of("..", "packs").toAbsolutePath().normalize();

  @TempDir private Path folder;

  /** Those that attend to one picture close their windows in the same way, but come later. */
  @Test
  void shouldCaptionRoomsOverTimeUnlessToldOtherwise() {
    PackChoice choice = choice("auto");

    assertThat(choice.pack().manifest().id()).isEqualTo("room-activity");
    assertThat(ids(choice)).containsExactly("room-captions");
  }

  /** It shares the encoder and comes first, but none of its windows close with these events. */
  @Test
  void shouldTakePacksForOtherFootageOnlyByName() {
    assertThat(ids(choice("cctv-captions,room-captions-hard")))
        .containsExactly("cctv-captions", "room-captions-hard");
    assertThat(ids(choice("none"))).isEmpty();
  }

  /** The grid of cells is large, so features hold it only where somebody reads it. */
  @Test
  void shouldLetTheEncoderGiveWhatCaptionsRead() {
    assertThat(given(choice("auto"))).contains("feature", "attention").doesNotContain("grid");
    assertThat(given(choice("room-captions-nic,room-captions-spatial"))).contains("grid");
  }

  private static List<String> given(PackChoice choice) {
    return choice.pack().manifest().encoder().outputs().stream().map(TensorSpec::name).toList();
  }

  /** The encoder of all of them is run once. */
  @Test
  void shouldShareOneEncoderByteForByte() throws IOException {
    byte[] encoder = Files.readAllBytes(PACKS.resolve("room-activity/encoder.onnx"));
    try (var folders = Files.list(PACKS)) {
      List<Path> all = folders.toList();
      assertThat(all).hasSizeGreaterThan(4);
      for (Path pack : all) {
        assertThat(pack.resolve("encoder.onnx")).hasBinaryContent(encoder);
      }
    }
  }

  private PackChoice choice(String captions) {
    AfterimageConfig config =
        new ConfigLoader(folder, Map.of())
            .load(
                null,
                List.of(
                    new Setting("packs", PACKS.toString(), "--packs"),
                    new Setting("captions.packs", captions, "--captions")));
    return PackChoice.watching(config, new CapturedShell(folder, Map.of()).shell());
  }

  private static List<String> ids(PackChoice choice) {
    return choice.captions().stream().map(Pack::manifest).map(manifest -> manifest.id()).toList();
  }
}
