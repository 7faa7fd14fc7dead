package io.afterimage.inference.pack;

import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.caption.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a pack's folder: {@code pack.yaml} against the {@link PackSchema}, what the schema cannot
 * say, and each file's hash. Reports everything that is wrong at once.
 */
public final class PackLoader {
  /** The manifest's file name. */
  public static final String MANIFEST = "pack.yaml";

  private static final long MAX_MANIFEST_BYTES = 1 << 20;
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private record Problem(Code code, String sentence) {}

  private final Path folder;
  private final List<Problem> problems = new ArrayList<>();

  private PackLoader(Path folder) {
    this.folder = folder;
  }

  /**
   * Loads a pack.
   *
   * @param folder its folder, named like the pack
   * @throws InferenceException with one message of all problems, each with its place; the code is
   *     the first problem's
   */
  public static Pack load(Path folder) {
    return new PackLoader(folder.toAbsolutePath().normalize()).load();
  }

  /**
   * The hash of what a folder holds now, as {@link Pack#sha256} has it, unchecked: a pack whose
   * hash is this one need not be loaded again.
   *
   * @return nothing if there is no readable manifest, as while it is being replaced
   */
  public static Optional<String> manifestHash(Path folder) {
    try {
      Path file = folder.resolve(MANIFEST);
      return Files.size(file) > MAX_MANIFEST_BYTES
          ? Optional.empty()
          : Optional.of(PackFile.sha256(Files.readAllBytes(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Pack load() {
    byte[] bytes = readManifest();
    JsonNode tree = parse(bytes);
    requireFormat(tree);
    new PackSchema().problems(tree).forEach(this::bad);
    Manifest manifest = problems.isEmpty() ? readAndCheck(tree) : null;
    checkGraphs(tree);
    checkVocabulary(tree.path("caption"), manifest);
    if (manifest == null || !problems.isEmpty()) {
      throw failure();
    }
    // The manifest's bytes hold every file's hash, and those were just checked.
    return new Pack(manifest, folder, PackFile.sha256(bytes));
  }

  private byte[] readManifest() {
    Path file = folder.resolve(MANIFEST);
    try {
      if (Files.size(file) > MAX_MANIFEST_BYTES) {
        throw new InferenceException(
            Code.BAD_MANIFEST, "pack '%s': pack.yaml is larger than 1 MB".formatted(folder));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InferenceException(
          Code.PACK_NOT_FOUND,
          "pack '%s': there is no readable pack.yaml in this folder".formatted(folder),
          e);
    }
  }

  private JsonNode parse(byte[] bytes) {
    try {
      JsonNode tree = YAML.readTree(bytes);
      if (tree.isObject()) {
        return tree;
      }
      bad("pack.yaml is not a mapping of keys to values");
    } catch (JacksonException e) {
      var at = e.getLocation();
      bad(
          "pack.yaml is not valid YAML at line %d, column %d: %s"
              .formatted(
                  at == null ? 0 : at.getLineNr(),
                  at == null ? 0 : at.getColumnNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("unreadable")));
    }
    throw failure();
  }

  /** Another format's manifest has other keys: to list them all would help nobody. */
  private void requireFormat(JsonNode tree) {
    JsonNode format = tree.path("format");
    if (!format.isMissingNode() && format.asInt(0) != PackSchema.FORMAT) {
      bad(
          "format: this build reads pack format %d, not %s: use a newer Afterimage or export the pack again"
              .formatted(PackSchema.FORMAT, format));
      throw failure();
    }
  }

  private @Nullable Manifest readAndCheck(JsonNode tree) {
    List<String> found = new ArrayList<>();
    Manifest manifest = new ManifestReader(tree, found).read();
    if (manifest != null) {
      new ManifestChecks(manifest, found).run(String.valueOf(folder.getFileName()));
    }
    found.forEach(this::bad);
    return manifest;
  }

  private void checkGraphs(JsonNode tree) {
    JsonNode steps = tree.path("steps");
    for (int i = 0; i < steps.size(); i++) {
      String graph = steps.path(i).path("graph").asString("");
      String sha256 = steps.path(i).path("sha256").asString("");
      if (graph.isEmpty() || sha256.isEmpty()) {
        continue; // The schema's sentence tells.
      }
      try {
        PackFile.read(folder, "graph", graph, sha256);
      } catch (InferenceException e) {
        problems.add(new Problem(e.code(), "steps[%d].graph: %s".formatted(i, e.getMessage())));
      }
    }
  }

  private void checkVocabulary(JsonNode caption, @Nullable Manifest manifest) {
    String name = caption.path("vocabulary").asString("");
    String sha256 = caption.path("vocabulary_sha256").asString("");
    if (name.isEmpty() || sha256.isEmpty()) {
      return; // The schema's sentence tells, or it is a pack without captions.
    }
    try {
      List<String> words = new VocabularyFile(name, sha256).lines(folder);
      Vocabulary.problems(words).forEach(p -> bad("caption.vocabulary: " + p));
      if (manifest != null && manifest.caption() != null) {
        CaptionChecks.size(manifest, manifest.caption(), words.size()).forEach(this::bad);
      }
    } catch (InferenceException e) {
      problems.add(new Problem(e.code(), "caption.vocabulary: " + e.getMessage()));
    }
  }

  private void bad(String sentence) {
    problems.add(new Problem(Code.BAD_MANIFEST, sentence));
  }

  private InferenceException failure() {
    return new InferenceException(
        problems.get(0).code(),
        problems.stream()
            .map(Problem::sentence)
            .collect(Collectors.joining("; ", "pack '%s': ".formatted(folder), "")));
  }
}
