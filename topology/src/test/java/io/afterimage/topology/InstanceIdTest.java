package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {
  @TempDir private Path folder;

  @Test
  void shouldKeepItsNameAndShareItWithNoOther() throws Exception {
    String name = InstanceId.of(folder.resolve("one"), "memories");

    assertThat(InstanceId.of(folder.resolve("one"), "memories")).isEqualTo(name);
    assertThat(InstanceId.of(folder.resolve("one"), "captions")).isNotEqualTo(name);
    assertThat(InstanceId.of(folder.resolve("two"), "memories")).isNotEqualTo(name);
  }

  @Test
  void shouldTakeANewNameWhereTheOldOneIsSpoilt() throws Exception {
    for (String spoilt : new String[] {"", "a b", "door\n"}) {
      Files.writeString(folder.resolve("memories.instance"), spoilt);

      String name = InstanceId.of(folder, "memories");

      assertThat(name).hasSize(36);
      assertThat(InstanceId.of(folder, "memories")).isEqualTo(name);
    }
  }
}
