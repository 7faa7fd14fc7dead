package io.afterimage.inference.pack;

import static io.afterimage.inference.caption.Decoding.Looks.ARGMAX;
import static io.afterimage.inference.caption.Decoding.Looks.SAMPLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.afterimage.inference.CaptionPacks;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.pack.StepSpec.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionPackTest {
  @TempDir Path temp;

  @Test
  void shouldReadTheCaptionPart() {
    Pack pack = CaptionPacks.temporal(temp);
    CaptionSpec caption = pack.manifest().requireCaption();

    assertThat(pack.manifest().labels()).isEmpty();
    assertThat(pack.manifest().events().rules()).isEmpty();
    assertThat(caption.kind()).isEqualTo(CaptionSpec.Kind.TEMPORAL);
    assertThat(caption.frames()).isEqualTo(5);
    assertThat(caption.places()).isEqualTo(5);
    assertThat(caption.grid()).isNull();
    assertThat(caption.tensors()).containsExactly("feature");
    assertThat(caption.word()).isEqualTo("word");
    assertThat(caption.logProbs()).isEqualTo("log_probs");
    assertThat(caption.attention()).isEqualTo("attention");
    assertThat(caption.decoding()).isEqualTo(Decoding.beam(12, 3, 0.7));
    assertThat(caption.when())
        .isEqualTo(new CaptionSpec.When(List.of("sit_down", "fall"), 10_000_000, 1_000_000));
    assertThat(caption.similarity()).isEqualTo(new CaptionSpec.Similarity(0.8, 60_000_000));
    assertThat(pack.vocabulary().words())
        .containsExactly(
            "<pad>", "<start>", "<end>", "<unknown>", "a", "person", "walks", "sits", "down");
  }

  @Test
  void shouldReadItsSteps() {
    Manifest manifest = CaptionPacks.temporal(temp).manifest();

    assertThat(manifest.steps())
        .extracting(StepSpec::kind)
        .containsExactly(Kind.ENCODER, Kind.CAPTION_INIT, Kind.CAPTION_STEP);
    assertThat(manifest.steps().get(1).states()).isEmpty();
    assertThat(manifest.steps().get(1).initialStates())
        .extracting(initial -> initial.state() + " " + initial.output().name())
        .containsExactly("h h0", "c c0");
    assertThat(manifest.states()).extracting(StateSpec::name).containsExactly("h", "c");
  }

  @Test
  void shouldReadTheOtherKinds() {
    CaptionSpec spatial = CaptionPacks.spatial(temp.resolve("a")).manifest().requireCaption();
    CaptionSpec still = CaptionPacks.still(temp.resolve("b")).manifest().requireCaption();

    assertThat(spatial.grid()).isEqualTo(new CaptionSpec.Grid(2, 3));
    assertThat(spatial.places()).isEqualTo(6);
    assertThat(still.places()).isZero();
    assertThat(still.attention()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {method: greedy, max_words: 9}                                | GREEDY | 1 | 0   | 1   | 0
          {method: beam, max_words: 9, width: 5}                        | BEAM   | 5 | 0   | 1   | 0
          {method: sample, max_words: 9}                                | SAMPLE | 1 | 0   | 1   | 0
          {method: greedy, max_words: 9, looks: argmax}                 | GREEDY | 1 | 0   | 1   | 0
          {method: sample, max_words: 9, temperature: 0.5, top_k: 4}    | SAMPLE | 1 | 0   | 0.5 | 4
          """)
  void shouldReadDecodings(
      String yaml, Decoding.Method method, int width, double power, double temperature, int topK) {
    Path folder =
        CaptionPacks.write(temp, m -> m.replaceAll("decoding: \\{.*}", "decoding: " + yaml));

    assertThat(PackLoader.load(folder).manifest().requireCaption().decoding())
        .isEqualTo(new Decoding(method, 9, width, power, temperature, topK, ARGMAX));
  }

  @Test
  void shouldReadHardAttention() {
    CaptionSpec most = CaptionPacks.hard(temp.resolve("a")).manifest().requireCaption();
    Path folder =
        CaptionPacks.write(
            temp.resolve("b"),
            m -> CaptionPacks.hard(m).replace("width: 3", "width: 3, looks: sample"));
    CaptionSpec drawn = PackLoader.load(folder).manifest().requireCaption();

    assertThat(most.chance()).isEqualTo("chance");
    assertThat(most.decoding().looks()).isEqualTo(ARGMAX);
    assertThat(drawn.decoding()).isEqualTo(most.decoding().looking(SAMPLE));
  }

  @Test
  void shouldRefuseHardAttentionThatDoesNotFit() {
    assertThat(refuse(m -> CaptionPacks.hard(m).replace("chance: chance", "chance: luck")))
        .hasMessageContaining("caption.chance: the caption_step has no input 'luck'");
    assertThat(
            refuse(
                m ->
                    CaptionPacks.hard(m)
                        .replace("name: chance, shape: [N]", "name: chance, shape: [N, 1]")))
        .hasMessageContaining("the chance must be float32[N], not float32[N, 1]");
    assertThat(refuse(m -> m.replace("kind: temporal", "kind: still\n  chance: word")))
        .hasMessageContaining("caption.chance: kind still attends to nothing");
    assertThat(refuse(m -> m.replace("width: 3", "width: 3, looks: sample")))
        .hasMessageEndingWith(
            "caption.decoding.looks: only hard attention, which has a caption.chance, can sample");
    assertThat(refuse(m -> m.replace("width: 3", "width: 3, looks: all")))
        .hasMessageContaining(
            "caption.decoding.looks: \"all\" is not known: expected one of argmax, sample");
  }

  @Test
  void shouldLoadWithoutOptionalParts() {
    Path folder =
        CaptionPacks.write(
            temp,
            manifest ->
                manifest
                    .replaceAll("(?m)^  (similarity|attention):.*\n", "")
                    .replaceAll("(?m)^(training|accuracy):.*$", ""));

    CaptionSpec caption = PackLoader.load(folder).manifest().requireCaption();

    assertThat(caption.similarity()).isNull();
    assertThat(caption.attention()).isNull();
  }

  /** The edit {@code from -> to} in the right manifest, and the one sentence that it must give. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          caption:\\n | labels: {tensor: log_probs, names: [a]}\\ncaption:\\n | labels: a pack with a caption part has none
          caption:\\n | attention: {tensor: thumb, rows: 2, columns: 3}\\ncaption:\\n | attention: a pack with a caption part has none
          caption:\\n | cut: {tensor: thumb, threshold: 0.1, hold_frames: 6, settle_s: 2}\\ncaption:\\n | cut: a pack with a caption part has none
          kind: caption_init | kind: caption_begin | steps[1].kind: "caption_begin" is not known: expected one of encoder, recurrent, head, caption_init, caption_step
          {output: h0, state: h, | {output: h0, input: h, | steps[1].states[0].input is not a known key; steps[1].states[0].state is missing
          {input: h, output | {state: h, output | steps[2].states[0].state is not a known key; steps[2].states[0].input is missing
          kind: caption_step | kind: head | steps: a pack with a caption part has the kinds encoder, caption_init, caption_step, not encoder, caption_init, head
          tensors: [feature] | tensors: [feature, view] | caption.tensors: the encoder gives no tensor 'view'
          tensors: [feature] | tensors: [] | caption.tensors: must have at least 1 items but found 0
          {name: feature, shape: [N, 5, 6] | {name: feature, shape: [N, 6] | steps[1].inputs[0].shape: 'feature' is float32[N, 6] here but float32[N, 5, 6] where it is given
          {name: feature, shape: [N, 5, 6] | {name: thumb, shape: [N, 5, 6] | steps[1].inputs[0].name: caption.tensors does not name 'thumb'
          {name: mask, shape: [N, 5] | {name: mask, shape: [N, 4] | steps[1].inputs[1].shape: 'mask' is float32[N, 4] here but float32[N, 5] where it is given
          {name: thumb, shape: [N, 6] | {name: mask, shape: [N, 6] | caption.tensors: the tensor name 'mask' is taken already
          {name: keys, shape: [5, N, 3] | {name: keys, shape: [5, 1, 3] | steps[1].outputs[0].shape: [5, 1, 3] must hold the batch axis N once; steps[2].inputs[1].shape: 'keys' is float32[5, N, 3] here but float32[5, 1, 3] where it is given
          {name: values, shape: [N, 5, 6] | {name: keys, shape: [N, 5, 6] | steps[1].outputs[1].name: the tensor name 'keys' is taken already; steps[2].inputs[2].name: neither caption.tensors nor the caption_init gives 'values'
          {output: h0, state: h, shape: [N, 4] | {output: h0, state: h, shape: [N, 3] | steps[1].states[0].shape: state 'h' is float32[N, 3] here but float32[N, 4] in the caption_step
          {output: h0, state: h, | {output: h0, state: k, | steps[1].states[0].state: the caption_step has no state 'k'; steps[2].states[0]: the caption_init does not begin 'h'
          {output: c0, state: c, shape: [2, N, 2] | {output: c0, state: h, shape: [N, 4] | steps[1].states[1].state: 'h' begins at an earlier one; steps[2].states[1]: the caption_init does not begin 'c'
          {output: c0, | {output: h0, | steps[1].states[1].output: the tensor name 'h0' is taken already
          {name: word, shape: [N], dtype: int64} | {name: word, shape: [N], dtype: float32} | steps[2].inputs[0].shape: the word must be int64[N], not float32[N]
          word: word\\n | word: token\\n | caption.word: the caption_step has no input 'token'; steps[2].inputs[0].name: neither caption.tensors nor the caption_init gives 'word'
          log_probs: log_probs | log_probs: scores | caption.log_probs: the caption_step gives no tensor 'scores'
          {name: log_probs, shape: [N, 9] | {name: log_probs, shape: [N, 8] | caption.log_probs: 'log_probs' must be float32[N, 9] for the vocabulary's 9 words, not float32[N, 8]
          attention: attention | attention: look | caption.attention: the caption_step gives no tensor 'look'
          {name: attention, shape: [N, 5] | {name: attention, shape: [N, 6] | caption.attention: 'attention' must be float32[N, 5] for 5 frames, not float32[N, 6]
          kind: temporal | kind: moving | caption.kind: "moving" is not known: expected one of temporal, spatial, still
          frames: 5 | frames: 0 | caption.frames: must have a minimum value of 1
          frames: 5 | frames: 5\\n  grid: {rows: 1, columns: 5} | caption.grid: kind temporal has none, only spatial
          vocabulary: vocabulary.txt | vocabulary: words.txt | caption.vocabulary: vocabulary 'words.txt' is missing or cannot be read
          vocabulary: vocabulary.txt | vocabulary: ../words.txt | caption.vocabulary: vocabulary '../words.txt' must be the name of a file in the pack's own folder
          sha256: @vocabulary | sha256: @encoder | caption.vocabulary: vocabulary 'vocabulary.txt' has the SHA-256
          vocabulary_sha256: @vocabulary | `` | caption.vocabulary_sha256 is missing
          method: beam | method: best | caption.decoding.method: "best" is not known: expected one of greedy, beam, sample
          width: 3, | `` | caption.decoding.width is missing: a beam has one
          width: 3 | width: 65 | caption.decoding.width: must have a maximum value of 64
          max_words: 12 | max_words: 0 | caption.decoding.max_words: must have a minimum value of 1
          length_power: 0.7 | length_power: -1 | caption.decoding.length_power: must have a minimum value of 0
          length_power: 0.7 | temperature: 0.7 | caption.decoding.temperature: the method beam has none, only sample
          {method: beam, width: 3, max_words: 12, length_power: 0.7} | {method: greedy, width: 3, max_words: 12} | caption.decoding.width: the method greedy has none, only beam
          {method: beam, width: 3, max_words: 12, length_power: 0.7} | {method: sample, max_words: 12, top_k: 10} | caption.decoding.top_k: 10 is more than the vocabulary's 9 words
          {method: beam, width: 3, max_words: 12, length_power: 0.7} | {method: sample, max_words: 12, temperature: 0} | caption.decoding.temperature: must have an exclusive minimum value of 0
          min_s: 1.0 | min_s: 11 | caption.when: min_s must be at most period_s
          max_equal: 0.8 | max_equal: 1.8 | caption.similarity.max_equal: must have a maximum value of 1
          """)
  void shouldRefuse(String from, String to, String sentence) {
    String before = from.replace("\\n", "\n");
    String after = to.replace("\\n", "\n");
    assertThat(CaptionPacks.MANIFEST).contains(before);

    InferenceException refused =
        refuse(
            manifest ->
                manifest.replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after)));

    assertThat(refused)
        .hasMessageStartingWith("pack '" + temp.resolve("teller") + "': " + sentence);
    assertThat(String.valueOf(refused.getMessage()).split("; "))
        .hasSameSizeAs(sentence.split("; "));
  }

  @Test
  void shouldRefuseWhatIsNotOfTheKind() {
    assertThat(refuse(m -> m.replace("kind: temporal", "kind: spatial")))
        .hasMessageContaining("caption.frames: kind spatial sees 1 frame, not 5")
        .hasMessageContaining("caption.grid is missing: kind spatial has one");
    assertThat(refuse(m -> m.replace("kind: temporal", "kind: still")))
        .hasMessageContaining("caption.frames: kind still sees 1 frame, not 5")
        .hasMessageContaining("caption.attention: kind still attends to nothing");
  }

  @Test
  void shouldRefuseCaptionStepsWithoutACaptionPart() {
    Path folder =
        TestPacks.write(temp, manifest -> manifest.replace("kind: head", "kind: caption_init"));

    assertThat(load(folder))
        .hasMessageContaining("steps[2].kind: only a pack with a caption part has a caption_init");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <pad>\\n<start>     | <start>\\n<pad> | line 0 must be <pad>, not '<start>'; caption.vocabulary: line 1 must be <start>, not '<pad>'
          <unknown>\\n        | ``              | line 3 must be <unknown>, not 'a'; caption.log_probs: 'log_probs' must be float32[N, 8] for the vocabulary's 8 words, not float32[N, 9]
          walks               | person          | 'person' is on line 5 and again on line 6
          walks               | ``              | line 6 is empty
          walks               | goes on         | line 6, 'goes on', holds more than one word
          """)
  void shouldRefuseVocabulary(String from, String to, String sentence) throws IOException {
    String words = Files.readString(CaptionPacks.temporal(temp).folder().resolve("vocabulary.txt"));
    String other = words.replace(from.replace("\\n", "\n"), to.replace("\\n", "\n"));

    assertThat(withVocabulary(other.getBytes(UTF_8)))
        .hasMessageEndingWith("': caption.vocabulary: " + sentence);
  }

  @Test
  void shouldRefuseVocabularyThatIsNoText() throws IOException {
    assertThat(withVocabulary(new byte[] {(byte) 0xc3, (byte) 0x28}))
        .hasMessageEndingWith("vocabulary 'vocabulary.txt' is not UTF-8 text");
  }

  @Test
  void shouldHashTheVocabularyWithTheContent() throws IOException {
    Pack pack = CaptionPacks.temporal(temp);
    Path file = pack.folder().resolve("vocabulary.txt");
    byte[] other = Files.readString(file).replace("walks", "runs").getBytes(UTF_8);

    Path folder = CaptionPacks.write(temp, m -> m.replace("@vocabulary", PackFile.sha256(other)));
    Files.write(file, other);

    assertThat(PackLoader.load(folder).sha256()).isNotEqualTo(pack.sha256());
    assertThat(PackLoader.load(folder).vocabulary().words()).contains("runs");
  }

  @Test
  void shouldTellAllFaultsAtOnce() {
    InferenceException refused =
        refuse(
            manifest ->
                manifest
                    .replace("@vocabulary", "a".repeat(64))
                    .replace("width: 3, ", "")
                    .replace("log_probs: log_probs", "log_probs: scores")
                    .replace("@temporal_init", "b".repeat(64)));

    assertThat(refused)
        .hasMessageContaining("caption.vocabulary: vocabulary 'vocabulary.txt' has the SHA-256")
        .hasMessageContaining("caption.decoding.width is missing")
        .hasMessageContaining("caption.log_probs: the caption_step gives no tensor 'scores'")
        .hasMessageContaining("steps[1].graph: graph 'temporal_init.onnx' has the SHA-256");
  }

  @Test
  void shouldRefuseVocabularyThatChangedAfterLoading() throws IOException {
    Pack pack = CaptionPacks.temporal(temp);
    Files.writeString(pack.folder().resolve("vocabulary.txt"), "other");

    InferenceException refused = catchThrowableOfType(InferenceException.class, pack::vocabulary);

    assertThat(refused.code()).isEqualTo(Code.WRONG_HASH);
  }

  private InferenceException withVocabulary(byte[] bytes) throws IOException {
    Path folder = CaptionPacks.write(temp, m -> m.replace("@vocabulary", PackFile.sha256(bytes)));
    Files.write(folder.resolve("vocabulary.txt"), bytes);
    return load(folder);
  }

  private InferenceException refuse(UnaryOperator<String> edit) {
    return load(CaptionPacks.write(temp, edit));
  }

  private static InferenceException load(Path folder) {
    return assertThrows(InferenceException.class, () -> PackLoader.load(folder));
  }
}
