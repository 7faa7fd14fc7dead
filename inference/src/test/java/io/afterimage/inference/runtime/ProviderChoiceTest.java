package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.TestPacks;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderChoiceTest {
  @TempDir Path temp;

  @Test
  void shouldRefuseProviderThatTheLibraryLacks() {
    InferenceException refused =
        catchThrowableOfType(
            InferenceException.class,
            () ->
                PackRuntime.open(
                    TestPacks.tiny(temp), new RuntimeSettings(Provider.DIRECTML, List.of(), 1)));

    assertThat(refused.code()).isEqualTo(Code.NO_PROVIDER);
    assertThat(refused)
        .hasMessageContaining("the loaded ONNX Runtime has no provider 'directml'")
        .hasMessageContaining("only cpu")
        .hasMessageContaining("build with -Pgpu");
  }

  @Test
  void shouldFallBackOnlyWhereAllowedByName() {
    try (PackRuntime runtime =
        PackRuntime.open(
            TestPacks.tiny(temp),
            new RuntimeSettings(Provider.DIRECTML, List.of(Provider.COREML, Provider.CPU), 1))) {
      assertThat(runtime.provider()).isEqualTo(Provider.CPU);
    }
  }

  @Test
  void shouldTakeWhatWasAskedFor() {
    assertThat(taken(choice(Provider.CUDA, Provider.CPU), provider -> provider))
        .isEqualTo(Provider.CUDA);
  }

  @Test
  void shouldGoOnWhereALibrarysProviderFindsNoDevice() {
    assertThat(taken(choice(Provider.CUDA, Provider.CPU), ProviderChoiceTest::withoutGpu))
        .isEqualTo(Provider.CPU);

    InferenceException refused =
        catchThrowableOfType(
            InferenceException.class,
            () -> taken(choice(Provider.CUDA), ProviderChoiceTest::withoutGpu));
    assertThat(refused.code()).isEqualTo(Code.NO_PROVIDER);
    assertThat(refused)
        .hasMessageContaining("provider 'cuda' cannot be used")
        .hasMessageContaining("no CUDA-capable device")
        .hasMessageContaining("its driver and libraries are installed");
  }

  private static Provider taken(ProviderChoice choice, ProviderChoice.Opening<Provider> opening) {
    return choice.open(opening);
  }

  private static Provider withoutGpu(Provider provider) throws OrtException {
    if (provider == Provider.CUDA) {
      throw new OrtException("no CUDA-capable device is detected");
    }
    return provider;
  }

  private static ProviderChoice choice(Provider asked, Provider... fallback) {
    return new ProviderChoice(
        new RuntimeSettings(asked, List.of(fallback), 1),
        EnumSet.of(OrtProvider.CPU, OrtProvider.CUDA));
  }
}
