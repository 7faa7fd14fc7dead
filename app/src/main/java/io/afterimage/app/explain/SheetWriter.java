package io.afterimage.app.explain;

import io.afterimage.app.explain.draw.ContactSheet;
import io.afterimage.app.explain.draw.Scene;
import io.afterimage.app.explain.draw.Sheet;
import io.afterimage.app.explain.draw.Single;
import io.afterimage.app.explain.draw.Subject;
import io.afterimage.contract.caption.AttentionEvent.Explains;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Draws captions and actions and writes what was drawn, each at once. For one thread. */
final class SheetWriter {
  private final SheetFolder folder;
  private final String title;
  private final Consumer<String> out;
  private ContactSheet contacts;
  private int captions;
  private int actions;
  private int sheets;
  private int without;
  private @Nullable Path contactSheet;

  /**
   * @param folder where pictures go
   * @param title what is drawn is of
   * @param out told a line for each sheet, and at the end
   */
  SheetWriter(SheetFolder folder, String title, Consumer<String> out) {
    this.folder = folder;
    this.title = title;
    this.out = out;
    this.contacts = new ContactSheet(title);
  }

  /** Writes a sheet and its frames. */
  void write(Scene scene) {
    if (scene.subject().explained() == Explains.CAPTION) {
      captions++;
    } else {
      actions++;
    }
    int number = captions + actions;
    String name = SheetFolder.name(number, scene.subject());
    folder.write(name, Sheet.draw(scene));
    SheetFolder own = folder.in(name);
    // The frame itself comes before the first word's.
    AtomicInteger index = new AtomicInteger(scene.isTemporal() ? 1 : 0);
    Single.draw(
        scene,
        (what, picture) -> own.write(SheetFolder.picture(index.getAndIncrement(), what), picture));
    if (scene.attention() == null) {
      without++;
    }
    out.accept(line(scene, name));
    if (contacts.size() == ContactSheet.MOST) {
      writeContacts();
    }
    contacts.add(SheetFolder.number(number), scene);
  }

  /** Writes the last contact sheet and tells where the first lies. */
  void finish() {
    if (contacts.size() > 0) {
      writeContacts();
    }
    if (contactSheet != null) {
      String missing = without == 0 ? "" : ", %d without attention".formatted(without);
      String more = sheets == 1 ? "" : " and %d more".formatted(sheets - 1);
      out.accept("%s%s: %s%s".formatted(all(), missing, contactSheet, more));
    }
  }

  private String all() {
    List<String> counts = new ArrayList<>();
    if (captions > 0) {
      counts.add(captions == 1 ? "1 caption" : captions + " captions");
    }
    if (actions > 0) {
      counts.add(actions == 1 ? "1 action" : actions + " actions");
    }
    return String.join(" and ", counts);
  }

  private void writeContacts() {
    sheets++;
    Path file = folder.write(SheetFolder.contactSheet(sheets), contacts.draw());
    contactSheet = contactSheet == null ? file : contactSheet;
    contacts = new ContactSheet(title);
  }

  private static String line(Scene scene, String name) {
    Subject subject = scene.subject();
    return "%s  %s  %s%s"
        .formatted(
            name.substring(0, name.indexOf('_')),
            subject.when(),
            subject.text().replaceAll("\\p{Cntrl}+", " "),
            scene.attention() == null ? "  (no attention)" : "");
  }
}
