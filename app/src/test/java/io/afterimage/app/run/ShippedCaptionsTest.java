package io.afterimage.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.app.cli.CapturedShell;
import io.afterimage.app.cli.Cli;
import io.afterimage.app.clip.SimulatedClip;
import io.afterimage.app.command.Afterimage;
import io.afterimage.ingest.sim.RoomSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From a video to sentences and pictures, by the command line, with the shipped packs. */
class ShippedCaptionsTest {
  private static final Path PACKS = Path.of("..", "packs").toAbsolutePath().normalize();

  @TempDir private static Path clips;
  private static Path clip;

  @TempDir private Path folder;

  @BeforeAll
  static void draw() {
    clip = clips.resolve("clip.mp4");
    String room = "sim:room?seed=9003&fps=25&duration=45s&size=320x240";
    new SimulatedClip(RoomSpec.parse(room)).writeVideo(clip, frame -> {});
  }

  @Test
  void shouldPutIntoWordsWhatHappensAndDrawWhereItLooked() throws IOException {
    String packs = "room-captions,room-captions-hard,room-captions-nic";
    assertThat(run("a=" + clip, "b=" + clip, "--captions", packs, "--events-out", "out.jsonl"))
        .isZero();

    Map<String, JsonNode> looks = new HashMap<>();
    for (JsonNode look : of("attention")) {
      assertThat(looks.put(look.path("explains").asString() + look.path("id").asString(), look))
          .isNull();
    }
    Map<String, List<String>> said = new HashMap<>();
    for (JsonNode caption : of("captions")) {
      String pack = caption.path("pack").path("id").asString();
      said.computeIfAbsent(caption.path("camera").asString() + " " + pack, key -> new ArrayList<>())
          .add(caption.path("start").path("pts_us") + " " + caption.path("text").asString());
      JsonNode look = looks.get("caption" + caption.path("id").asString());
      assertThat(look == null).isEqualTo(pack.equals("room-captions-nic"));
      if (look != null) {
        assertLooks(look, caption);
      }
    }
    // Two cameras that see the same say the same.
    for (String pack : packs.split(",", -1)) {
      assertThat(said.get("a " + pack)).isNotEmpty().isEqualTo(said.get("b " + pack));
    }
    assertThat(said.get("a room-captions"))
        .anyMatch(text -> text.matches(".*\\b(sit|lie|wal)\\w+.*"));
    for (JsonNode event : of("actions")) {
      assertThat(looks).containsKey("action" + event.path("id").asString());
    }

    CapturedShell shell = new CapturedShell(folder, Map.of());
    String[] explain = {
      "explain",
      "out.jsonl",
      clip.toString(),
      "--camera",
      "a",
      "--out",
      "pictures",
      "--packs",
      PACKS.toString()
    };
    assertThat(new Cli(shell.shell(), Afterimage.class).run(explain)).as(shell.err()).isZero();
    long drawn =
        looks.values().stream().filter(look -> look.path("camera").asString().equals("a")).count();
    try (Stream<Path> pictures = Files.walk(folder.resolve("pictures"))) {
      assertThat(pictures.filter(file -> file.toString().endsWith(".png")).count())
          .isGreaterThan(drawn);
    }
  }

  private static void assertLooks(JsonNode look, JsonNode caption) {
    long first = caption.path("start").path("seq").asLong();
    long last = caption.path("end").path("seq").asLong();
    boolean spatial = look.path("kind").asString().equals("spatial");
    if (spatial) {
      assertThat(look.path("frame").path("seq").asLong()).isBetween(first, last);
    } else {
      assertThat(look.path("frames").path(0).path("seq").asLong()).isEqualTo(first);
      assertThat(look.path("frames").valueStream())
          .allMatch(frame -> frame.path("seq").asLong() <= last);
    }
    assertThat(look.path("words").valueStream().map(word -> word.path("word").asString()))
        .containsExactlyElementsOf(
            caption.path("words").valueStream().map(JsonNode::asString).toList());
    for (JsonNode word : look.path("words").values()) {
      List<Double> weights = word.path("weights").valueStream().map(JsonNode::asDouble).toList();
      assertThat(weights.stream().mapToDouble(Double::doubleValue).sum())
          .isCloseTo(1, within(1e-3));
      if (spatial) {
        assertThat(weights).hasSize(48).containsOnly(0.0, 1.0);
      }
    }
  }

  @Test
  void shouldShowCaptionsBesideActionsUnasked() {
    CapturedShell shell = new CapturedShell(folder, Map.of());

    assertThat(run(shell, "door=" + clip)).as(shell.err()).isZero();

    assertThat(shell.out().lines()).anyMatch(line -> line.contains("says"));
    assertThat(shell.out().lines()).anyMatch(line -> line.contains("start"));
  }

  private int run(String... args) {
    return run(new CapturedShell(folder, Map.of()), args);
  }

  private int run(CapturedShell shell, String... args) {
    List<String> all = new ArrayList<>(List.of("run", "--packs", PACKS.toString()));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    all.addAll(List.of("--set", "broker.min_free=1MiB", "--set", "topics.partitions=2"));
    all.addAll(List.of(args));
    return new Cli(shell.shell(), Afterimage.class).run(all.toArray(String[]::new));
  }

  /** The values of a topic's lines. */
  private List<JsonNode> of(String topic) throws IOException {
    return EventLines.values(folder.resolve("out.jsonl"), "afterimage." + topic);
  }
}
