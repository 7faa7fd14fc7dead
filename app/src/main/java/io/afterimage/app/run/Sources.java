package io.afterimage.app.run;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.contract.CameraId;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.SourceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what a person named as sources. */
public final class Sources {
  private Sources() {}

  /**
   * The sources of those addresses.
   *
   * @param cameras address by camera id
   * @throws AppException {@link Code#CONFIG} with one sentence a line for each that is wrong
   */
  public static List<SourceSpec> of(Map<String, String> cameras) {
    List<SourceSpec> sources = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    cameras.forEach(
        (id, address) -> {
          try {
            sources.add(new SourceSpec(new CameraId(id), SourceAddress.parse(address)));
          } catch (IngestException e) {
            problems.add("camera '%s': %s".formatted(id, e.getMessage()));
          }
        });
    if (!problems.isEmpty()) {
      throw new AppException(Code.CONFIG, String.join("\n", problems));
    }
    return sources;
  }
}
