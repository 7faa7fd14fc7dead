package io.afterimage.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.instance.Instance;
import io.afterimage.contract.instance.InstanceAddress;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventJsonTest {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.080Z");
  private static final PackRef PACK = new PackRef("room-activity", "1.2.3", "ab".repeat(32));

  private static ActionEvent action(Phase phase, @Nullable MediaPoint end) {
    return new ActionEvent(
        ActionEvent.id("door", 2, 5, "fall"),
        "door",
        2,
        phase,
        "fall",
        0.75,
        new MediaPoint(5, 400_000, TIME),
        end,
        PACK,
        new LatencyMs(1, 2.5, 3, 4, 10.5));
  }

  private static Prediction prediction() {
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("walk", 0.9);
    scores.put("fall", 0.1);
    return new Prediction("door", 2, 5, 400_000, TIME, "walk", scores, PACK);
  }

  private static EventMarker marker() {
    return EventMarker.of(
        new CameraId("door"), new Marker(new Position(2, 9, 720_000, TIME), Marker.Kind.END));
  }

  private static List<Error> faults(String schema, byte[] json) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            EventJson.class.getResourceAsStream(
                "/io/afterimage/contract/schema/" + schema + ".schema.json"))) {
      Schema loaded =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(in);
      return loaded.validate(
          new String(json, UTF_8),
          InputFormat.JSON,
          context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }
  }

  @Test
  void shouldWriteTheFieldsThatTheSchemasPromise() throws IOException {
    MediaPoint end = new MediaPoint(9, 720_000, TIME);
    assertThat(faults("action", EventJson.write(action(Phase.START, null)))).isEmpty();
    assertThat(faults("action", EventJson.write(action(Phase.UPDATE, null)))).isEmpty();
    assertThat(faults("action", EventJson.write(action(Phase.END, end)))).isEmpty();
    assertThat(faults("prediction", EventJson.write(prediction()))).isEmpty();
    assertThat(faults("marker", EventJson.write(marker()))).isEmpty();
    assertThat(faults("truth", EventJson.write(new TruthEvent("door", 2, 0, 0, TIME, "walk"))))
        .isEmpty();
    InstanceAddress address = new InstanceAddress("127.0.0.1", 9500);
    Instance instance = new Instance(address, List.of("t"), List.of(), "1", TIME, TIME);
    assertThat(faults("instance", EventJson.write(instance))).isEmpty();
    assertThat(faults("dead-letter", EventJson.write(letter(null, List.of())))).isEmpty();
    assertThat(faults("dead-letter", EventJson.write(letter("AAEC", List.of(DeadLetter.Part.KEY)))))
        .isEmpty();
  }

  private static DeadLetter letter(@Nullable String payload, List<DeadLetter.Part> cut) {
    return new DeadLetter(
        TIME,
        "encode",
        "bad_length",
        "short",
        "t",
        0,
        1,
        1_772_359_200_080L,
        null,
        3,
        "0f".repeat(32),
        null,
        List.of(new DeadLetter.Header("epoch", "Mg=="), new DeadLetter.Header("none", null)),
        payload,
        cut,
        payload == null ? null : "3@17");
  }

  @Test
  void shouldHaveSchemasThatRefuse() throws IOException {
    assertThat(faults("action", EventJson.write(action(Phase.END, null)))).isNotEmpty();
    assertThat(
            faults(
                "action", EventJson.write(action(Phase.START, new MediaPoint(9, 720_000, TIME)))))
        .isNotEmpty();
    assertThat(faults("prediction", EventJson.write(marker()))).isNotEmpty();
    assertThat(faults("marker", EventJson.write(prediction()))).isNotEmpty();
    assertThat(faults("truth", "{\"camera\":\"-\"}".getBytes(UTF_8))).isNotEmpty();
    assertThat(faults("dead-letter", "{}".getBytes(UTF_8))).isNotEmpty();
  }

  @Test
  void shouldRefuseALetterWhoseBytesAreNone() {
    String json = new String(EventJson.write(letter("AAEC", List.of())), UTF_8);
    for (String broken : List.of(json.replace("AAEC", "A?"), json.replace("Mg==", "M"))) {
      assertThatThrownBy(() -> EventJson.read(broken.getBytes(UTF_8), DeadLetter.class))
          .isInstanceOf(ContractException.class)
          .hasMessageContaining("is not in base64");
    }
  }

  @Test
  void shouldWriteSnakeCaseAndIsoTimes() {
    assertThat(new String(EventJson.write(action(Phase.START, null)), UTF_8))
        .isEqualTo(
            "{\"id\":\"door/2/5/fall\",\"camera\":\"door\",\"epoch\":2,\"phase\":\"start\","
                + "\"label\":\"fall\",\"confidence\":0.75,"
                + "\"start\":{\"seq\":5,\"pts_us\":400000,\"time\":\"2026-03-01T10:00:00.080Z\"},"
                + "\"end\":null,\"pack\":{\"id\":\"room-activity\",\"version\":\"1.2.3\",\"sha256\":\""
                + "ab".repeat(32)
                + "\"},\"latency_ms\":{\"decode\":1.0,\"queue\":2.5,\"encode\":3.0,\"step\":4.0,"
                + "\"total\":10.5}}");
  }

  @Test
  void shouldReadWhatItWrote() {
    ActionEvent end = action(Phase.END, new MediaPoint(9, 720_000, TIME));
    assertThat(EventJson.readAction(EventJson.write(end))).isEqualTo(end);
    assertThat(EventJson.readAction(EventJson.write(marker()))).isEqualTo(marker());
    assertThat(EventJson.readPrediction(EventJson.write(prediction()))).isEqualTo(prediction());
    assertThat(EventJson.readPrediction(EventJson.write(marker()))).isEqualTo(marker());
    DeadLetter letter = letter("AAEC", List.of(DeadLetter.Part.KEY, DeadLetter.Part.PAYLOAD));
    assertThat(EventJson.read(EventJson.write(letter), DeadLetter.class)).isEqualTo(letter);
  }

  @Test
  void shouldRefuseWhatIsNoEvent() {
    assertThatThrownBy(() -> EventJson.readAction("{".getBytes(UTF_8)))
        .isInstanceOf(ContractException.class);
    assertThatThrownBy(() -> EventJson.readAction("[1]".getBytes(UTF_8)))
        .isInstanceOf(ContractException.class);
    assertThatThrownBy(() -> EventJson.readAction("{\"phase\":\"middle\"}".getBytes(UTF_8)))
        .isInstanceOf(ContractException.class);
  }

  @Test
  void shouldTellMarkersByAFieldOfTheirOwn() {
    assertThat(EventJson.isMarker(EventJson.write(marker()))).isTrue();
    assertThat(EventJson.isMarker(EventJson.write(prediction()))).isFalse();
    assertThat(EventJson.isMarker("{\"scores\":{\"marker\":1}}".getBytes(UTF_8))).isFalse();
    assertThat(EventJson.isMarker("[{\"marker\":1}]".getBytes(UTF_8))).isFalse();
    for (String bad : List.of("", "{\"marker\":1", "{\"marker\":1}]", "{\"marker\":1}{}", "[1")) {
      assertThatThrownBy(() -> EventJson.isMarker(bad.getBytes(UTF_8)))
          .as(bad)
          .isInstanceOf(ContractException.class);
    }
  }

  @Test
  void shouldGiveEachPhaseItsOwnCloudEventsId() {
    assertThat(action(Phase.START, null).cloudEvent().id()).isEqualTo("door/2/5/fall/start");
    assertThat(action(Phase.START, null).cloudEvent().source())
        .isEqualTo("/cameras/door/packs/room-activity");
    assertThat(prediction().cloudEvent().id()).isEqualTo("door/2/5");
    assertThat(marker().cloudEvent().id()).isEqualTo("door/2/9/end");
  }
}
