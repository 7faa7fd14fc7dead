package io.afterimage.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
  @TempDir private Path folder;

  @Test
  void shouldCreateTheFolderAndItsParents() {
    try (DataFolder data = DataFolder.open(folder.resolve("a/b"), 0)) {
      assertThat(data.path()).isDirectory().isAbsolute();
    }
  }

  @Test
  void shouldSayWhichProcessHoldsTheFolder() {
    try (DataFolder held = DataFolder.open(folder, 0)) {
      assertThatThrownBy(() -> DataFolder.open(held.path(), 0))
          .isInstanceOf(AppException.class)
          .hasMessageContaining("data folder " + folder + " is in use by another afterimage")
          .hasMessageContaining("(process " + ProcessHandle.current().pid() + ")")
          .hasMessageContaining("--data");
    }
  }

  @Test
  void shouldGiveTheFolderBack() {
    DataFolder.open(folder, 0).close();
    try (DataFolder again = DataFolder.open(folder, 0)) {
      assertThat(again.path()).isEqualTo(folder);
    }
  }

  @Test
  void shouldSayThatTheFolderCannotBeWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    assertThatThrownBy(() -> DataFolder.open(file.resolve("below"), 0))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("cannot be written: check its permissions");
  }

  @Test
  void shouldSayThatTheDiskIsNearlyFull() {
    assertThatThrownBy(() -> DataFolder.open(folder, Long.MAX_VALUE))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("MB free and at least")
        .hasMessageContaining("free some space");
  }

  @Test
  void shouldTellTheAddressOfTheBrokerOnlyWhileTheFolderIsHeld() {
    assertThat(DataFolder.runningBroker(folder)).isEmpty();
    try (DataFolder data = DataFolder.open(folder, 0)) {
      assertThat(DataFolder.runningBroker(folder)).isEmpty();
      data.announce("127.0.0.1:1234");
      assertThat(DataFolder.runningBroker(folder)).contains("127.0.0.1:1234");
    }
    assertThat(DataFolder.runningBroker(folder)).isEmpty();
  }
}
