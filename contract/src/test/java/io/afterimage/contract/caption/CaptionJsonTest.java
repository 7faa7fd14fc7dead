package io.afterimage.contract.caption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.afterimage.contract.CameraId;
import io.afterimage.contract.CloudEvent;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.EventMarker;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptionJsonTest {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.080Z");
  private static final String ID =
      CaptionRequest.id("door", 2, 5, 9, CaptionReason.Kind.EVENT, "room-captions");

  private static CaptionEvent caption(CaptionReason reason) {
    return new CaptionEvent(
        ID,
        "door",
        2,
        reason,
        "a person sits down",
        List.of("a", "person", "sits", "down"),
        -0.25,
        new MediaPoint(5, 400_000, TIME),
        new MediaPoint(9, 720_000, TIME.plusMillis(320)),
        new PackRef("room-captions", "1.2.3", "ab".repeat(32)),
        new CaptionEvent.Decoding(CaptionEvent.Method.BEAM, 3),
        new CaptionEvent.LatencyMs(1, 2.5, 3, 4, 10.5));
  }

  private static AttentionEvent temporal(Double... weights) {
    return new AttentionEvent(
        ID,
        "door",
        2,
        AttentionEvent.Explains.CAPTION,
        AttentionEvent.Kind.TEMPORAL,
        List.of(new AttentionEvent.Word("sits", List.of(weights))),
        List.of(new AttentionEvent.Frame(5, 400_000), new AttentionEvent.Frame(7, 560_000)),
        null,
        null);
  }

  private static AttentionEvent spatial(Double... weights) {
    return new AttentionEvent(
        ID,
        "door",
        2,
        AttentionEvent.Explains.CAPTION,
        AttentionEvent.Kind.SPATIAL,
        List.of(new AttentionEvent.Word("sits", List.of(weights))),
        null,
        new AttentionEvent.Grid(2, 1),
        new AttentionEvent.Frame(7, 560_000));
  }

  private static AttentionEvent action(List<AttentionEvent.Word> words) {
    return new AttentionEvent(
        "door/2/5/walk",
        "door",
        2,
        AttentionEvent.Explains.ACTION,
        AttentionEvent.Kind.SPATIAL,
        words,
        null,
        new AttentionEvent.Grid(2, 1),
        new AttentionEvent.Frame(7, 560_000));
  }

  private static AttentionEvent action() {
    return action(List.of(AttentionEvent.Word.of("walk", List.of(0.1f, 0.9f))));
  }

  private static List<Error> faults(String schema, String json) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            EventJson.class.getResourceAsStream(
                "/io/afterimage/contract/schema/" + schema + ".schema.json"))) {
      Schema loaded =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(in);
      return loaded.validate(
          json,
          InputFormat.JSON,
          context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }
  }

  private static String json(Object event) {
    return new String(EventJson.write(event), UTF_8);
  }

  @Test
  void shouldWriteTheFieldsThatTheSchemasPromise() throws IOException {
    for (CaptionReason reason :
        List.of(
            CaptionReason.event("door/2/5/sit_down"),
            CaptionReason.period(),
            CaptionReason.request())) {
      assertThat(faults("caption", json(caption(reason)))).isEmpty();
    }
    assertThat(faults("attention", json(temporal(0.25, 0.75)))).isEmpty();
    assertThat(faults("attention", json(spatial(0.25, 0.75)))).isEmpty();
    assertThat(faults("attention", json(action()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"kind\":\"period\",\"id\":null >> \"kind\":\"event\",\"id\":null",
        "\"kind\":\"period\",\"id\":null >> \"kind\":\"period\",\"id\":\"x\"",
        "\"score\":-0.25 >> \"score\":0.25",
        "\"width\":3 >> \"width\":0",
        "\"method\":\"beam\" >> \"method\":\"guess\"",
        "\"wait\":1.0, >> ",
        "\"seq\":5 >> \"seq\":-1",
        "\"camera\":\"door\" >> \"camera\":\"-\"",
      })
  void shouldHaveACaptionSchemaThatRefuses(String change) throws IOException {
    refuses("caption", json(caption(CaptionReason.period())), change);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"grid\":null >> \"grid\":{\"rows\":1,\"columns\":2}",
        "\"kind\":\"temporal\" >> \"kind\":\"spatial\"",
        "\"weights\":[0.25,0.75] >> \"weights\":[]",
        "0.25 >> 1.25",
        "\"word\":\"sits\", >> ",
        "\"explains\":\"caption\", >> ",
        "\"explains\":\"caption\" >> \"explains\":\"event\"",
        "\"explains\":\"caption\" >> \"explains\":\"action\"",
      })
  void shouldHaveAnAttentionSchemaThatRefuses(String change) throws IOException {
    refuses("attention", json(temporal(0.25, 0.75)), change);
  }

  @Test
  void shouldHaveAnAttentionSchemaThatGivesAnActionItsLabelAlone() throws IOException {
    String label = "{\"word\":\"walk\",\"weights\":[0.1,0.9]}";
    refuses("attention", json(action()), label + " >> " + label + "," + label);
    refuses("attention", json(action()), label + " >> ");
  }

  private static void refuses(String schema, String good, String change) throws IOException {
    String[] parts = change.split(" >> ?", 2);
    String bad = good.replace(parts[0], parts[1]);
    assertThat(bad).isNotEqualTo(good);
    assertThat(faults(schema, bad)).as(bad).isNotEmpty();
  }

  @Test
  void shouldWriteSnakeCaseAndIsoTimes() {
    assertThat(json(caption(CaptionReason.event("door/2/5/sit_down"))))
        .isEqualTo(
            "{\"id\":\"door/2/5-9/event/room-captions\",\"camera\":\"door\",\"epoch\":2,"
                + "\"reason\":{\"kind\":\"event\",\"id\":\"door/2/5/sit_down\"},"
                + "\"text\":\"a person sits down\",\"words\":[\"a\",\"person\",\"sits\",\"down\"],"
                + "\"score\":-0.25,"
                + "\"start\":{\"seq\":5,\"pts_us\":400000,\"time\":\"2026-03-01T10:00:00.080Z\"},"
                + "\"end\":{\"seq\":9,\"pts_us\":720000,\"time\":\"2026-03-01T10:00:00.400Z\"},"
                + "\"pack\":{\"id\":\"room-captions\",\"version\":\"1.2.3\",\"sha256\":\""
                + "ab".repeat(32)
                + "\"},\"decoding\":{\"method\":\"beam\",\"width\":3},"
                + "\"latency_ms\":{\"wait\":1.0,\"queue\":2.5,\"init\":3.0,\"words\":4.0,"
                + "\"total\":10.5}}");
    assertThat(json(temporal(0.25, 0.75)))
        .isEqualTo(
            "{\"id\":\"door/2/5-9/event/room-captions\",\"camera\":\"door\",\"epoch\":2,"
                + "\"explains\":\"caption\",\"kind\":\"temporal\",\"words\":[{\"word\":\"sits\",\"weights\":[0.25,0.75]}],"
                + "\"frames\":[{\"seq\":5,\"pts_us\":400000},{\"seq\":7,\"pts_us\":560000}],"
                + "\"grid\":null,\"frame\":null}");
  }

  @Test
  void shouldReadWhatItWrote() {
    CaptionEvent caption = caption(CaptionReason.event("door/2/5/sit_down"));
    assertThat(EventJson.read(EventJson.write(caption), CaptionEvent.class)).isEqualTo(caption);
    for (AttentionEvent event : List.of(temporal(0.25, 0.75), spatial(1.0, 0.0), action())) {
      assertThat(EventJson.read(EventJson.write(event), AttentionEvent.class)).isEqualTo(event);
    }
  }

  @Test
  void shouldTellCaptionsFromMarkers() throws IOException {
    CaptionEvent caption = caption(CaptionReason.period());
    EventMarker marker =
        EventMarker.of(
            new CameraId("door"), new Marker(new Position(2, 9, 720_000, TIME), Marker.Kind.END));
    assertThat(EventJson.readCaption(EventJson.write(caption))).isEqualTo(caption);
    assertThat(EventJson.readCaption(EventJson.write(marker))).isEqualTo(marker);
    assertThat(faults("marker", json(marker))).isEmpty();
    assertThat(faults("caption", json(marker))).isNotEmpty();
    for (String bad : List.of("{", "[1]", "null", "{\"words\":1}")) {
      assertThatThrownBy(() -> EventJson.readCaption(bad.getBytes(UTF_8)))
          .as(bad)
          .isInstanceOf(ContractException.class);
    }
  }

  @Test
  void shouldTellOneCaptionPacksMarkersFromAnothers() {
    EventMarker marker = new EventMarker("door", 2, "end", 9, 720_000, TIME);
    assertThat(marker.cloudEvent(new PackRef("room-captions", "1.2.3", "ab".repeat(32))))
        .isEqualTo(
            new CloudEvent(
                "door/2/9/end",
                "/cameras/door/packs/room-captions",
                "io.afterimage.marker.v1",
                TIME,
                "application/json"));
  }

  @Test
  void shouldReadAndWriteAsks() throws IOException {
    assertThat(json(new CaptionAsk(null))).isEqualTo("{}");
    assertThat(json(new CaptionAsk("room-captions"))).isEqualTo("{\"pack\":\"room-captions\"}");
    for (CaptionAsk ask : List.of(new CaptionAsk(null), new CaptionAsk("room-captions"))) {
      assertThat(faults("caption-ask", json(ask))).isEmpty();
      assertThat(EventJson.read(EventJson.write(ask), CaptionAsk.class)).isEqualTo(ask);
    }
    for (String bad : List.of("[]", "{\"pack\":7}", "{\"pack\":\"\"}", "{\"packs\":\"a\"}")) {
      assertThat(faults("caption-ask", bad)).as(bad).isNotEmpty();
    }
    for (String bad : List.of("", "null", "[]", "\"room-captions\"", "{\"pack\":{}}")) {
      assertThatThrownBy(() -> EventJson.read(bad.getBytes(UTF_8), CaptionAsk.class))
          .as(bad)
          .isInstanceOf(ContractException.class)
          .hasMessageStartingWith("not a CaptionAsk: ");
    }
  }

  @Test
  void shouldRefuseWeightsThatAreNoAttention() {
    assertThatThrownBy(() -> temporal(0.25, 0.74)).hasMessageContaining("'sits' make 0.99, not 1");
    assertThatThrownBy(() -> temporal(1.0)).hasMessageContaining("'sits' has 1 weights, not 2");
    assertThatThrownBy(() -> spatial(0.5, 0.25, 0.25)).hasMessageContaining("3 weights, not 2");
    assertThatThrownBy(() -> temporal(Double.NaN, 1.0)).isInstanceOf(ContractException.class);
    assertThatThrownBy(
            () ->
                new AttentionEvent(
                    ID,
                    "door",
                    2,
                    AttentionEvent.Explains.CAPTION,
                    AttentionEvent.Kind.SPATIAL,
                    List.of(),
                    List.of(),
                    null,
                    null))
        .isInstanceOf(ContractException.class);
    assertThatThrownBy(
            () ->
                EventJson.read(
                    json(temporal(0.25, 0.75)).replace("0.75", "0.5").getBytes(UTF_8),
                    AttentionEvent.class))
        .isInstanceOf(ContractException.class);
  }

  @Test
  void shouldKeepTheDigitsOfAGraphsWeights() {
    assertThat(AttentionEvent.Word.of("walk", List.of(0.1f, 0.9f, -1e-9f, 1.0001f)).weights())
        .containsExactly(0.1, 0.9, 0.0, 1.0);
  }

  @Test
  void shouldRefuseActionsThatWereNotLookedAtInOnePictureForTheirLabel() {
    AttentionEvent.Word half = new AttentionEvent.Word("walk", List.of(0.5, 0.5));
    for (List<AttentionEvent.Word> words :
        List.of(List.<AttentionEvent.Word>of(), List.of(half, half))) {
      assertThatThrownBy(() -> action(words))
          .isInstanceOf(ContractException.class)
          .hasMessageContaining("that of an action is spatial and has one word, its label");
    }
    assertThatThrownBy(
            () ->
                new AttentionEvent(
                    "door/2/5/walk",
                    "door",
                    2,
                    AttentionEvent.Explains.ACTION,
                    AttentionEvent.Kind.TEMPORAL,
                    List.of(half),
                    List.of(new AttentionEvent.Frame(5, 0), new AttentionEvent.Frame(6, 1)),
                    null,
                    null))
        .hasMessageContaining("that of an action is spatial");
  }

  @Test
  void shouldGiveAttentionItsOwnCloudEventsIdBesideThatOfWhatItExplains() {
    CaptionEvent caption = caption(CaptionReason.period());
    CloudEvent attention = temporal(0.25, 0.75).cloudEvent(caption.pack(), caption.end().time());
    assertThat(caption.cloudEvent().id()).isEqualTo(ID);
    assertThat(caption.cloudEvent().type()).isEqualTo("io.afterimage.caption.v1");
    assertThat(attention.id()).isEqualTo(ID + "/attention");
    assertThat(attention.type()).isEqualTo("io.afterimage.attention.v1");
    assertThat(attention.source()).isEqualTo("/cameras/door/packs/room-captions");
    assertThat(attention.time()).isEqualTo(caption.end().time());
    assertThat(action().cloudEvent(caption.pack(), TIME).id()).isEqualTo("door/2/5/walk/attention");
  }
}
