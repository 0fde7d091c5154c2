package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.GoDuration;
import dev.midge.server.config.value.GoUrl;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads where the JWTs of accounts come from, which is not supported yet. No directory is made. */
final class ResolverReader {
    private static final String UNKNOWN = "error parsing account resolver, should be MEM or  URL(\"url\") or a map"
            + " containing dir and type state=[FULL|CACHE])";

    private final Findings findings;
    private final ConfValues values;

    ResolverReader(Findings findings) {
        this.findings = findings;
        this.values = new ConfValues(findings);
    }

    void read(ConfNode node) {
        switch (node.kind()) {
            case STRING -> readText(node);
            case MAP -> readMap(node);
            default -> findings.error(node, "error parsing operator resolver, wrong type " + node.kind().goName);
        }
    }

    // MEMORY, URL(...)

    private void readText(ConfNode node) {
        String upper = node.asText().toUpperCase(Locale.ROOT);
        if (upper.contains("MEM")) {
            return;
        }
        int url = upper.indexOf("URL");
        if (url < 0) {
            findings.error(node, UNKNOWN);
            return;
        }
        String text = argument(node.asText().substring(url + "URL".length()));
        if (GoUrl.fault(text) != null) {
            findings.error(node, "error parsing account resolver url [" + GoText.quote(text) + "]");
        }
    }

    /** What stands in parentheses, perhaps quoted; empty if that is not what follows. */
    private static String argument(String text) {
        int end = text.indexOf(')');
        if (!text.startsWith("(") || end < 0) {
            return "";
        }
        String inner = text.substring(1, end).trim();
        inner = inner.startsWith("\"") ? inner.substring(1) : inner;
        inner = inner.endsWith("\"") ? inner.substring(0, inner.length() - 1) : inner;
        return inner.indexOf(' ') < 0 && inner.indexOf('"') < 0 ? inner : "";
    }

    // A directory

    private void readMap(ConfNode node) {
        int errorsBefore = findings.errors().size();
        Map<String, ConfNode> map = node.asMap();
        String directory = text(map.get("dir"));
        String type = text(map.get("type")).toUpperCase(Locale.ROOT);
        boolean deletes = flag(map.get("allow_delete"));
        flag(map.get("hard_delete"));
        ConfNode limit = map.get("limit");
        if (limit != null) {
            values.integer(limit);
        }
        Duration ttl = duration(node, map.get("ttl"));
        Duration interval = duration(node, map.get("interval"));
        duration(node, map.get("timeout"));
        if (findings.errors().size() > errorsBefore) {
            return;
        }
        switch (type) {
            case "CACHE" -> {
                checkDirectory(node, directory);
                refuse(node, !interval.isZero(), "CACHE does not accept sync");
                refuse(node, deletes, "CACHE does not accept allow_delete");
                refuse(node, map.containsKey("hard_delete"), "CACHE does not accept hard_delete");
            }
            case "FULL" -> {
                checkDirectory(node, directory);
                refuse(node, !ttl.isZero(), "FULL does not accept ttl");
                refuse(node, map.containsKey("hard_delete") && !deletes, "hard_delete has no effect without delete");
            }
            case "MEM", "MEMORY" -> {
                // Nothing else counts.
            }
            default -> findings.error(node, UNKNOWN);
        }
    }

    private String text(@Nullable ConfNode node) {
        String text = node == null ? null : values.text(node);
        return text == null ? "" : text;
    }

    private boolean flag(@Nullable ConfNode node) {
        return node != null && Boolean.TRUE.equals(values.flag(node));
    }

    /** What is wrong with a text is reported where the block stands. */
    private Duration duration(ConfNode block, @Nullable ConfNode node) {
        String text = node == null ? null : values.text(node);
        if (text == null) {
            return Duration.ZERO;
        }
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            findings.error(block, String.valueOf(e.getMessage()));
            return Duration.ZERO;
        }
    }

    private void checkDirectory(ConfNode node, String directory) {
        refuse(node, directory.isEmpty(), "dir has no value and needs to point to a directory");
        refuse(node, !isAccessible(directory), "dir needs to point to an accessible directory");
    }

    private static boolean isAccessible(String directory) {
        try {
            Path path = Path.of(directory);
            return !Files.exists(path) || (Files.isDirectory(path) && Files.isWritable(path));
        } catch (InvalidPathException e) {
            return false; // no directory has such a name
        }
    }

    private void refuse(ConfNode node, boolean wrong, String text) {
        if (wrong) {
            findings.error(node, text);
        }
    }
}
