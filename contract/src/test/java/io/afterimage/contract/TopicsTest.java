package io.afterimage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
  @Test
  void shouldNameEachTopicOnceUnderThePrefix() {
    assertThat(new Topics("site.a").all())
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("site.a."))
        .contains("site.a.frames", "site.a.features", "site.a.actions", "site.a.dead-letters")
        .contains("site.a.caption-asks", "site.a.caption-requests", "site.a.captions")
        .contains("site.a.commands", "site.a.instances");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", "a b", "a.", "ü"})
  void shouldRefuseAPrefixThatKafkaWould(String prefix) {
    assertThatThrownBy(() -> new Topics(prefix)).hasMessageContaining("topic prefix");
  }
}
