package io.afterimage.topology.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryListTest {
  private static MemoryList of(String instance, int partition, boolean copy, long behind) {
    Where where = new Where(instance, "topology", partition, copy, behind);
    return new MemoryList(
        List.of(where), List.of(), List.of(memory("b", where), memory("a", where)));
  }

  private static MemorySummary memory(String camera, Where where) {
    return new MemorySummary(
        camera + where.partition(),
        "pack",
        "1",
        "0".repeat(64),
        "live",
        1,
        0,
        1,
        1,
        null,
        null,
        0,
        10,
        null,
        where);
  }

  @Test
  void shouldPreferWhatIsWorkedOnThenTheCopyThatLacksTheLeast() {
    MemoryList merged =
        MemoryList.merge(
            List.of(
                of("x", 0, true, 0),
                of("y", 0, false, 0),
                of("x", 1, true, 7),
                of("y", 1, true, 3)),
            2);
    assertThat(merged.partitions()).extracting(Where::instance).containsExactly("y", "y");
    assertThat(merged.memories())
        .extracting(MemorySummary::camera)
        .containsExactly("a0", "a1", "b0", "b1");
    assertThat(merged.memories()).allMatch(memory -> "y".equals(memory.where().instance()));
    assertThat(merged.missing()).isEmpty();
    assertThat(merged.copies()).containsExactly(1);
  }

  @Test
  void shouldTellThePartitionsThatNobodyHas() {
    assertThat(MemoryList.merge(List.of(of("x", 1, false, 0)), 3).missing()).containsExactly(0, 2);
  }
}
