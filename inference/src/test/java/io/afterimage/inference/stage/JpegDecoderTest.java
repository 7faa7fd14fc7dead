package io.afterimage.inference.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JpegDecoderTest {
  private static final int WIDTH = 16;
  private static final int HEIGHT = 16;
  private static final FrameInput GREY = input(Pixels.GRAY8);
  private static final FrameInput COLOUR = input(Pixels.RGB24);

  @Test
  void shouldDecodeGreyPlanes() {
    byte[] pixels = gradient(1);

    assertClose(decode(GREY, Jpegs.grey(pixels, WIDTH)), pixels);
  }

  @Test
  void shouldTakeLumaOfColourJpegForGreyInput() {
    byte[] grey = gradient(1);
    byte[] rgb = new byte[3 * grey.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = grey[i / 3];
    }

    assertClose(decode(GREY, Jpegs.colour(rgb, WIDTH)), grey);
  }

  @Test
  void shouldDecodeColourAsRedGreenBlue() {
    byte[] pixels = new byte[3 * WIDTH * 2 * HEIGHT];
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = (byte) 200;
      pixels[i + 1] = (byte) 100;
      pixels[i + 2] = (byte) 30;
    }

    assertClose(decode(COLOUR, Jpegs.colour(pixels, WIDTH)), pixels);
  }

  @Test
  void shouldRefuseAnotherSize() {
    byte[] jpeg = Jpegs.grey(new byte[WIDTH * HEIGHT], WIDTH);

    assertThat(refuse(jpeg))
        .hasMessageContaining(
            "it is 16x16, but gray8-16x16-current.previous-stretch stacks to 16x32");
  }

  @Test
  void shouldRefuseJpegThatEndsEarly() {
    byte[] jpeg = Jpegs.grey(gradient(1), WIDTH);

    for (int length : new int[] {0, 2, 20, jpeg.length / 2, jpeg.length - 2}) {
      assertThat(refuse(Arrays.copyOf(jpeg, length))).as("%d bytes", length).isNotNull();
    }
  }

  @Test
  void shouldDecodeAfterARefusal() {
    JpegDecoder decoder = new JpegDecoder(GREY);
    byte[] out = new byte[GREY.byteSize()];
    byte[] pixels = gradient(1);
    assertThatExceptionOfType(InferenceException.class)
        .isThrownBy(() -> decoder.decode(ByteBuffer.wrap(new byte[] {5}), out));

    decoder.decode(ByteBuffer.wrap(Jpegs.grey(pixels, WIDTH)), out);

    assertClose(out, pixels);
  }

  private static InferenceException refuse(byte[] jpeg) {
    InferenceException refused =
        catchThrowableOfType(InferenceException.class, () -> decode(GREY, jpeg));
    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo(Code.BAD_PICTURE);
    return refused;
  }

  private static byte[] decode(FrameInput input, byte[] jpeg) {
    byte[] out = new byte[input.byteSize()];
    new JpegDecoder(input).decode(ByteBuffer.wrap(jpeg), out);
    return out;
  }

  private static byte[] gradient(int channels) {
    byte[] pixels = new byte[channels * WIDTH * 2 * HEIGHT];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (40 + 4 * (i % WIDTH) + 3 * (i / WIDTH));
    }
    return pixels;
  }

  private static void assertClose(byte[] actual, byte[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(Math.abs((actual[i] & 0xff) - (expected[i] & 0xff)))
          .as("byte %d", i)
          .isLessThanOrEqualTo(3);
    }
  }

  private static FrameInput input(Pixels pixels) {
    return new FrameInput(
        WIDTH, HEIGHT, pixels, List.of(Plane.CURRENT, Plane.PREVIOUS), Fit.STRETCH);
  }
}
