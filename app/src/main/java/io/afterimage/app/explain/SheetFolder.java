package io.afterimage.app.explain;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.explain.draw.MediaTime;
import io.afterimage.app.explain.draw.Subject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * The folder that pictures go to, and their names: of letters and digits that every file system
 * takes, sorted as what they show. Pictures of the same name are replaced. Immutable.
 */
final class SheetFolder {
  private static final String ENDING = ".png";
  private static final int LONGEST = 48;
  private static final int DIGITS = 3;

  private final Path folder;

  private SheetFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder if it is not there.
   *
   * @throws AppException {@link Code#CONFIG} if it cannot be made or written to
   */
  static SheetFolder open(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    if (!Files.isWritable(folder)) {
      throw unwritable(folder, new IOException("no permission"));
    }
    return new SheetFolder(folder);
  }

  /** A sheet's name, without an ending: {@code 007_00m12.48s_a-person-sits-down}. */
  static String name(int number, Subject subject) {
    return "%s_%s_%s"
        .formatted(
            number(number), MediaTime.inName(subject.start().ptsUs()), plain(subject.text()));
  }

  /** A number with leading zeros. */
  static String number(int number) {
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", number);
  }

  /** The name of a contact sheet, counted from 1. */
  static String contactSheet(int number) {
    return number == 1 ? "contact-sheet" : "contact-sheet-" + number;
  }

  /** The name of one of its pictures, counted from 0: {@code 03_sits}. */
  static String picture(int index, String what) {
    return String.format(Locale.ROOT, "%02d_%s", index, plain(what));
  }

  /**
   * Writes a picture.
   *
   * @param name without an ending
   * @return where it lies
   * @throws AppException {@link Code#CONFIG} if it cannot be written
   */
  Path write(String name, BufferedImage picture) {
    Path file = folder.resolve(name + ENDING);
    try (OutputStream out = Files.newOutputStream(file);
        ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(picture, "png", stream);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    return file;
  }

  /**
   * A folder in this one.
   *
   * @throws AppException {@link Code#CONFIG} if it cannot be made
   */
  SheetFolder in(String name) {
    return open(folder.resolve(name));
  }

  private static String plain(String text) {
    String letters = Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
    String plain =
        letters
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^a-z0-9.]+", "-")
            .replaceAll("^[-.]+|[-.]+$", "");
    if (plain.length() > LONGEST) {
      int word = plain.lastIndexOf('-', LONGEST);
      plain = plain.substring(0, word > 0 ? word : LONGEST);
    }
    return plain.isEmpty() ? "words" : plain;
  }

  private static AppException unwritable(Path path, IOException cause) {
    return new AppException(
        Code.CONFIG,
        "%s cannot be written: see whether its disk is full, or name another folder with --out"
            .formatted(path),
        cause);
  }
}
