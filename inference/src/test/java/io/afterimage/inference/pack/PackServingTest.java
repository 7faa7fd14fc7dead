package io.afterimage.inference.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.inference.CaptionPacks;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack whose manifest keeps quiet about an encoder's output that a caption pack reads. */
class PackServingTest {
  @TempDir Path temp;

  @Test
  void shouldGiveWhatTheCaptionPackReads() {
    Pack quiet = PackLoader.load(TestPacks.write(temp, PackServingTest::withoutThumb));
    assertThat(outputs(quiet)).containsExactly("feature");

    Pack serving = quiet.serving(CaptionPacks.spatial(temp.resolve("captions")));

    assertThat(outputs(serving)).containsExactly("feature", "thumb");
    assertThat(serving.ref()).isEqualTo(quiet.ref());
    try (PackRuntime runtime = PackRuntime.open(serving, RuntimeSettings.cpu(1))) {
      ByteBuffer frame = ByteBuffer.allocate(runtime.encoder().input().byteSize());
      assertThat(runtime.encoder().encode(List.of(frame)).get(0))
          .extracting(tensor -> "%s%s".formatted(tensor.name(), tensor.shape().dims()))
          .containsExactly("feature[1, 6]", "thumb[1, 6]");
    }
  }

  @Test
  void shouldStayAsItIsIfItGivesItAnyway() {
    Pack tiny = TestPacks.tiny(temp);

    assertThat(tiny.serving(CaptionPacks.spatial(temp.resolve("captions")))).isEqualTo(tiny);
  }

  @Test
  void shouldRefuseANameThatALaterStepHas() {
    Pack quiet =
        PackLoader.load(
            TestPacks.write(temp, manifest -> withoutThumb(manifest).replace("summary", "thumb")));
    Pack captions = CaptionPacks.spatial(temp.resolve("captions"));

    InferenceException refused =
        catchThrowableOfType(InferenceException.class, () -> quiet.serving(captions));

    assertThat(refused.code()).isEqualTo(Code.BAD_MANIFEST);
    assertThat(refused)
        .hasMessageStartingWith(
            "caption pack 'teller' reads the encoder's tensor 'thumb', but in pack 'tiny' a later step gives one of that name");
  }

  private static String withoutThumb(String manifest) {
    return manifest.replaceAll("(?m)^ *- \\{name: thumb,.*\n", "").replaceAll("(?m)^cut:.*\n", "");
  }

  private static List<String> outputs(Pack pack) {
    return pack.manifest().encoder().outputs().stream().map(TensorSpec::name).toList();
  }
}
