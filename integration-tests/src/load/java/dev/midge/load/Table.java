package dev.midge.load;

import java.util.ArrayList;
import java.util.List;

/** Rows of text under headings; reads the same on a screen and as Markdown. The first column is text, the others figures. */
final class Table {

    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row, one cell for each column. */
    void row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("cells: " + cells.length + " (expected: " + columns.size() + ")");
        }
        rows.add(List.of(cells));
    }

    String markdown() {
        int[] widths = new int[columns.size()];
        measure(columns, widths);
        rows.forEach(row -> measure(row, widths));
        StringBuilder text = new StringBuilder();
        line(text, columns, widths);
        for (int i = 0; i < widths.length; i++) {
            text.append(i == 0 ? "| " : " | ").append("-".repeat(i == 0 ? widths[i] : widths[i] - 1));
            text.append(i == 0 ? "" : ":");
        }
        text.append(" |\n");
        rows.forEach(row -> line(text, row, widths));
        return text.toString();
    }

    private static void measure(List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(Math.max(widths[i], 3), cells.get(i).length());
        }
    }

    private static void line(StringBuilder text, List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(widths[i] - cells.get(i).length());
            text.append(i == 0 ? "| " : " | ");
            text.append(i == 0 ? cells.get(i) + blanks : blanks + cells.get(i));
        }
        text.append(" |\n");
    }
}
