package io.afterimage.app.pack;

import io.afterimage.contract.frame.FrameInput;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.pack.AttentionSpec;
import io.afterimage.inference.pack.CaptionSpec;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.StepSpec;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a pack says of itself, for people. */
public final class PackText {
  private PackText() {}

  /** One line: id, version, title. */
  public static String line(Manifest manifest) {
    return "%-20s %-8s %s".formatted(manifest.id(), manifest.version(), manifest.title());
  }

  /**
   * All that matters for using it, one fact a line.
   *
   * @throws io.afterimage.inference.InferenceException if its vocabulary is no longer the one that
   *     was checked
   */
  public static String describe(Pack pack) {
    Manifest manifest = pack.manifest();
    FrameInput input = manifest.input();
    StringBuilder text = new StringBuilder();
    text.append("%s %s%n".formatted(manifest.id(), manifest.version()));
    text.append("%s%n%n".formatted(manifest.title()));
    fact(text, "licence", manifest.licence());
    CaptionSpec caption = manifest.caption();
    if (caption == null) {
      fact(text, "labels", String.join(", ", manifest.labels()));
      AttentionSpec attention = manifest.attention();
      if (attention != null) {
        fact(text, "attention", cells(attention.rows(), attention.columns()));
      }
    } else {
      fact(text, "captions", sight(caption));
      fact(text, "words", Integer.toString(pack.vocabulary().size()));
      fact(text, "decoding", decoding(caption.decoding()));
    }
    fact(text, "rate", number(manifest.rateFps()) + " frames a second");
    fact(
        text,
        "input",
        "%d x %d %s, %s"
            .formatted(
                input.width(),
                input.height(),
                input.pixels().wireName(),
                input.planes().stream().map(p -> p.wireName()).collect(Collectors.joining(" + "))));
    manifest.steps().forEach(step -> fact(text, "step", step(step)));
    new TreeMap<>(manifest.accuracy())
        .forEach((name, value) -> fact(text, "accuracy", name + " " + number(value)));
    for (Map.Entry<String, String> entry : new TreeMap<>(manifest.training()).entrySet()) {
      fact(text, "training", entry.getKey() + ": " + entry.getValue());
    }
    fact(text, "folder", pack.folder().toString());
    fact(text, "sha256", pack.sha256());
    return text.toString();
  }

  private static String sight(CaptionSpec caption) {
    CaptionSpec.Grid grid = caption.grid();
    return switch (caption.kind()) {
      case TEMPORAL -> "temporal, up to %d frames".formatted(caption.frames());
      case SPATIAL ->
          "spatial, one frame" + (grid == null ? "" : ", " + cells(grid.rows(), grid.columns()));
      case STILL -> "still, one frame";
    };
  }

  private static String cells(int rows, int columns) {
    return "%d x %d cells".formatted(rows, columns);
  }

  private static String decoding(Decoding decoding) {
    String most = ", up to %d words".formatted(decoding.maxWords());
    String looks = decoding.looks() == Decoding.Looks.SAMPLE ? ", looks drawn by their weight" : "";
    return search(decoding, most) + looks;
  }

  private static String search(Decoding decoding, String most) {
    return switch (decoding.method()) {
      case GREEDY -> "greedy" + most;
      case BEAM ->
          "beam of %d%s, length power %s"
              .formatted(decoding.width(), most, number(decoding.lengthPower()));
      case SAMPLE ->
          "sample%s, temperature %s%s"
              .formatted(
                  most,
                  number(decoding.temperature()),
                  decoding.topK() == 0 ? "" : ", best %d".formatted(decoding.topK()));
    };
  }

  private static String step(StepSpec step) {
    String states =
        step.states().stream()
            .map(state -> state.name() + " " + state.input().shape(1))
            .collect(Collectors.joining(", "));
    return "%s (%s, %s)%s"
        .formatted(
            step.name(),
            step.kind().wireName(),
            step.graph(),
            states.isEmpty() ? "" : ", remembers " + states);
  }

  private static void fact(StringBuilder text, String name, String value) {
    text.append("  %-9s %s%n".formatted(name, value));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "");
  }
}
