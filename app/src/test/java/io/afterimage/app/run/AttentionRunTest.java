package io.afterimage.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.cli.CapturedShell;
import io.afterimage.app.cli.Cli;
import io.afterimage.app.command.Afterimage;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.contract.Topics;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A run ends when all that is told of its epochs is out, whichever of its packs attend. */
class AttentionRunTest {
  private static final Topics TOPICS = new Topics("t");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "true,  none",
    "true,  spatial",
    "true,  still",
    "false, spatial",
  })
  @Timeout(180)
  void shouldEndAfterTheLastAttention(boolean attends, String captions) throws IOException {
    Path pack = attends ? AttendingPacks.attending(folder) : AttendingPacks.plain(folder);
    CapturedShell shell = new CapturedShell(folder, Map.of());
    String[] args = {
      "run",
      "a=sim:room?seed=3&fps=25&size=320x240&duration=6s",
      "b=sim:room?seed=4&fps=25&size=320x240&duration=4s",
      "--pack=" + pack,
      "--captions=" + captions(captions),
      "--data=" + folder.resolve("data"),
      "--set=broker.min_free=1MiB",
      "--set=topics.partitions=2",
      "--events-out=out.jsonl"
    };

    assertThat(new Cli(shell.shell(), Afterimage.class).run(args)).as(shell.err()).isZero();

    List<String> started =
        of("actions").stream()
            .filter(event -> event.get("phase").asString().equals("start"))
            .map(event -> event.get("id").asString())
            .toList();
    assertThat(started).isNotEmpty();
    assertThat(explained("action"))
        .containsExactlyInAnyOrderElementsOf(attends ? started : List.of());
    List<String> told =
        of("captions").stream().map(caption -> caption.get("id").asString()).toList();
    assertThat(told.isEmpty()).isEqualTo(captions.equals("none"));
    assertThat(explained("caption"))
        .containsExactlyInAnyOrderElementsOf(captions.equals("spatial") ? told : List.of());
  }

  @Test
  void shouldExpectOneEndOfEachPackThatAttends() throws IOException {
    Pack plain = PackLoader.load(AttendingPacks.plain(folder.resolve("plain")));
    Pack attending = PackLoader.load(AttendingPacks.attending(folder.resolve("attending")));
    Pack still = PackLoader.load(AttendingPacks.still(folder));
    Pack spatial = PackLoader.load(AttendingPacks.spatial(folder));
    EpochEnd actions = new EpochEnd("t.actions", null);
    EpochEnd looked = new EpochEnd("t.attention", "room-activity");

    assertThat(ends(false, plain)).isEqualTo(Set.of(actions));
    assertThat(ends(true, plain)).isEqualTo(Set.of(actions, new EpochEnd("t.predictions", null)));
    assertThat(ends(false, attending)).isEqualTo(Set.of(actions, looked));
    assertThat(ends(false, attending, still))
        .isEqualTo(Set.of(actions, looked, new EpochEnd("t.captions", "still")));
    assertThat(ends(false, attending, spatial, still))
        .isEqualTo(
            Set.of(
                actions,
                looked,
                new EpochEnd("t.captions", "still"),
                new EpochEnd("t.captions", "spatial"),
                new EpochEnd("t.attention", "spatial")));
    assertThat(ends(false, plain, spatial))
        .isEqualTo(
            Set.of(
                actions,
                new EpochEnd("t.captions", "spatial"),
                new EpochEnd("t.attention", "spatial")));
  }

  private static Set<EpochEnd> ends(boolean predictions, Pack pack, Pack... captions) {
    return EpochEnd.all(TOPICS, predictions, new PackChoice(pack, List.of(captions)));
  }

  private String captions(String name) throws IOException {
    return switch (name) {
      case "still" -> AttendingPacks.still(folder).toString();
      case "spatial" -> AttendingPacks.spatial(folder).toString();
      default -> name;
    };
  }

  /** The ids of what is explained of that kind, in the file's order. */
  private List<String> explained(String kind) throws IOException {
    return of("attention").stream()
        .filter(event -> event.get("explains").asString().equals(kind))
        .map(event -> event.get("id").asString())
        .toList();
  }

  private List<JsonNode> of(String topic) throws IOException {
    return EventLines.values(folder.resolve("out.jsonl"), "afterimage." + topic);
  }
}
