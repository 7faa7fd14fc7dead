package io.afterimage.inference.pack;

import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Reads a file of a pack and checks its hash. */
final class PackFile {
  private PackFile() {}

  /**
   * The bytes of a file.
   *
   * @param folder the pack's
   * @param what what the file is, for messages
   * @param name the file's name in it
   * @param sha256 what its bytes must hash to
   * @throws InferenceException if the name leads out of the folder, the file cannot be read, or its
   *     hash is another
   */
  static byte[] read(Path folder, String what, String name, String sha256) {
    Path file = inside(folder, what, name);
    byte[] bytes;
    try {
      // A link may lead anywhere; what counts is where it ends.
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw outside(what, name);
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InferenceException(
          Code.PACK_NOT_FOUND, "%s '%s' is missing or cannot be read".formatted(what, name), e);
    }
    String actual = sha256(bytes);
    if (!actual.equals(sha256)) {
      throw new InferenceException(
          Code.WRONG_HASH,
          "%s '%s' has the SHA-256 %s, not the manifest's %s: the file was changed or belongs to another version of the pack"
              .formatted(what, name, actual, sha256));
    }
    return bytes;
  }

  /** SHA-256 as 64 hexadecimal digits. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Path inside(Path folder, String what, String name) {
    try {
      Path file = folder.resolve(name).normalize();
      if (name.indexOf('/') < 0
          && name.indexOf('\\') < 0
          && folder.normalize().equals(file.getParent())) {
        return file;
      }
    } catch (InvalidPathException e) {
      // Told below.
    }
    throw outside(what, name);
  }

  private static InferenceException outside(String what, String name) {
    return new InferenceException(
        Code.BAD_MANIFEST,
        "%s '%s' must be the name of a file in the pack's own folder".formatted(what, name));
  }
}
