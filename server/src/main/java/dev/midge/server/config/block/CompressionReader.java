package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.GoDuration;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.ValueKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads how traffic between servers is compressed. The mode itself is looked at when the server starts. */
final class CompressionReader extends RowsReader {
    private static final int MOST_THRESHOLDS = 4;

    private static final BlockRows ROWS = new BlockRows()
            .known("mode", ValueKind.STRING)
            .known("rtt_thresholds|thresholds|rtts|rtt", ValueKind.BLOCK);

    CompressionReader(Findings findings) {
        super(findings);
    }

    void read(String key, ConfNode node) {
        switch (node.kind()) {
            case STRING, BOOLEAN -> {
                // Any text will do until the start.
            }
            case MAP -> readRows("compression", node, ROWS);
            default ->
                findings.error(
                        node,
                        "field " + GoText.quote(key) + " should be a boolean or a structure, got "
                                + node.kind().goName);
        }
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        if (!requireKind(node, ConfNode.Kind.LIST)) {
            return;
        }
        for (ConfNode element : node.asList()) {
            String wrong = requireKind(element, ConfNode.Kind.STRING) ? GoDuration.fault(element.asText()) : null;
            if (wrong != null) {
                findings.error(node, wrong);
            }
        }
    }

    // At the start

    /**
     * Why a server with this setting does not start; null when it does.
     *
     * @param node the setting, as {@link #read} has found it right; null when it is not there
     */
    static @Nullable String fault(@Nullable ConfNode node) {
        if (node == null || node.kind() == ConfNode.Kind.BOOLEAN) {
            return null;
        }
        if (node.kind() == ConfNode.Kind.STRING) {
            return faultOfMode(node.asText(), null);
        }
        String mode = "";
        ConfNode thresholds = null;
        for (var entry : node.asMap().entrySet()) {
            String key = ROWS.canonical(entry.getKey());
            if ("mode".equals(key)) {
                mode = entry.getValue().asText();
            } else if (key != null) {
                thresholds = entry.getValue();
            }
        }
        return faultOfMode(mode, thresholds);
    }

    private static @Nullable String faultOfMode(String mode, @Nullable ConfNode thresholds) {
        return switch (mode.toLowerCase(Locale.ROOT)) {
            case "", "on", "enabled", "true", "not supported", "not_supported", "disabled", "off", "false" -> null;
            case "accept", "fast", "s2_fast", "better", "s2_better", "best", "s2_best" -> null;
            case "auto", "s2_auto" -> faultOfThresholds(mode, thresholds);
            default -> "unsupported compression mode " + GoText.quote(mode);
        };
    }

    /** nats-server server/leafnode.go: they go up, and 0 leaves a level out. */
    private static @Nullable String faultOfThresholds(String mode, @Nullable ConfNode node) {
        if (node == null || node.asList().isEmpty()) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        int levels = 0;
        int number = 0;
        Duration highest = Duration.ZERO;
        boolean ascending = true;
        for (ConfNode element : node.asList()) {
            Duration threshold = GoDuration.parse(element.asText());
            texts.add(GoDuration.format(threshold));
            number++;
            boolean counts = threshold.compareTo(Duration.ZERO) > 0;
            ascending &= !counts || threshold.compareTo(highest) >= 0;
            highest = counts ? threshold : highest;
            levels = counts ? number : levels;
        }
        String all = "[" + String.join(" ", texts) + "]";
        if (!ascending) {
            return "RTT threshold values " + all + " should be in ascending order";
        }
        if (levels > MOST_THRESHOLDS) {
            return "compression mode " + GoText.quote(mode) + " should have no more than 4 RTT thresholds: " + all;
        }
        return levels == 0 ? "compression mode " + GoText.quote(mode) + " requires at least one RTT threshold" : null;
    }
}
