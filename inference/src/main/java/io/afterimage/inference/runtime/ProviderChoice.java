package io.afterimage.inference.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import io.afterimage.contract.WireName;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the provider that was asked for or, where allowed by name, the first that works. */
final class ProviderChoice {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderChoice.class);

  /** Opens something on a provider. */
  @FunctionalInterface
  interface Opening<T> {
    /**
     * Opens it.
     *
     * @throws OrtException if the provider cannot be used on this machine
     */
    T on(Provider provider) throws OrtException;
  }

  private final RuntimeSettings settings;
  private final Set<OrtProvider> library;

  ProviderChoice(RuntimeSettings settings) {
    this(settings, OrtEnvironment.getAvailableProviders());
  }

  /** With what the loaded library has, for tests. */
  ProviderChoice(RuntimeSettings settings, Set<OrtProvider> library) {
    this.settings = settings;
    this.library = library;
  }

  /**
   * Opens on the first provider that can be used.
   *
   * @throws InferenceException {@link Code#NO_PROVIDER} if there is none
   */
  <T> T open(Opening<T> opening) {
    List<String> reasons = new ArrayList<>();
    List<Throwable> causes = new ArrayList<>();
    for (Provider provider :
        Stream.concat(Stream.of(settings.provider()), settings.fallback().stream()).toList()) {
      if (!library.contains(provider.library())) {
        reasons.add(
            "the loaded ONNX Runtime has no provider '%s', only %s (for CUDA and TensorRT build with -Pgpu)"
                .formatted(provider.wireName(), available()));
        continue;
      }
      try {
        T opened = opening.on(provider);
        if (!reasons.isEmpty()) {
          LOG.warn("Runs on {} as a fall-back: {}", provider, String.join("; ", reasons));
        }
        return opened;
      } catch (OrtException e) {
        causes.add(e);
        reasons.add(
            "provider '%s' cannot be used, see that its driver and libraries are installed (%s)"
                .formatted(provider.wireName(), e.getMessage()));
      }
    }
    InferenceException failure =
        new InferenceException(
            Code.NO_PROVIDER,
            "%s; or allow another by name with inference.fallback"
                .formatted(String.join("; ", reasons)));
    causes.forEach(failure::addSuppressed);
    throw failure;
  }

  private String available() {
    EnumSet<Provider> known = EnumSet.allOf(Provider.class);
    known.removeIf(provider -> !library.contains(provider.library()));
    return known.stream().map(WireName::wireName).collect(Collectors.joining(", "));
  }
}
