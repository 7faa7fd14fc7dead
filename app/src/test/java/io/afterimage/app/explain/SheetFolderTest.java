package io.afterimage.app.explain;

import static io.afterimage.app.explain.EventsFile.PACK;
import static io.afterimage.app.explain.EventsFile.caption;
import static io.afterimage.app.explain.EventsFile.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
import io.afterimage.app.explain.draw.Subject;
import io.afterimage.contract.caption.CaptionEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SheetFolderTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "A person sits., 007_00m12.48s_a-person-sits",
    "'../..\\sits', 007_00m12.48s_sits",
    "öffnet Tür, 007_00m12.48s_offnet-tur",
    "???, 007_00m12.48s_words",
    "one two three four five six seven eight nine ten eleven twelve, 007_00m12.48s_one-two-three-four-five-six-seven-eight-nine-ten",
  })
  void shouldNameCaptionsForEveryFileSystem(String text, String name) {
    CaptionEvent caption = caption("room", 1, frame(156), frame(200), text.strip(), PACK);
    assertThat(SheetFolder.name(7, Subject.of(caption))).isEqualTo(name);
  }

  @Test
  void shouldWriteWhatCanBeRead() throws IOException {
    BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(2, 1, 0x102030);
    SheetFolder sheets = SheetFolder.open(folder.resolve("new/folder"));
    Path file = sheets.in("own").write(SheetFolder.picture(3, "sits"), picture);
    assertThat(file).isEqualTo(folder.resolve("new/folder/own/03_sits.png"));
    assertThat(ImageIO.read(file.toFile()).getRGB(2, 1) & 0xffffff).isEqualTo(0x102030);
  }

  @Test
  void shouldSayThatAFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    assertThatThrownBy(() -> SheetFolder.open(file))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("file cannot be written")
        .hasMessageContaining("name another folder with --out");
    SheetFolder sheets = SheetFolder.open(folder.resolve("sheets"));
    Files.createDirectory(folder.resolve("sheets/a.png"));
    assertThatThrownBy(() -> sheets.write("a", new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("a.png cannot be written");
  }
}
