package io.afterimage.bench.chaos.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.Position;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.MemoryCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredStateTest {
  private static final String STORE = "topology-memory-changelog";
  private static final PackRef PACK = new PackRef("pack", "1.0.0", "ab".repeat(32));

  private static StoredState state(float hidden, long seenAtMs) {
    Memory memory = Memory.blank(PACK, 2);
    memory.begin(3);
    memory.advance(
        new Position(3, 7, 560_000, Instant.EPOCH),
        80_000,
        List.of(Tensor.ofFloats("h", Shape.of(1), hidden)));
    memory.seen(seenAtMs);
    return new StoredState(STORE, Map.of("room-1/pack", new MemoryCodec().write(memory)));
  }

  @Test
  void shouldNotMindTheWallClock() {
    assertThat(state(0.5f, 1).against(state(0.5f, 2))).isEmpty();
  }

  @Test
  void shouldMindTheLastBit() {
    assertThat(state(0.5f, 1).against(state(Math.nextUp(0.5f), 1)))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.kind()).isEqualTo(Difference.Kind.STATE);
              assertThat(difference.lane()).isEqualTo("room-1/pack");
              assertThat(difference.disturbed()).contains("epoch 3, seq 7");
            });
  }

  @Test
  void shouldMindAMemoryThatIsMissing() {
    StoredState none = new StoredState(STORE, Map.of());
    assertThat(none.against(state(0.5f, 1))).hasSize(1);
    assertThat(state(0.5f, 1).against(none)).hasSize(1);
  }
}
