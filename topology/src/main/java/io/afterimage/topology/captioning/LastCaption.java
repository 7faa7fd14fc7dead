package io.afterimage.topology.captioning;

import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.event.PackRef;
import java.time.Instant;
import java.util.List;

/**
 * What was last told of a camera. Immutable.
 *
 * @param pack the hash of the pack that told it, 64 hexadecimal digits
 * @param id the request's id
 * @param end when the window's last frame was captured
 * @param words the caption's words
 */
record LastCaption(String pack, String id, Instant end, List<String> words) {
  LastCaption {
    words = List.copyOf(words);
  }

  /** The caption with which that pack answers a request. */
  static LastCaption of(PackRef pack, CaptionRequest request, List<String> words) {
    return new LastCaption(pack.sha256(), request.id(), request.last().time(), words);
  }
}
