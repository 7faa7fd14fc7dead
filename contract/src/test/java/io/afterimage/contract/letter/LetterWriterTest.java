package io.afterimage.contract.letter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.DeadLetter.Part;
import io.afterimage.contract.event.EventJson;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterWriterTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final LetterWriter WRITER =
      new LetterWriter("encode", 8, Clock.fixed(NOW, ZoneOffset.UTC));

  private static ContractException fault() {
    return new ContractException(ErrorCode.BAD_LENGTH, "it ends early");
  }

  private static RecordBytes record(
      Headers headers, byte @Nullable [] key, byte @Nullable [] value) {
    return new RecordBytes("afterimage.frames", 3, 17, 1_000, headers, key, value);
  }

  private static DeadLetter write(Headers headers, byte @Nullable [] key, byte @Nullable [] value) {
    return WRITER.write(record(headers, key, value), "bad_length", fault());
  }

  private static Headers headers(String name, byte @Nullable [] value) {
    return new RecordHeaders().add(name, value);
  }

  private static byte[] bytes(@Nullable String base64) {
    return Base64.getDecoder().decode(base64);
  }

  @Test
  void shouldHoldAllOfARecordWithinTheBounds() {
    byte[] value = {1, 2, 3, 0, -1, 5, 6, 7};
    DeadLetter letter = write(headers("epoch", "2".getBytes(UTF_8)), "door".getBytes(UTF_8), value);

    assertThat(letter.isWhole()).isTrue();
    assertThat(letter.time()).isEqualTo(NOW);
    assertThat(letter.timestampMs()).isEqualTo(1_000);
    assertThat(letter.camera()).isEqualTo("door");
    assertThat(bytes(letter.key())).isEqualTo("door".getBytes(UTF_8));
    assertThat(bytes(letter.payload())).isEqualTo(value);
    assertThat(letter.size()).isEqualTo(8);
    assertThat(letter.headers()).containsExactly(new DeadLetter.Header("epoch", "Mg=="));
    assertThat(letter.message()).isEqualTo("it ends early");
    assertThat(letter.replayOf()).isNull();
  }

  @Test
  void shouldTellWhatItCutAndHashTheWholeValue() {
    byte[] value = new byte[9];
    DeadLetter letter = write(new RecordHeaders(), null, value);

    assertThat(letter.cut()).containsExactly(Part.PAYLOAD);
    assertThat(bytes(letter.payload())).hasSize(8);
    assertThat(letter.size()).isEqualTo(9);
    assertThat(letter.sha256()).isEqualTo(record(new RecordHeaders(), null, value).sha256());
    assertThat(letter.sha256())
        .isNotEqualTo(write(new RecordHeaders(), null, new byte[8]).sha256());
  }

  @Test
  void shouldTellAMissingValueAndKeyFromEmptyOnes() {
    DeadLetter tombstone = write(headers("none", null), null, null);
    assertThat(tombstone.payload()).isNull();
    assertThat(tombstone.key()).isNull();
    assertThat(tombstone.headers()).containsExactly(new DeadLetter.Header("none", null));
    assertThat(tombstone.isWhole()).isTrue();

    DeadLetter empty = write(new RecordHeaders(), new byte[0], new byte[0]);
    assertThat(empty.payload()).isEmpty();
    assertThat(empty.key()).isEmpty();
    assertThat(empty.sha256()).isEqualTo(tombstone.sha256());
  }

  @Test
  void shouldKeepTheBytesOfAKeyThatIsNoText() {
    DeadLetter letter = write(new RecordHeaders(), new byte[] {(byte) 0xff, 1}, null);
    assertThat(letter.camera()).isNull();
    assertThat(bytes(letter.key())).containsExactly(0xff, 1);
    assertThat(letter.isWhole()).isTrue();
  }

  @Test
  void shouldStayBelowAMebibyteWhateverTheRecordIs() {
    byte[] huge = new byte[4 << 20];
    Arrays.fill(huge, (byte) 1);
    String worst = "\u0001".repeat(1 << 20); // Six characters each in JSON.
    RecordHeaders one = new RecordHeaders();
    one.add("\u0001".repeat(LetterWriter.MOST_HEADERS - 64), new byte[0]);
    RecordHeaders many = new RecordHeaders();
    for (int i = 0; i < 10_000; i++) {
      many.add("\u0001", huge);
      many.add("", new byte[0]);
    }
    for (RecordHeaders headers : List.of(one, many)) {
      headers.add("large", huge);
      DeadLetter letter =
          new LetterWriter("caption", LetterWriter.MOST_PAYLOAD, Clock.systemUTC())
              .write(
                  record(headers, huge, huge),
                  "bad_field",
                  new ContractException(ErrorCode.BAD_FIELD, worst));

      assertThat(letter.cut()).containsExactly(Part.KEY, Part.HEADERS, Part.PAYLOAD);
      assertThat(letter.camera()).isNull();
      assertThat(EventJson.write(letter)).hasSizeLessThan((1 << 20) - (32 << 10));
    }
    assertThat(LetterWriter.letterKey(huge)).isNull();
  }

  @Test
  void shouldNameTheLetterThatTheRecordWasPutBackFrom() {
    Headers headers = headers("epoch", "2".getBytes(UTF_8));
    headers.add(DeadLetter.REPLAY_OF, "3@16".getBytes(UTF_8));
    headers.add(DeadLetter.REPLAY_OF, "3@17".getBytes(UTF_8));
    DeadLetter letter = write(headers, null, null);

    assertThat(letter.replayOf()).isEqualTo("3@17");
    assertThat(letter.headers()).containsExactly(new DeadLetter.Header("epoch", "Mg=="));
  }

  @Test
  void shouldTakeTheCauseFromExceptionsThatNameOne() {
    assertThat(LetterWriter.cause(fault(), "failed")).isEqualTo("bad_length");
    assertThat(LetterWriter.cause(new IllegalStateException("x"), "failed")).isEqualTo("failed");
  }

  @Test
  void shouldKeepNothingOfTheValueWhenTold() {
    DeadLetter letter = write(new RecordHeaders(), null, new byte[3]);
    assertThat(letter.isWhole()).isTrue();
    assertThat(letter.withoutPayload().payload()).isEmpty();
    assertThat(letter.withoutPayload().cut()).containsExactly(Part.PAYLOAD);
    assertThat(letter.withoutPayload().sha256()).isEqualTo(letter.sha256());
    assertThat(write(new RecordHeaders(), null, null).withoutPayload().isWhole()).isTrue();

    LetterWriter none = new LetterWriter("encode", 0, Clock.systemUTC());
    RecordBytes record = record(new RecordHeaders(), null, new byte[3]);
    assertThat(none.write(record, "bad_length", fault()).cut()).containsExactly(Part.PAYLOAD);
  }

  @Test
  void shouldRefuseABoundThatNoTopicTakes() {
    assertThatThrownBy(() -> new LetterWriter("encode", -1, Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new LetterWriter("encode", LetterWriter.MOST_PAYLOAD + 1, Clock.systemUTC()))
        .hasMessageContaining("keeps 0 to 524288 bytes");
  }
}
