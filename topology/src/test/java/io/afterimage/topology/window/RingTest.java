package io.afterimage.topology.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.topology.fixture.DirectRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {
  /** A ring beside what its slots would hold. */
  private static final class Written {
    final Ring ring;
    final Map<Integer, Long> slots = new HashMap<>();
    final List<Long> frames = new ArrayList<>();

    Written(int keeps, int recent) {
      ring = new Ring(keeps, recent);
    }

    void push(long seq) {
      slots.put(ring.push(seq), seq);
      frames.add(seq);
    }

    List<Long> kept(long last) {
      return ring.kept(last).stream().map(slots::get).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void shouldKeepWhatTheRuleSaysWhateverTheLength(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      int keeps = 1 + random.nextInt(40);
      int recent = 1 + random.nextInt(20);
      Written written = new Written(keeps, recent);
      long seq = random.nextInt(5);
      int before = random.nextInt(60);
      for (int i = 0; i <= before; i++) {
        written.push(seq);
        seq += 1 + random.nextInt(3);
      }
      int back = random.nextInt(Math.min(recent, before + 1));
      int start = before - back;
      written.ring.open(written.frames.get(start));
      int length = back + 1 + random.nextInt(400);
      while (written.frames.size() < start + length) {
        written.push(seq);
        seq += 1 + random.nextInt(3);
      }
      int unread = random.nextInt(Math.min(recent, length));
      int last = written.frames.size() - 1 - unread;

      assertThat(written.ring.first()).isEqualTo(start);
      assertThat(written.ring.lastUpTo(written.frames.get(last))).isEqualTo(last);
      assertThat(written.kept(last))
          .as("keeps %d, recent %d, length %d", keeps, recent, last - start + 1)
          .isEqualTo(DirectRule.kept(written.frames.subList(start, last + 1), keeps));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldHoldTheRecentFramesThroughWindowsThatOpenAndShut(long seed) {
    Random random = new Random(seed);
    Written written = new Written(6, 5);
    for (int i = 0; i < 3000; i++) {
      switch (random.nextInt(40)) {
        case 0 -> written.ring.open(Math.max(0, i - random.nextInt(7)));
        case 1 -> written.ring.shut();
        case 2 -> written.ring.openAt(written.ring.next() - random.nextInt(4) % 5);
        default -> {}
      }
      written.push(i);
      HashSet<Long> held = new HashSet<>();
      for (int slot = 0; slot < written.ring.slots(); slot++) {
        if (written.ring.tick(slot) != Ring.NONE) {
          assertThat(written.slots.get(slot)).isEqualTo(written.ring.seq(slot));
          assertThat(held.add(written.ring.tick(slot))).isTrue();
        }
      }
      for (int back = 0; back < 5 && back <= i; back++) {
        assertThat(held).contains((long) i - back);
      }
    }
  }

  @Test
  void shouldBeAsNewAfterItIsEmptied() {
    Written written = new Written(3, 2);
    written.push(0);
    written.ring.open(0);
    for (int seq = 1; seq < 30; seq++) {
      written.push(seq);
    }
    written.ring.empty();

    assertThat(written.ring).usingRecursiveComparison().isEqualTo(new Ring(3, 2));
  }

  @Test
  void shouldBeginWithTheOldestFrameThatIsHeldIfTheEventBeganEarlier() {
    Written written = new Written(8, 4);
    for (int seq = 0; seq < 10; seq++) {
      written.push(seq);
    }
    written.ring.open(3);

    assertThat(written.ring.first()).isEqualTo(6);
    assertThat(written.kept(9)).containsExactly(6L, 7L, 8L, 9L);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "5, 2", "16, 7", "17, 8", "18, 8", "100, 48", "1000, 512"})
  void shouldFindTheKeptFrameNearestToTheMiddle(int length, long middle) {
    Written written = new Written(16, 3);
    written.push(0);
    written.ring.open(0);
    for (int seq = 1; seq < length; seq++) {
      written.push(seq);
    }

    long found = written.ring.tick(written.ring.middle(length - 1));
    assertThat(found).isEqualTo(middle);
    long nearest =
        Collections.min(
            written.kept(length - 1),
            Comparator.comparingLong((Long seq) -> Math.abs(2 * seq - (length - 1))));
    assertThat(nearest).isEqualTo(found);
  }
}
