package io.afterimage.app.cli;

import picocli.CommandLine.Option;

/** Which cluster and which topics. */
public final class KafkaOptions extends SettingOptions {
  /** The cluster. */
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT,...",
      description = "The Kafka cluster to use.")
  void bootstrap(String hosts) {
    set("kafka.bootstrap", hosts, "--kafka");
  }

  /** The topics' prefix. */
  @Option(
      names = "--topic-prefix",
      paramLabel = "PREFIX",
      description = "What every topic's name starts with (default: afterimage).")
  void prefix(String prefix) {
    set("topics.prefix", prefix, "--topic-prefix");
  }
}
