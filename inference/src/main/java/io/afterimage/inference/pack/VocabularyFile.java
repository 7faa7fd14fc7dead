package io.afterimage.inference.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a pack's words lie: UTF-8, one a line; a word's id is its line's number from 0. Immutable.
 *
 * @param name the file's name in the pack's folder
 * @param sha256 hash of that file, 64 hexadecimal digits
 */
public record VocabularyFile(String name, String sha256) {
  /**
   * Its lines, whatever they hold.
   *
   * @throws InferenceException if the file is missing, has another hash, or is no text
   */
  List<String> lines(Path folder) {
    byte[] bytes = PackFile.read(folder, "vocabulary", name, sha256);
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().lines().toList();
    } catch (CharacterCodingException e) {
      throw new InferenceException(
          Code.BAD_MANIFEST, "vocabulary '%s' is not UTF-8 text".formatted(name), e);
    }
  }
}
