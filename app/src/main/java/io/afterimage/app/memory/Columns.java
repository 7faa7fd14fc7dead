package io.afterimage.app.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines of a table, each column as wide as its widest cell. Used by one thread. */
final class Columns {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** A table with that head; a column whose head ends in {@code >} is set to the right. */
  Columns(String... head) {
    rows.add(List.of(head));
  }

  /** Adds a line of as many cells as the head has. */
  void row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(
          cell instanceof Double number
              ? String.format(Locale.ROOT, "%.4g", number)
              : String.valueOf(cell));
    }
    rows.add(row);
  }

  /** The lines, each behind some blanks. */
  String text(String indent) {
    List<String> head = rows.get(0);
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int column = 0; column < head.size(); column++) {
        boolean right = head.get(column).endsWith(">");
        String cell = row == head ? head.get(column).replace(">", "") : row.get(column);
        String blanks = " ".repeat(width(column) - cell.length());
        line.append(right ? blanks + cell : cell + blanks).append(GAP);
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private int width(int column) {
    int width = rows.get(0).get(column).replace(">", "").length();
    for (List<String> row : rows.subList(1, rows.size())) {
      width = Math.max(width, row.get(column).length());
    }
    return width;
  }
}
