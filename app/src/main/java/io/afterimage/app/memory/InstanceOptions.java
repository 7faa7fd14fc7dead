package io.afterimage.app.memory;

import io.afterimage.contract.instance.InstanceAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom to ask, and how long. */
final class InstanceOptions {
  @Option(
      names = "--instance",
      paramLabel = "HOST:PORT",
      description = "The instance to ask (default: one of those that the cluster knows of).")
  private @Nullable String instance;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description =
          "How long to go on asking while memories move between instances (default: 10s).")
  private Duration patience = Duration.ofSeconds(10);

  /**
   * The instance that is named; null: none is.
   *
   * @throws io.afterimage.contract.ContractException if it is no address
   */
  @Nullable InstanceAddress instance() {
    return instance == null ? null : InstanceAddress.parse(instance);
  }

  /** How long to go on asking. */
  Duration patience() {
    return patience;
  }
}
