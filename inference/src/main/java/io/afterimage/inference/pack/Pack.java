package io.afterimage.inference.pack;

import io.afterimage.contract.event.PackRef;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.caption.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A model pack whose manifest and files were checked. Immutable.
 *
 * @param manifest what it says of itself
 * @param folder where its graphs lie
 * @param sha256 hash of its content: the manifest's bytes and, through it, every file's hash
 */
public record Pack(Manifest manifest, Path folder, String sha256) {
  /** How events refer to it. */
  public PackRef ref() {
    return new PackRef(manifest.id(), manifest.version(), sha256);
  }

  /**
   * This pack, its encoder also giving what another pack of the same encoder reads.
   *
   * @param other a pack that has this one's encoder graph
   * @throws InferenceException {@link Code#BAD_MANIFEST} if in this pack a later step gives a
   *     tensor of such a name
   */
  public Pack serving(Pack other) {
    List<TensorSpec> outputs = new ArrayList<>(manifest.encoder().outputs());
    for (TensorSpec wanted : other.read()) {
      String name = wanted.name();
      if (TensorNames.find(outputs, name) != null) {
        continue;
      }
      if (manifest.memorySteps().stream().anyMatch(step -> step.gives(name))) {
        throw new InferenceException(
            Code.BAD_MANIFEST,
            "%s '%s' reads the encoder's tensor '%s', but in pack '%s' a later step gives one of that name: give one of them another name"
                .formatted(
                    other.manifest.caption() == null ? "pack" : "caption pack",
                    other.manifest.id(),
                    name,
                    manifest.id()));
      }
      outputs.add(wanted);
    }
    return new Pack(manifest.encoding(manifest.encoder().giving(outputs)), folder, sha256);
  }

  /** What it reads of the encoder: of a pack that captions, no more than its windows hold. */
  private List<TensorSpec> read() {
    CaptionSpec caption = manifest.caption();
    return manifest.encoder().outputs().stream()
        .filter(output -> caption == null || caption.tensors().contains(output.name()))
        .toList();
  }

  /**
   * Reads a step's ONNX graph; what runs is what was hashed.
   *
   * @throws InferenceException if the file is gone or is no longer the one that was checked
   */
  public byte[] graph(StepSpec step) {
    return PackFile.read(folder, "graph", step.graph(), step.sha256());
  }

  /**
   * Reads the words that captions are made of; what is used is what was hashed.
   *
   * @throws InferenceException if the pack has no caption part, or if the file is gone or is no
   *     longer the one that was checked
   */
  public Vocabulary vocabulary() {
    return new Vocabulary(manifest.requireCaption().vocabulary().lines(folder));
  }
}
