package dev.midge.server.config;

import dev.midge.protocol.subject.Subject;
import dev.midge.server.config.ConfNode.Kind;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks where the messages of an account are traced to, which has no effect here. The first mistake ends the check. */
final class TraceReader {
    private static final int MOST_PERCENT = 100;

    private final Findings findings;

    TraceReader(Findings findings) {
        this.findings = findings;
    }

    void read(String key, ConfNode node) {
        switch (node.kind()) {
            case STRING -> report(node, destination(key, node));
            case MAP -> readMap(key, node.asMap());
            default ->
                findings.error(
                        node,
                        "Expected account message trace " + GoText.quote(key) + " to be a string or a map/struct, got "
                                + node.kind().goName);
        }
    }

    private void readMap(String block, Map<String, ConfNode> map) {
        boolean aimed = false;
        ConfNode sampling = null;
        for (Map.Entry<String, ConfNode> field : map.entrySet()) {
            ConfNode node = field.getValue();
            String key = field.getKey();
            switch (key.toLowerCase(Locale.ROOT)) {
                case "dest" -> {
                    aimed = true;
                    if (report(node, destination(key, node))) {
                        return;
                    }
                }
                case "sampling" -> {
                    sampling = node;
                    if (report(node, sampling(key, node))) {
                        return;
                    }
                }
                default ->
                    findings.unknown(
                            node,
                            "Unknown field " + GoText.quote(key) + " parsing account message trace map/struct "
                                    + GoText.quote(block));
            }
        }
        if (sampling != null && !aimed) {
            findings.warning(sampling.position().prefix()
                    + "Trace destination sampling ignored since no destination was set");
        }
    }

    private boolean report(ConfNode node, @Nullable String wrong) {
        if (wrong != null) {
            findings.error(node, wrong);
        }
        return wrong != null;
    }

    private static @Nullable String destination(String key, ConfNode node) {
        if (node.kind() != Kind.STRING) {
            return "Field " + GoText.quote(key) + " should be a string, got " + node.kind().goName;
        }
        String subject = node.asText();
        boolean valid = PermissionsReader.isSubject(subject) && Subject.isValidLiteral(Subject.bytes(subject));
        return valid ? null : "Trace destination " + GoText.quote(subject) + " is not valid";
    }

    private static @Nullable String sampling(String key, ConfNode node) {
        return switch (node.kind()) {
            case INTEGER -> percentage(node.asInteger());
            case STRING -> percentage(node.asText());
            default ->
                "Trace destination sampling field " + GoText.quote(key)
                        + " should be an integer or a percentage, got " + node.kind().goName;
        };
    }

    private static @Nullable String percentage(String text) {
        try {
            return percentage(Long.parseLong(text.endsWith("%") ? text.substring(0, text.length() - 1) : text));
        } catch (NumberFormatException e) {
            return "Invalid trace destination sampling value " + GoText.quote(text);
        }
    }

    /** The word is misspelt in nats-server, too. */
    private static @Nullable String percentage(long percent) {
        return percent > 0 && percent <= MOST_PERCENT
                ? null
                : "Ttrace destination sampling value " + percent + " is invalid, needs to be [1..100]";
    }
}
