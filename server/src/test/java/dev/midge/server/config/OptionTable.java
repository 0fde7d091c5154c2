package dev.midge.server.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** The table of options in the README, made of the rows of {@link Options}. */
final class OptionTable {
    private static final String BEGIN = "<!-- options: begin -->\n";
    private static final String END = "<!-- options: end -->\n";

    private OptionTable() {}

    /** The whole README with the table of today in its place. */
    static String renderInto(String readme) {
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        return readme.substring(0, begin) + render() + readme.substring(end);
    }

    private static String render() {
        StringBuilder text = new StringBuilder();
        text.append("| Option (aliases) | Kind | Default | Here | Reload | Meaning |\n|---|---|---|---|---|---|\n");
        for (Option<?> row : Options.rows()) {
            if (row.effect() != Option.Effect.DERIVED) {
                append(text, row);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Option<?> row) {
        text.append("| `").append(row.key()).append('`');
        if (row.names().size() > 1) {
            text.append(" (`")
                    .append(String.join(
                            "`, `", row.names().subList(1, row.names().size())))
                    .append("`)");
        }
        text.append(" | ").append(kind(row));
        text.append(" | ").append(defaultValue(row.defaultValue()));
        text.append(" | ").append(effect(row.effect()));
        text.append(" | ").append(row.reloadName() == null ? "yes" : "no");
        text.append(" | ").append(row.meaning().replace("|", "\\|")).append(" |\n");
    }

    private static String kind(Option<?> row) {
        return switch (row.kind()) {
            case LISTEN -> "port or `host:port`";
            case DURATION_TEXT -> "duration";
            case STRING_OR_LIST -> "string or list";
            default -> row.kind().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String defaultValue(Object value) {
        if (value == null || "".equals(value)) {
            return "";
        }
        boolean empty = value instanceof Collection<?> list && list.isEmpty();
        return empty || value instanceof Map<?, ?> ? "" : "`" + ConfigSnapshot.plain(value) + "`";
    }

    private static String effect(Option.Effect effect) {
        return switch (effect) {
            case ACTED_ON -> "yes";
            case NOTICED -> "warning";
            case REFUSED -> "refused";
            case GUARDED -> "refused always";
            case DERIVED -> "";
        };
    }
}
