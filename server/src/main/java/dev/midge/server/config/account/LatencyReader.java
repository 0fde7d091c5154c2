package dev.midge.server.config.account;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.Findings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks how the latency of a service is told, which is not supported yet. Its keys are in lower case, others are ignored. */
final class LatencyReader {
    private static final long MOST_PERCENT = 100;

    private final Findings findings;

    LatencyReader(Findings findings) {
        this.findings = findings;
    }

    void read(ConfNode node) {
        if (node.kind() == Kind.STRING) {
            return;
        }
        if (node.kind() != Kind.MAP) {
            findings.error(node, "Expected latency entry to be a map/struct or string, got " + node.kind().goName);
            return;
        }
        ConfNode sampling = node.asMap().get("sampling");
        String wrong = sampling == null ? null : wrongSampling(sampling);
        if (sampling != null && wrong != null) {
            findings.error(sampling, wrong);
            return;
        }
        ConfNode subject = node.asMap().get("subject");
        if (subject == null) {
            findings.error(node, "Latency subject required, but missing");
        } else if (subject.kind() != Kind.STRING) {
            // nats-server server/opts.go: the type that it names is the wanted one.
            findings.error(subject, "Expected latency subject to be a string, got string");
        }
    }

    private static @Nullable String wrongSampling(ConfNode node) {
        return switch (node.kind()) {
            case INTEGER -> wrongPercentage(node.asInteger());
            case STRING -> wrongSampling(node.asText());
            default -> "Expected latency sample to be a string or map/struct, got " + node.kind().goName;
        };
    }

    private static @Nullable String wrongSampling(String text) {
        if (text.trim().toLowerCase(Locale.ROOT).equals("headers")) {
            return null;
        }
        String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        String fault = GoText.integerFault("Atoi", number);
        return fault == null ? wrongPercentage(Long.parseLong(number)) : "Failed to parse latency sample: " + fault;
    }

    private static @Nullable String wrongPercentage(long percent) {
        return percent < 1 || percent > MOST_PERCENT ? "bad sampling percentage, should be 1-100" : null;
    }
}
