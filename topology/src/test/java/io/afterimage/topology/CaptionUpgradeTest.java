package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.caption.Caption;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.pack.CaptionSpec;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.Captioner;
import io.afterimage.inference.runtime.PackGraphs;
import io.afterimage.topology.fixture.FakeCaptioner;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.Requests;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caption pack is replaced while windows are asked about and put into words. */
class CaptionUpgradeTest {
  private static final CaptionSpec SPEC = TestPack.captionSpec(5, Decoding.greedy(12), null);
  private static final Pack OLD = TestPack.captionPack("c", SPEC);
  private static final Pack NEW = TestPack.captionPack("d", SPEC);
  private static final Requests DOOR = new Requests("door", 1);

  @TempDir Path state;

  private static PackGraphs graphs(Pack pack) {
    return FixedGraphs.captioning(pack, () -> new FakeCaptioner(SPEC));
  }

  private static CaptionRequest asking(Pack pack, long first) {
    CaptionRequest request = DOOR.event(first, first + 4, 1, 0.8f);
    return Requests.of(request, pack.ref(), TestPack.ENCODER);
  }

  private static List<String> speakers(List<Told> captions) {
    return captions.stream()
        .map(told -> ((CaptionEvent) told.caption()).pack().sha256().substring(0, 1))
        .toList();
  }

  @Test
  void shouldAnswerEachRequestInTheVersionThatItNames() throws IOException {
    try (LivePack pack = new LivePack(graphs(OLD));
        CaptioningRig rig = new CaptioningRig(pack, state)) {
      rig.send("door", List.of(asking(OLD, 0)));
      pack.replace(graphs(NEW), true);
      rig.send("door", List.of(asking(OLD, 10), asking(NEW, 20), asking(OLD, 30)));

      assertThat(speakers(rig.captions())).containsExactly("c", "c", "d", "c");
      assertThat(rig.deadLetters()).isEmpty();
    }
  }

  @Test
  void shouldRollBackAtAWindowThatOnlyTheOldVersionPutsIntoWords() throws IOException {
    try (LivePack pack = new LivePack(graphs(OLD));
        CaptioningRig rig = new CaptioningRig(pack, state)) {
      pack.replace(FixedGraphs.captioning(NEW, MuteCaptioner::new), true);
      rig.send("door", List.of(asking(NEW, 0), asking(NEW, 10), asking(OLD, 20)));

      assertThat(speakers(rig.captions())).containsExactly("c", "c", "c");
      assertThat(rig.deadLetters()).isEmpty();
      assertThat(pack.versions().rolledBack()).isTrue();
      assertThat(pack.versions().leader().pack()).isEqualTo(OLD);
    }
  }

  @Test
  void shouldSetAsideAWindowThatNoVersionPutsIntoWords() throws IOException {
    try (LivePack pack = new LivePack(graphs(OLD));
        CaptioningRig rig = new CaptioningRig(pack, state)) {
      pack.replace(graphs(NEW), true);
      CaptionRequest broken = DOOR.event(0, 4, 0, -1);
      rig.send("door", List.of(Requests.of(broken, NEW.ref(), TestPack.ENCODER), asking(NEW, 10)));

      assertThat(speakers(rig.captions())).containsExactly("d");
      assertThat(rig.deadLetters()).hasSize(1);
      assertThat(pack.versions().rolledBack()).isFalse();
    }
  }

  private static List<String> asked(TopologyRig rig) {
    return rig.requests().stream().map(each -> each.pack().sha256().substring(0, 1)).toList();
  }

  private static LivePack actions() {
    return new LivePack(FixedGraphs.remembering(TestPack.pack(), () -> new FakeModel(0)));
  }

  private static Stream wave(Stream stream) {
    return stream.frames(10, 1, 1f).quiet(10);
  }

  @Test
  void shouldAskOfTheOldVersionUntilTheNewOneHasSettled() throws IOException {
    try (LivePack actions = actions();
        LivePack captions = new LivePack(graphs(OLD));
        TopologyRig rig = TopologyRig.captioned(state, actions, captions)) {
      Stream stream = wave(new Stream(1));
      int first = stream.records().size();
      int second = wave(stream).records().size();
      int third = wave(stream).records().size();

      rig.send("door", stream.records().subList(0, first));
      assertThat(asked(rig)).containsExactly("c");
      captions.replace(graphs(NEW), true);
      rig.send("door", stream.records().subList(first, second));
      assertThat(asked(rig)).containsExactly("c");
      captions.settle();
      rig.send("door", stream.records().subList(second, third));
      assertThat(asked(rig)).containsExactly("d");
    }
  }

  @Test
  void shouldKeepAnOpenWindowOverAVersionThatContinuesIt() throws IOException {
    Pack continuing = TestPack.captionPack("d", Set.of(OLD.sha256()), SPEC);
    assertThat(windowsOver(continuing)).containsExactly("d 0-9");
    // Another one forgets the frames up to there.
    assertThat(windowsOver(NEW)).containsExactly("d 5-9");
  }

  private List<String> windowsOver(Pack successor) throws IOException {
    try (LivePack actions = actions();
        LivePack captions = new LivePack(graphs(OLD));
        TopologyRig rig = TopologyRig.captioned(state, actions, captions)) {
      Stream stream = wave(new Stream(1));
      rig.send("door", stream.records().subList(0, 5));
      captions.replace(graphs(successor), false);
      rig.send("door", stream.records().subList(5, stream.records().size()));
      return rig.requests().stream()
          .map(
              each ->
                  "%s %d-%d"
                      .formatted(
                          each.pack().sha256().substring(0, 1),
                          each.first().seq(),
                          each.last().seq()))
          .toList();
    }
  }

  /** Fails on every window. */
  private static final class MuteCaptioner implements Captioner {
    @Override
    public Decoding decoding() {
      return SPEC.decoding();
    }

    @Override
    public void look(List<Tensor> window) {
      throw new InferenceException(InferenceException.Code.RUN_FAILED, "a graph that breaks");
    }

    @Override
    public Caption say(long seed) {
      throw new IllegalStateException("nothing was looked at");
    }

    @Override
    public void close() {}
  }
}
