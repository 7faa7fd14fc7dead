package io.afterimage.topology.captioning;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.pack.Pack;
import java.util.List;
import java.util.Locale;

/** Which requests a caption pack can answer. Immutable and thread-safe. */
final class RequestGuard {
  private final PackRef pack;
  private final String encoder;
  private final List<String> tensors;

  RequestGuard(Pack pack) {
    this.pack = pack.ref();
    encoder = pack.manifest().encoder().sha256().toLowerCase(Locale.ROOT);
    tensors = pack.manifest().requireCaption().tensors();
  }

  /**
   * Checks a request for this pack.
   *
   * @param camera the record's key
   * @param standsIn whether it answers in the place of the version that was asked
   * @return what the captioner reads, in the pack's order
   * @throws ContractException {@link ErrorCode#OTHER_VERSION} if it is for another content of the
   *     pack or has the features of another encoder, {@link ErrorCode#BAD_FIELD} if it is about
   *     another camera than its key says, {@link ErrorCode#MISSING_FIELD} if it lacks a tensor
   */
  List<Tensor> check(CameraId camera, CaptionRequest request, boolean standsIn) {
    PackRef asked = request.pack();
    if (!standsIn && !asked.sha256().equals(pack.sha256())) {
      throw new ContractException(
          ErrorCode.OTHER_VERSION,
          "caption pack '%s' %s (%s) is asked, but %s (%s) runs: run the same one in both stages"
              .formatted(
                  pack.id(), asked.version(), asked.sha256(), pack.version(), pack.sha256()));
    }
    if (!request.encoder().equals(encoder)) {
      throw new ContractException(
          ErrorCode.OTHER_VERSION,
          "caption pack '%s' reads features of encoder %s, but the request holds those of %s: use a caption pack that was made for the pack that encodes"
              .formatted(pack.id(), encoder, request.encoder()));
    }
    if (!request.camera().equals(camera)) {
      throw new ContractException(
          ErrorCode.BAD_FIELD,
          "caption request about camera '%s' under the key '%s'"
              .formatted(request.camera(), camera));
    }
    return tensors.stream().map(request::tensor).toList();
  }
}
