package io.afterimage.app.command;

import static io.afterimage.app.explain.EventsFile.PACK;
import static io.afterimage.app.explain.EventsFile.caption;
import static io.afterimage.app.explain.EventsFile.frame;
import static io.afterimage.app.explain.EventsFile.spatial;
import static io.afterimage.app.explain.EventsFile.temporal;
import static io.afterimage.app.explain.EventsFile.walk;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.afterimage.app.cli.CapturedShell;
import io.afterimage.app.cli.Cli;
import io.afterimage.app.clip.SimulatedClip;
import io.afterimage.app.explain.EventsFile;
import io.afterimage.app.explain.draw.Palette;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.sample.FrameReader;
import io.afterimage.ingest.sample.SampledFrame;
import io.afterimage.ingest.sim.RoomSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExplainCommandTest {
  private static final Path PACK_FOLDER = Path.of("..", "packs", "room-activity");
  private static final int WIDTH = 160;
  private static final int HEIGHT = 90;

  @TempDir private static Path clips;
  private static Path clip;

  @TempDir private Path folder;
  private CapturedShell shell;

  @BeforeAll
  static void draw() {
    clip = clips.resolve("clip.mp4");
    String room = "sim:room?seed=5&fps=25&duration=2s&size=" + WIDTH + "x" + HEIGHT;
    new SimulatedClip(RoomSpec.parse(room)).writeVideo(clip, frame -> {});
  }

  @BeforeEach
  void prepare() {
    shell = new CapturedShell(folder, Map.of());
  }

  @Test
  void shouldDrawTheFramesThatTheModelSaw() throws IOException {
    List<SampledFrame> frames = frames(Fit.STRETCH, WIDTH, HEIGHT);
    CaptionEvent caption = caption(2, 20, "a person sits");
    List<MediaPoint> kept =
        Stream.of(3, 7, 20).map(seq -> frame(seq, frames.get(seq).ptsUs())).toList();

    assertThat(run(new EventsFile().addOthers().add(caption).add(temporal(caption, kept))))
        .isZero();

    assertThat(shell.out())
        .contains("001  0:00.16 to 0:01.60  a person sits\n")
        .contains("1 caption: " + folder.resolve("out/contact-sheet.png"));
    assertThat(files())
        .containsExactly(
            "001_00m00.16s_a-person-sits.png",
            "001_00m00.16s_a-person-sits/01_00m00.24s.png",
            "001_00m00.16s_a-person-sits/02_00m00.56s.png",
            "001_00m00.16s_a-person-sits/03_00m01.60s.png",
            "contact-sheet.png");
    for (int i = 0; i < 3; i++) {
      long seq = kept.get(i).seq();
      BufferedImage picture =
          read("001_00m00.16s_a-person-sits/0%d_%s.png".formatted(i + 1, name(kept.get(i))));
      assertThat(picture.getHeight()).isGreaterThan(HEIGHT);
      assertSame(picture, frames.get((int) seq));
    }
  }

  @Test
  void shouldCoverTheBarsOfALetterboxAsTheGridDoes() throws IOException {
    Path pack = letterboxingPack();
    PackRef ref = new PackRef("room-activity", "1.0.0", "cd".repeat(32));
    // 4:3, as the pack's input is: the picture has bars of 15 rows above and below.
    List<SampledFrame> frames = frames(Fit.LETTERBOX, WIDTH, 120);
    MediaPoint seen = frame(12, frames.get(12).ptsUs());
    CaptionEvent caption = caption("room", 1, frame(4), frame(20), "somebody enters", ref);
    EventsFile events = new EventsFile().add(caption).add(spatial(caption, seen, 4, 4));

    assertThat(run(events, "--packs", pack.toString())).isZero();

    String own = "001_00m00.32s_somebody-enters/";
    assertThat(files()).contains(own + "00_frame.png", own + "01_somebody.png");
    BufferedImage frame = read(own + "00_frame.png");
    assertThat(frame.getHeight()).isEqualTo(120);
    assertSame(frame, frames.get(12));
    assertThat(frame.getRGB(80, 14) & 0xffffff).as("a bar").isZero();
    BufferedImage heated = read(own + "01_somebody.png");
    assertThat(heated.getRGB(19, 14) & 0xffffff)
        .as("the first cell's middle, which lies on the bar")
        .isEqualTo(Palette.over(0, 1));
    assertThat(heated.getRGB(80, 119) & 0xffffff).isEqualTo(Palette.over(0, 0));
    assertThat(shell.err())
        .contains("pack 'room-activity' ")
        .contains("has not the content of the 1.0.0 that spoke");
  }

  @Test
  void shouldDrawActionsBesideCaptions() throws IOException {
    List<SampledFrame> frames = frames(Fit.STRETCH, WIDTH, HEIGHT);
    ActionEvent walk = walk(2);
    CaptionEvent caption = caption(2, 20, "walk");
    EventsFile events =
        new EventsFile()
            .addOthers()
            .add(walk)
            .add(walk(30))
            .add(spatial(walk, frame(8, frames.get(8).ptsUs()), 2, 4))
            .add(caption)
            .add(temporal(caption, List.of(frame(20, frames.get(20).ptsUs()))));

    assertThat(run(events)).isZero();

    assertThat(shell.out())
        .contains("001  from 0:00.16  walk\n")
        .contains("002  0:00.16 to 0:01.60  walk\n")
        .contains("1 caption and 1 action: " + folder.resolve("out/contact-sheet.png"));
    assertThat(files())
        .containsExactly(
            "001_00m00.16s_walk.png",
            "001_00m00.16s_walk/00_frame.png",
            "001_00m00.16s_walk/01_walk.png",
            "002_00m00.16s_walk.png",
            "002_00m00.16s_walk/01_00m01.60s.png",
            "contact-sheet.png");
    assertSame(read("001_00m00.16s_walk/00_frame.png"), frames.get(8));
    assertThat(shell.err()).contains("there is no pack 'test-actions' in ");
    assertThat(run(events, "--limit", "1", "--out", "one")).isZero();
    assertThat(shell.out()).contains("1 action: " + folder.resolve("one/contact-sheet.png"));
  }

  @Test
  void shouldShowTheMiddleFrameWhereNothingTellsMore() throws IOException {
    List<SampledFrame> frames = frames(Fit.STRETCH, WIDTH, HEIGHT);
    CaptionEvent caption = caption(4, 9, "nobody is here");
    CaptionEvent stray = caption(90, 95, "far away");
    assertThat(run(new EventsFile().add(caption).add(temporal(stray, List.of(frame(91))))))
        .isZero();
    assertThat(shell.out())
        .contains("nobody is here  (no attention)\n")
        .contains("1 caption, 1 without attention: ");
    assertThat(shell.err())
        .contains("1 attention events are of no caption and no action")
        .contains("there is no pack 'test-captions' in ");
    assertSame(read("001_00m00.32s_nobody-is-here/00_frame.png"), frames.get(6));
  }

  @Test
  void shouldBeginAnotherContactSheetAfterFortyCaptions() throws IOException {
    EventsFile events = new EventsFile();
    for (int i = 0; i < 41; i++) {
      events.add(caption("room", 1, frame(3), frame(4), "somebody", pack(i)));
    }
    assertThat(run(events)).isZero();
    assertThat(files())
        .contains("contact-sheet.png", "contact-sheet-2.png", "041_00m00.24s_somebody.png");
    assertThat(shell.out()).contains("contact-sheet.png and 1 more");

    assertThat(run(events, "--limit", "2", "--out", "few")).isZero();
    try (Stream<Path> few = Files.list(folder.resolve("few"))) {
      assertThat(few).hasSize(5);
    }
  }

  @Test
  void shouldRefuseTwoCamerasAndTwoEpochs() throws IOException {
    EventsFile events = new EventsFile();
    for (String camera : List.of("door", "yard")) {
      events.add(caption(camera, 1, frame(3), frame(5), "at the " + camera, PACK));
    }
    events.add(caption("yard", 4, frame(3), frame(5), "in the yard again", PACK));

    assertThat(run(events)).isEqualTo(2);
    assertThat(shell.err()).contains("2 cameras, door, yard: say which with --camera");
    assertThat(run(events, "--camera", "yard")).isEqualTo(2);
    assertThat(shell.err()).contains("2 epochs, 1, 4: say which with --epoch");
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(run(events, "--camera", "yard", "--epoch", "4")).isZero();
    assertThat(shell.out()).contains("in the yard again").doesNotContain("at the");
  }

  @Test
  void shouldSayWhatIsWrongInOneSentence() throws IOException {
    EventsFile good = new EventsFile().add(caption(3, 5, "somebody"));
    assertFails(2, "line 2 is no JSON", new EventsFile().add("{\"topic\":\"a\"}").add("{"));
    assertFails(2, "holds no captions", new EventsFile().addOthers());
    assertFails(2, "--limit is -3; it must be 1 or more", good, "--limit", "-3");
    assertFails(2, "nothing of camera hall", good, "--camera", "hall");
    Path file = Files.writeString(folder.resolve("file"), "text");
    assertFails(2, "file cannot be written", good, "--out", file.toString());

    assertThat(explain("gone.jsonl", clip.toString(), "--out", "out")).isEqualTo(2);
    assertThat(shell.err()).contains("gone.jsonl does not exist");
    assertThat(explain("events.jsonl", "gone.mp4", "--out", "out")).isEqualTo(3);
    assertThat(shell.err()).contains("gone.mp4 does not exist");
    assertThat(explain("events.jsonl", file.toString(), "--out", "out")).isEqualTo(3);
    assertThat(explain("events.jsonl", "rtsp://u:secret@cam/1", "--out", "out")).isEqualTo(2);
    assertThat(shell.err()).contains("rtsp://***@cam/1 is no recording").doesNotContain("secret");
    assertThat(shell.err()).doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource({
    "120,  9_600_000, clip.mp4 ends at 0:01.96 and they show frames up to 0:09.60",
    "5,    427_000,   clip.mp4 has no picture at 0:00.43"
  })
  void shouldDrawTheRestWhereTheRecordingLacksFrames(int seq, String ptsUs, String told)
      throws IOException {
    MediaPoint missing = frame(seq, Long.parseLong(ptsUs.replace("_", "")));
    CaptionEvent torn = caption("room", 1, frame(1), missing, "torn", PACK);
    CaptionEvent whole = caption(2, 6, "whole");
    EventsFile events =
        new EventsFile().add(torn).add(temporal(torn, List.of(frame(1), missing))).add(whole);

    assertThat(run(events)).isEqualTo(3);
    assertThat(shell.err())
        .contains("1 of 2 sheets cannot be drawn, since ")
        .contains(told + ": is it the recording that they are of?");
    assertThat(files()).contains("contact-sheet.png", "001_00m00.16s_whole.png");
  }

  @Test
  void shouldCloseTheRecording() throws IOException {
    Path open = Path.of("/proc/self/fd");
    assumeThat(Files.isDirectory(open)).as("this system tells which files are open").isTrue();
    assertThat(run(new EventsFile().add(caption(3, 5, "somebody")))).isZero();
    assertThat(run(new EventsFile().add(caption(300, 500, "too late")))).isEqualTo(3);
    Files.createDirectory(folder.resolve("full"));
    Files.createDirectory(folder.resolve("full/001_00m00.24s_somebody.png"));
    EventsFile good = new EventsFile().add(caption(3, 5, "somebody"));
    assertThat(run(good, "--out", "full")).as("a sheet that cannot be written").isEqualTo(2);
    try (Stream<Path> files = Files.list(open)) {
      assertThat(files.map(ExplainCommandTest::target)).doesNotContain(clip.toString());
    }
  }

  @Test
  void shouldDrawASimulatedCameraToo() throws IOException {
    new EventsFile().add(caption(3, 5, "somebody")).write(folder.resolve("events.jsonl"));
    String room = "sim:room?seed=5&fps=25&duration=2s&size=96x64";
    assertThat(explain("events.jsonl", room, "--out", "out")).isZero();
    assertThat(read("001_00m00.24s_somebody/00_frame.png").getWidth()).isEqualTo(96);
    assertThat(explain("events.jsonl", "sim:room?seed=5", "--out", "out")).isEqualTo(2);
    assertThat(shell.err()).contains("sim:room?seed=5 is no recording");
  }

  @Test
  void shouldBeListedAndCompleted() {
    assertThat(new Cli(shell.shell(), Afterimage.class).run("--help")).isZero();
    assertThat(shell.out()).contains("explain ");
    assertThat(new Cli(shell.shell(), Afterimage.class).run("completion")).isZero();
    assertThat(shell.out()).contains("_picocli_afterimage_explain").contains("--epoch");
    assertThat(explain("--help")).isZero();
    assertThat(shell.out()).contains("contact-sheet.png").contains("--limit=N");
  }

  private void assertFails(int status, String sentence, EventsFile events, String... options)
      throws IOException {
    assertThat(run(events, options)).as(sentence).isEqualTo(status);
    assertThat(shell.err()).contains(sentence);
  }

  private int run(EventsFile events, String... options) throws IOException {
    events.write(folder.resolve("events.jsonl"));
    List<String> args = new ArrayList<>(List.of("events.jsonl", clip.toString()));
    args.addAll(List.of(options));
    if (!args.contains("--out")) {
      args.addAll(List.of("--out", "out"));
    }
    return explain(args.toArray(String[]::new));
  }

  private int explain(String... args) {
    return new Cli(shell.shell(), Afterimage.class)
        .run(Stream.concat(Stream.of("explain"), Stream.of(args)).toArray(String[]::new));
  }

  private static List<SampledFrame> frames(Fit fit, int width, int height) {
    FrameInput input = new FrameInput(width, height, Pixels.RGB24, List.of(Plane.CURRENT), fit);
    List<SampledFrame> frames = new ArrayList<>();
    try (FrameReader reader = FrameReader.open(SourceAddress.parse(clip.toString()), input, 12.5)) {
      for (SampledFrame frame = reader.next(); frame != null; frame = reader.next()) {
        frames.add(frame);
      }
    }
    return frames;
  }

  private static void assertSame(BufferedImage picture, SampledFrame frame) {
    byte[] rgb = frame.value().array();
    assertThat(picture.getWidth()).isEqualTo(WIDTH);
    for (int i = 0; i < rgb.length; i++) {
      int pixel = picture.getRGB(i / 3 % WIDTH, i / 3 / WIDTH);
      assertThat(pixel >> (16 - 8 * (i % 3)) & 0xff).as("byte %d", i).isEqualTo(rgb[i] & 0xff);
    }
  }

  /** The shipped pack, but for how it fits pictures. */
  private Path letterboxingPack() throws IOException {
    Path packs = folder.resolve("packs");
    Path copy = Files.createDirectories(packs.resolve("room-activity"));
    try (Stream<Path> files = Files.list(PACK_FOLDER)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Path manifest = copy.resolve("pack.yaml");
    String yaml = Files.readString(manifest, UTF_8);
    assertThat(yaml).contains("fit: stretch");
    Files.delete(manifest);
    Files.writeString(manifest, yaml.replace("fit: stretch", "fit: letterbox"), UTF_8);
    return packs;
  }

  private static PackRef pack(int number) {
    return new PackRef("captions-" + number, "1.0.0", "ab".repeat(32));
  }

  private static String name(MediaPoint point) {
    return "00m%05.2fs".formatted(point.ptsUs() / 1e6);
  }

  private BufferedImage read(String name) throws IOException {
    return ImageIO.read(folder.resolve("out").resolve(name).toFile());
  }

  private List<String> files() throws IOException {
    Path out = folder.resolve("out");
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // Closed meanwhile.
    }
  }
}
