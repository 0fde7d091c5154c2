package dev.midge.server.config.value;

import dev.midge.server.config.language.ConfNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads a timeout: seconds as an integer or a fraction, or a duration. */
public final class TimeoutReader {
    private static final double LONG_SECONDS = 60;

    private final Findings findings;
    private final String block;

    /** @param block as messages name it: {@code error parsing BLOCK config, 'timeout' ...} */
    public TimeoutReader(Findings findings, String block) {
        this.findings = findings;
        this.block = block;
    }

    /** Null after an error. */
    public @Nullable Duration read(ConfNode node) {
        Double seconds = seconds(node);
        return seconds == null ? null : ConfValues.ofSeconds(seconds);
    }

    /** As {@link #read}; a long one earns a warning, because {@code 2m} without quotes is two million. */
    public @Nullable Duration readAndWarn(String key, ConfNode node) {
        Double seconds = seconds(node);
        if (seconds == null) {
            return null;
        }
        if (seconds > LONG_SECONDS) {
            findings.misuse(
                    node,
                    key,
                    "timeout of " + node + " (" + sixDecimals(seconds)
                            + " seconds) is high, consider keeping it under 60 seconds. possibly caused by unquoted"
                            + " duration; use '1m' instead of 1m, for example");
        }
        return ConfValues.ofSeconds(seconds);
    }

    private @Nullable Double seconds(ConfNode node) {
        return switch (node.kind()) {
            case STRING -> secondsOfText(node);
            case INTEGER -> (Double) (double) node.asInteger();
            case FLOAT -> (Double) node.asFloat();
            default -> {
                complain(node, "wrong type");
                yield null;
            }
        };
    }

    private @Nullable Double secondsOfText(ConfNode node) {
        try {
            return GoDuration.parse(node.asText()).toNanos() / 1e9;
        } catch (IllegalArgumentException e) {
            complain(node, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void complain(ConfNode node, String cause) {
        findings.error(node, "error parsing " + block + " config, 'timeout' " + cause);
    }

    private static String sixDecimals(double number) {
        return BigDecimal.valueOf(number).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }
}
