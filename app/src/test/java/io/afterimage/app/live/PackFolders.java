package io.afterimage.app.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.inference.pack.PackLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

/** Copies of shipped packs, and new versions of them. */
public final class PackFolders {
  private static final Path SHIPPED = Path.of("..", "packs").toAbsolutePath().normalize();

  /** A doc string behind a model: another hash, the same graph. */
  private static final byte[] NOTE = {0x32, 4, 'n', 'o', 't', 'e'};

  private final Path folder;

  /** Copies below a folder. */
  public PackFolders(Path folder) {
    this.folder = folder;
  }

  /** The version of a pack that is shipped. */
  public static String shippedVersion(String pack) {
    return PackLoader.load(SHIPPED.resolve(pack)).manifest().version();
  }

  /** Where a pack lies. */
  public Path of(String pack) {
    return folder.resolve(pack);
  }

  /** Copies a shipped pack. */
  public Path copy(String pack) {
    try (var files = Files.list(SHIPPED.resolve(pack))) {
      Files.createDirectories(of(pack));
      for (Path file : files.toList()) {
        Files.copy(file, of(pack).resolve(file.getFileName()));
      }
      return of(pack);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The hash of a pack as it lies there. */
  public String sha256(String pack) {
    return sha256(read(of(pack).resolve("pack.yaml")));
  }

  /** Writes the manifest of a new version. */
  public void release(String pack, String version, UnaryOperator<String> edit) {
    Path manifest = of(pack).resolve("pack.yaml");
    String old = new String(read(manifest), UTF_8);
    String bumped = old.replaceFirst("(?m)^version: .*$", "version: " + version);
    write(manifest, edit.apply(bumped).getBytes(UTF_8));
  }

  /** The edit that names an older content as one whose memory is continued. */
  public static UnaryOperator<String> continuing(String sha256) {
    return manifest ->
        manifest.replaceAll("(?m)^compatible_with:.*\\R(- .*\\R)*", "")
            + "compatible_with: ["
            + sha256
            + "]\n";
  }

  /** Releases a version with other event thresholds. */
  public void retune(String pack, String version) {
    String old = sha256(pack);
    release(
        pack,
        version,
        manifest ->
            continuing(old)
                .apply(manifest.replaceAll("update_every_s: .*", "update_every_s: 1.5")));
  }

  /** Releases a version whose encoder has another hash. */
  public void reencode(String pack, String version) {
    Path encoder = of(pack).resolve("encoder.onnx");
    byte[] before = read(encoder);
    byte[] after = Arrays.copyOf(before, before.length + NOTE.length);
    System.arraycopy(NOTE, 0, after, before.length, NOTE.length);
    write(encoder, after);
    release(pack, version, manifest -> manifest.replace(sha256(before), sha256(after)));
  }

  /** Reads a file. */
  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file. */
  public static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The hash of bytes. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The shipped packs that the tests use. */
  public static List<String> room() {
    return List.of("room-activity", "room-captions");
  }
}
