package io.afterimage.app.run;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.contract.CameraId;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.SourceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what a person named as sources. */
public final class Sources {
  private Sources() {}

  /**
   * The sources of those addresses, which the settings' own check has accepted.
   *
   * @param cameras address by camera id
   * @throws AppException {@link Code#CONFIG} if there are none
   */
  public static List<SourceSpec> of(Map<String, String> cameras) {
    if (cameras.isEmpty()) {
      throw new AppException(
          Code.CONFIG,
          "no source is given: name a video file or a camera's address, or list them under 'cameras' in afterimage.yaml");
    }
    List<SourceSpec> sources = new ArrayList<>();
    cameras.forEach(
        (id, address) ->
            sources.add(new SourceSpec(new CameraId(id), SourceAddress.parse(address))));
    return sources;
  }
}
