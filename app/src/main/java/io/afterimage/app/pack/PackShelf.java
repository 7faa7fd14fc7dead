package io.afterimage.app.pack;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which packs are looked for. A pack is a folder with a {@value
 * PackLoader#MANIFEST}. Immutable.
 *
 * @param folders in the order in which they are searched
 */
public record PackShelf(List<Path> folders) {
  /** Copies the list. */
  public PackShelf {
    folders = List.copyOf(folders);
  }

  /**
   * The named folder alone, or the usual ones: {@code packs} below the working folder, then that of
   * the installation.
   *
   * @param named the setting; null: none
   * @param working the working folder
   * @param installation where the program lies; null: unknown
   */
  public static PackShelf of(@Nullable Path named, Path working, @Nullable Path installation) {
    if (named != null) {
      return new PackShelf(List.of(working.resolve(named)));
    }
    List<Path> usual = new ArrayList<>();
    usual.add(working.resolve("packs"));
    if (installation != null && !installation.equals(working)) {
      usual.add(installation.resolve("packs"));
    }
    return new PackShelf(usual);
  }

  /**
   * The first pack that the settings name, checked.
   *
   * @throws AppException {@link Code#PACK} if there is none
   * @throws io.afterimage.inference.InferenceException if it cannot be used
   */
  public static Pack chosen(AfterimageConfig config, Shell shell) {
    return of(config.packs(), shell.folder(), shell.installation())
        .load(config.pack().get(0), shell.folder());
  }

  /**
   * The pack of that id, or in that folder, checked.
   *
   * @param idOrFolder an id, or a path to a folder
   * @param working what a relative path is relative to
   * @throws AppException {@link Code#PACK} if there is none; the message lists those that there are
   * @throws io.afterimage.inference.InferenceException if it cannot be used
   */
  public Pack load(String idOrFolder, Path working) {
    Path folder = working.resolve(idOrFolder);
    if (isPack(folder)) {
      return PackLoader.load(folder.normalize());
    }
    Path found = all().get(idOrFolder);
    if (found == null) {
      throw new AppException(
          Code.PACK,
          "there is no pack '%s' in %s%s"
              .formatted(
                  idOrFolder,
                  describe(),
                  all().isEmpty() ? "" : ": there is " + String.join(", ", all().keySet())));
    }
    return PackLoader.load(found);
  }

  /** The folders, for a sentence. */
  public String describe() {
    return folders.stream().map(Path::toString).collect(Collectors.joining(" or "));
  }

  /** Folder by id of every pack; where two folders have one of the same id, the first one's. */
  public Map<String, Path> all() {
    Map<String, Path> packs = new LinkedHashMap<>();
    for (Path folder : folders) {
      try (Stream<Path> children = Files.isDirectory(folder) ? Files.list(folder) : Stream.of()) {
        children
            .filter(PackShelf::isPack)
            .sorted()
            .forEach(pack -> packs.putIfAbsent(pack.getFileName().toString(), pack));
      } catch (IOException e) {
        throw new AppException(Code.PACK, "folder %s cannot be read".formatted(folder), e);
      }
    }
    return packs;
  }

  private static boolean isPack(Path folder) {
    return Files.isRegularFile(folder.resolve(PackLoader.MANIFEST));
  }
}
