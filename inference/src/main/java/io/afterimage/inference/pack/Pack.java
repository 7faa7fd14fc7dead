package io.afterimage.inference.pack;

import io.afterimage.contract.event.PackRef;
import io.afterimage.inference.InferenceException;
import java.nio.file.Path;

/**
 * A model pack whose manifest and files were checked. Immutable.
 *
 * @param manifest what it says of itself
 * @param folder where its graphs lie
 * @param sha256 hash of its content: the manifest's bytes and, through it, every graph's hash
 */
public record Pack(Manifest manifest, Path folder, String sha256) {
  /** How events refer to it. */
  public PackRef ref() {
    return new PackRef(manifest.id(), manifest.version(), sha256);
  }

  /**
   * Reads a step's ONNX graph; what runs is what was hashed.
   *
   * @throws InferenceException if the file is gone or is no longer the one that was checked
   */
  public byte[] graph(StepSpec step) {
    return GraphFile.read(folder, step.graph(), step.sha256());
  }
}
