package io.afterimage.inference.runtime;

import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.caption.Caption;
import io.afterimage.inference.caption.CaptionDecoder;
import io.afterimage.inference.caption.Decoding;
import java.util.List;

/** Searches through what a pack's caption graphs say. */
final class OnnxCaptioner implements Captioner {
  private final OnnxWordModel model;
  private final CaptionDecoder decoder;

  /** Takes the model over and closes it. */
  OnnxCaptioner(OnnxWordModel model, CaptionDecoder decoder) {
    this.model = model;
    this.decoder = decoder;
  }

  @Override
  public Decoding decoding() {
    return decoder.decoding();
  }

  @Override
  public Caption caption(List<Tensor> window, long seed) {
    model.begin(window);
    return decoder.decode(model, seed);
  }

  @Override
  public void close() {
    model.close();
  }
}
