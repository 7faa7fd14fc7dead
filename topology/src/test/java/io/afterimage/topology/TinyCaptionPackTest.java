package io.afterimage.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.caption.Caption;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.runtime.Captioner;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import io.afterimage.topology.fixture.Requests;
import io.afterimage.topology.fixture.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graphs of a tiny caption pack behind the topology. */
class TinyCaptionPackTest {
  private static final Path RESOURCES = Path.of("..", "inference", "src", "test", "resources");
  private static final List<String> FILES =
      List.of(
          "graphs/encoder.onnx",
          "captions/temporal_init.onnx",
          "captions/temporal_step.onnx",
          "captions/vocabulary.txt");

  @TempDir Path folder;
  private Pack pack;
  private PackRuntime runtime;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(Files.exists(RESOURCES.resolve("captions/pack.yaml")), RESOURCES + " is not there");
    pack = PackLoader.load(copy(folder.resolve("teller")));
    runtime = PackRuntime.open(pack, RuntimeSettings.cpu(1));
  }

  @AfterEach
  void close() {
    if (runtime != null) {
      runtime.close();
    }
  }

  private static Path copy(Path to) throws Exception {
    Files.createDirectories(to);
    String manifest = Files.readString(RESOURCES.resolve("captions/pack.yaml"));
    for (String file : FILES) {
      byte[] bytes = Files.readAllBytes(RESOURCES.resolve(file));
      Path name = RESOURCES.resolve(file).getFileName();
      Files.write(to.resolve(name), bytes);
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      manifest = manifest.replace("@" + name.toString().replaceAll("\\..*", ""), hash);
    }
    Files.write(to.resolve("pack.yaml"), manifest.getBytes(UTF_8));
    return to;
  }

  /** A window of one to five frames; 80 s apart, so that none is too much like the one before. */
  private CaptionRequest request(int place, Random random) {
    int frames = 1 + place % 5;
    long first = 1000L * place;
    List<MediaPoint> points =
        LongStream.range(first, first + frames).mapToObj(Requests::point).toList();
    float[] features = new float[6 * frames];
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextFloat() * 2 - 1;
    }
    return new CaptionRequest(
        new CameraId("door"),
        pack.ref(),
        1,
        0,
        CaptionReason.period(),
        points.get(0),
        points.get(frames - 1),
        points,
        List.of(Tensor.ofFloats("feature", Shape.of(frames, 6), features)),
        pack.manifest().encoder().sha256());
  }

  @Test
  void shouldTellWhatTheGraphsSay() throws IOException {
    Random random = new Random(4);
    List<CaptionRequest> requests = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      requests.add(request(i, random));
    }
    try (Captioner captioner = runtime.newCaptioner();
        CaptioningRig rig = new CaptioningRig(pack, runtime::newCaptioner, folder)) {
      rig.send("door", requests);
      Iterator<Told> captions = rig.captions().iterator();
      Iterator<Told> attention = rig.attention().iterator();
      for (CaptionRequest request : requests) {
        Caption expected = captioner.caption(request.tensors(), 0);
        // One of the windows makes the graphs end a caption before its first word.
        if (!expected.words().isEmpty()) {
          compare(request, expected, captions.next(), attention.next());
        }
      }
      assertThat(captions).isExhausted();
      assertThat(attention).isExhausted();
      assertThat(rig.outcomes("told")).isEqualTo(9);
      assertThat(rig.outcomes("empty")).isEqualTo(1);
      assertThat(rig.deadLetters()).isEmpty();
    }
  }

  private static void compare(
      CaptionRequest request, Caption expected, Told caption, Told attention) {
    CaptionEvent told = (CaptionEvent) caption.caption();
    assertThat(told.id()).isEqualTo(request.id());
    assertThat(told.text()).isEqualTo(expected.text());
    assertThat(told.score()).isCloseTo(expected.meanLogProb(), within(1e-6));
    assertThat(told.decoding()).isEqualTo(new CaptionEvent.Decoding(CaptionEvent.Method.BEAM, 3));
    AttentionEvent looked = EventJson.read(attention.json().getBytes(UTF_8), AttentionEvent.class);
    assertThat(looked.words()).hasSameSizeAs(expected.words());
    assertThat(looked.frames()).hasSameSizeAs(request.frames());
    for (AttentionEvent.Word word : looked.words()) {
      assertThat(word.weights().stream().mapToDouble(Double::doubleValue).sum())
          .isCloseTo(1, within(1e-3));
    }
  }
}
