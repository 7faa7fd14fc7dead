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
  private boolean ready;

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
  public void look(List<Tensor> window) {
    ready = false;
    model.begin(window);
    ready = true;
  }

  @Override
  public Caption say(long seed) {
    if (!ready) {
      throw new IllegalStateException("no window was read that could be put into words");
    }
    model.rewind(decoder.decoding().looks(), seed);
    return decoder.decode(model, seed);
  }

  @Override
  public void close() {
    model.close();
  }
}
