package io.afterimage.topology.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Position;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.rules.CutState;
import io.afterimage.topology.rules.EventMachine;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryCodecTest {
  private static final PackRef PACK = new PackRef("test-pack", "12.3.4", "0f".repeat(32));
  private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.123456Z");

  private final MemoryCodec codec = new MemoryCodec();

  /** A memory in the middle of a stream, with candidates, rivals and an open event. */
  private static Memory busy(long seed) {
    Random random = new Random(seed);
    Memory memory = Memory.blank(PACK, 3);
    memory.begin(7 + seed);
    memory.cutTo(new CutState(new float[] {0.25f, random.nextFloat()}, 0));
    memory.follow(new CutState(new float[] {0.5f, random.nextFloat()}, 2));
    EventMachine machine = new EventMachine(TestPack.RULES, TestPack.LABELS);
    for (int seq = 0; seq < 40; seq++) {
      MediaPoint at = new MediaPoint(seq, seq * 80_000L, TIME.plusMillis(seq));
      float calm = seq < 20 ? 0.9f : 0.4f;
      float wave = seq < 30 ? 0.35f : 0.55f + 0.1f * random.nextFloat();
      machine.step(memory.events(), at, List.of(calm, seq > 38 ? wave : 0.2f, 0f));
    }
    memory.advance(
        new Position(7 + seed, 39, 39 * 80_000L, TIME),
        80_000,
        List.of(
            Tensor.ofFloats("h", Shape.of(1, 3), random.nextFloat(), Float.MIN_VALUE, -0f),
            Tensor.ofFloats("c", Shape.of(2, 1, 2), 1, 2, 3, 4)));
    memory.seen(1_700_000_000_000L + seed);
    if (seed % 2 == 1) {
      boolean quarantined = seed % 4 == 1;
      memory.trouble(new Trouble(3, quarantined, 7 + seed, 99_000_000, "ab".repeat(32)));
    }
    return memory;
  }

  @Test
  void shouldReadWhatItWrites() {
    for (long seed = 0; seed < 50; seed++) {
      Memory memory = busy(seed);
      byte[] bytes = codec.write(memory);
      Memory read = codec.read("test-pack", bytes);

      assertThat(read).usingRecursiveComparison().isEqualTo(memory);
      assertThat(read.events().openCount()).isEqualTo(1);
      assertThat(read.events().candidate(1)).isNotNull();
      assertThat(codec.write(read)).isEqualTo(bytes);
    }
  }

  @Test
  void shouldReadBlankAndEndedMemories() {
    Memory blank = Memory.blank(PACK, 3);
    assertThat(codec.read("test-pack", codec.write(blank)))
        .usingRecursiveComparison()
        .isEqualTo(blank);

    Memory ended = busy(1);
    ended.end(41);
    byte[] bytes = codec.write(ended);
    assertThat(codec.read("test-pack", bytes)).usingRecursiveComparison().isEqualTo(ended);
    assertThat(bytes).hasSizeLessThan(160);
  }

  @Test
  void shouldGrowToAnySize() {
    Memory memory = Memory.blank(PACK, 3);
    memory.begin(1);
    Tensor large = Tensor.ofFloats("h", Shape.of(1, 100_000), new float[100_000]);
    memory.advance(new Position(1, 0, 0, TIME), 1, List.of(large));

    assertThat(codec.read("test-pack", codec.write(memory)).states()).containsExactly(large);
  }

  @Test
  void shouldRefuseAnotherVersion() {
    byte[] bytes = codec.write(busy(1));
    bytes[0]++;

    assertThatExceptionOfType(ContractException.class)
        .isThrownBy(() -> codec.read("test-pack", bytes))
        .withMessage("memory of version 3; this build reads version 2")
        .extracting(ContractException::code)
        .isEqualTo(ErrorCode.UNKNOWN_VERSION);
  }

  @Test
  void shouldRefuseBytesThatEndEarlyOrGoOn() {
    byte[] bytes = codec.write(busy(1));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatExceptionOfType(ContractException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> codec.read("test-pack", cut));
    }
    assertThatExceptionOfType(ContractException.class)
        .isThrownBy(() -> codec.read("test-pack", Arrays.copyOf(bytes, bytes.length + 1)))
        .withMessage("memory has 1 bytes too many");
  }

  @Test
  void shouldNeverThrowAnythingElseForBrokenBytes() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = codec.write(busy(i % 7));
      for (int flips = 0; flips <= random.nextInt(4); flips++) {
        bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
      }
      try {
        codec.read("test-pack", bytes);
      } catch (ContractException e) {
        assertThat(e).hasMessageContaining(" ");
      }
    }
  }

  @Test
  void shouldTellQuarantinesByTheirFirstBytes() {
    assertThat(MemoryCodec.isQuarantined(codec.write(busy(1)))).isTrue();
    assertThat(MemoryCodec.isQuarantined(codec.write(busy(3)))).isFalse();
    assertThat(MemoryCodec.isQuarantined(codec.write(busy(0)))).isFalse();
    assertThat(MemoryCodec.isQuarantined(new byte[] {9, 9})).isFalse();
  }

  @Test
  void shouldTellSilentMemoriesByTheirFirstBytes() {
    byte[] bytes = codec.write(busy(0));

    assertThat(MemoryCodec.isSilent(bytes, 1_700_000_000_000L)).isTrue();
    assertThat(MemoryCodec.isSilent(bytes, 1_699_999_999_999L)).isFalse();
    Memory closed = codec.read("test-pack", bytes);
    closed.events().close();
    assertThat(MemoryCodec.isSilent(codec.write(closed), Long.MAX_VALUE)).isFalse();
    assertThat(MemoryCodec.isSilent(new byte[] {9, 9}, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void shouldKeyMemoriesByCameraAndPack() {
    MemoryKey key = new MemoryKey(new CameraId("front.door"), "room-activity");

    assertThat(key).hasToString("front.door/room-activity");
    assertThat(MemoryKey.parse(key.toString())).isEqualTo(key);
  }
}
