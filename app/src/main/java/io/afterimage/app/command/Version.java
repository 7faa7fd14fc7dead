package io.afterimage.app.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Which version this is, and what it runs on. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "afterimage " + Objects.requireNonNullElse(version, "(not packaged)"),
      "Java %s, %s %s"
          .formatted(
              Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"))
    };
  }
}
