package io.afterimage.contract.instance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.event.EventJson;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceAddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:9500", "node-2.site.local:1", "[::1]:65535"})
  void shouldReadWhatItWrites(String text) {
    assertThat(InstanceAddress.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "node", "node:", "node:0", "node:65536", ":80", "a b:80", "::1:80", "a/b:80"})
  void shouldSayWhatAnAddressLooksLike(String text) {
    assertThatThrownBy(() -> InstanceAddress.parse(text))
        .isInstanceOf(ContractException.class)
        .hasMessage(
            "address '%s' is not valid: write HOST:PORT, such as 127.0.0.1:9500".formatted(text));
  }

  @Test
  void shouldTravelAsJson() {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    Instance instance =
        new Instance(
            new InstanceAddress("::1", 9500), List.of("site-topology"), List.of(), "1", noon, noon);
    byte[] json = EventJson.write(instance);
    assertThat(new String(json, UTF_8))
        .contains("\"address\":\"[::1]:9500\"", "\"memories\":[\"site-topology\"]");
    assertThat(EventJson.read(json, Instance.class)).isEqualTo(instance);
  }

  @Test
  void shouldReadAnInstanceThatKnowsOfLess() {
    String json =
        "{\"address\":\"a:1\",\"version\":\"1\",\"started\":\"2026-03-01T12:00:00Z\",\"announced\":\"2026-03-01T12:00:00Z\"}";
    Instance read = EventJson.read(json.getBytes(UTF_8), Instance.class);
    assertThat(read.captions()).isEmpty();
  }
}
