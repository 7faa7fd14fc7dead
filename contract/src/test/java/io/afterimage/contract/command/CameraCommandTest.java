package io.afterimage.contract.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.event.EventJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraCommandTest {
  @Test
  void shouldReadWhatItWrites() {
    CameraCommand forget = new CameraCommand(CameraCommand.Kind.FORGET);

    assertThat(new String(EventJson.write(forget), UTF_8)).isEqualTo("{\"command\":\"forget\"}");
    assertThat(EventJson.read(EventJson.write(forget), CameraCommand.class)).isEqualTo(forget);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "{}", "{\"command\":null}", "{\"command\":7}", "\"forget\""})
  void shouldRefuseWhatSaysNothingToDo(String json) {
    assertThatThrownBy(() -> EventJson.read(json.getBytes(UTF_8), CameraCommand.class))
        .isInstanceOf(ContractException.class)
        .hasMessageStartingWith("not a CameraCommand: ");
  }
}
