package io.afterimage.inference.pack;

import io.afterimage.contract.event.PackRef;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.caption.Vocabulary;
import java.nio.file.Path;

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
