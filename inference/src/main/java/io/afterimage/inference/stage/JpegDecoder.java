package io.afterimage.inference.stage;

import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JPEG frame records to raw ones with the JDK's decoder. Grey inputs take a JPEG's luma as
 * it is, whether or not the JPEG has colour. One thread at a time.
 */
public final class JpegDecoder {
  private static final int END_OF_IMAGE = 0xd9;

  private final FrameInput input;
  private final ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
  private String warning = "";

  /**
   * Makes a decoder of its own scratch memory.
   *
   * @param input the frames' layout
   */
  public JpegDecoder(FrameInput input) {
    this.input = input;
    IIOReadWarningListener listener = (source, text) -> warning = text;
    reader.addIIOReadWarningListener(listener);
  }

  /**
   * Decodes a record.
   *
   * @param jpeg one picture of the stacked planes
   * @param out takes the raw record, {@code uint8[planes, height, width, channels]}
   * @throws InferenceException {@link Code#BAD_PICTURE} if it does not decode or has another size
   */
  public void decode(ByteBuffer jpeg, byte[] out) {
    warning = "";
    byte[] bytes = new byte[jpeg.remaining()];
    jpeg.get(jpeg.position(), bytes);
    try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(stream, true, true);
      requireSize();
      if (input.pixels() == Pixels.GRAY8) {
        readLuma(out);
      } else {
        readColour(out);
      }
    } catch (IOException | RuntimeException e) {
      // The JDK's reader throws whatever it stumbles over; size faults pass as they are.
      if (e instanceof InferenceException told) {
        throw told;
      }
      throw bad(String.valueOf(e.getMessage()), e);
    } finally {
      reader.setInput(null);
    }
    if (!warning.isEmpty() || !complete(bytes)) {
      throw bad(warning.isEmpty() ? "it ends early" : warning, null);
    }
  }

  /** Before anything is decoded: a small file may claim a picture of gigabytes. */
  private void requireSize() throws IOException {
    int height = input.height() * input.planes().size();
    if (reader.getWidth(0) != input.width() || reader.getHeight(0) != height) {
      throw bad(
          "it is %dx%d, but %s stacks to %dx%d"
              .formatted(
                  reader.getWidth(0), reader.getHeight(0), input.id(), input.width(), height),
          null);
    }
  }

  private void readLuma(byte[] out) throws IOException {
    Raster raster = reader.readRaster(0, null);
    int bands = raster.getNumBands();
    byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
    for (int i = 0; i < out.length; i++) {
      out[i] = samples[i * bands];
    }
  }

  private void readColour(byte[] out) throws IOException {
    int[] order = {0, 1, 2};
    WritableRaster raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(out, out.length),
            input.width(),
            out.length / (3 * input.width()),
            3 * input.width(),
            3,
            order,
            new Point(0, 0));
    ComponentColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, 1, DataBuffer.TYPE_BYTE);
    ImageReadParam into = reader.getDefaultReadParam();
    into.setDestination(new BufferedImage(colours, raster, false, null));
    reader.read(0, into);
  }

  /** A JPEG that was cut off decodes to a picture with a grey rest and no word of it. */
  private static boolean complete(byte[] bytes) {
    int last = bytes.length - 1;
    while (last > 0 && bytes[last] == 0) {
      last--;
    }
    return last > 0 && (bytes[last] & 0xff) == END_OF_IMAGE && (bytes[last - 1] & 0xff) == 0xff;
  }

  private static InferenceException bad(String reason, @Nullable Throwable cause) {
    String message = "the JPEG cannot be used: " + reason;
    return cause == null
        ? new InferenceException(Code.BAD_PICTURE, message)
        : new InferenceException(Code.BAD_PICTURE, message, cause);
  }
}
