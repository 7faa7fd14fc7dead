package io.afterimage.topology.captioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LastCaptionCodecTest {
  private static final LastCaption CAPTION =
      new LastCaption(
          "0123456789abcdef".repeat(4),
          "door/3/5-8/event/words",
          Instant.parse("2026-03-01T10:00:00.000001Z"),
          List.of("a", "person", "fällt", "down"));
  private static final byte[] WRITTEN = LastCaptionCodec.write(CAPTION);

  @Test
  void shouldReadWhatItWrote() {
    assertThat(LastCaptionCodec.read(WRITTEN)).isEqualTo(CAPTION);
    LastCaption silent = new LastCaption(CAPTION.pack(), "", CAPTION.end(), List.of());
    assertThat(LastCaptionCodec.read(LastCaptionCodec.write(silent))).isEqualTo(silent);
  }

  @Test
  void shouldRefuseEveryTruncationAndWhatIsLeftOver() {
    for (int length = 0; length < WRITTEN.length; length++) {
      byte[] part = Arrays.copyOf(WRITTEN, length);
      assertThatThrownBy(() -> LastCaptionCodec.read(part))
          .isInstanceOf(ContractException.class)
          .hasMessageContaining("ends early");
    }
    assertThatThrownBy(() -> LastCaptionCodec.read(Arrays.copyOf(WRITTEN, WRITTEN.length + 2)))
        .hasMessage("last caption has 2 bytes too many");
  }

  @Test
  void shouldRefuseAnotherVersion() {
    byte[] bytes = WRITTEN.clone();
    bytes[0] = 2;
    assertThatThrownBy(() -> LastCaptionCodec.read(bytes))
        .hasMessage("last caption of version 2; this build reads version 1")
        .extracting(e -> ((ContractException) e).code())
        .isEqualTo(ErrorCode.UNKNOWN_VERSION);
  }

  @Test
  void shouldAnswerDamageWithItsOwnExceptionOnly() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = WRITTEN.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        LastCaption read = LastCaptionCodec.read(damaged);
        assertThat(LastCaptionCodec.read(LastCaptionCodec.write(read))).isEqualTo(read);
      } catch (ContractException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
