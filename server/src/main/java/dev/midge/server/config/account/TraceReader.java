package dev.midge.server.config.account;

import dev.midge.protocol.subject.Subject;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.Findings;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks where the messages of an account are traced to, which has no effect here. */
final class TraceReader {
    private static final int MOST_PERCENT = 100;

    private final Findings findings;

    TraceReader(Findings findings) {
        this.findings = findings;
    }

    void read(String key, ConfNode node) {
        switch (node.kind()) {
            case STRING -> report(node, destination(key, node));
            case MAP -> readMap(key, node);
            default ->
                findings.error(
                        node,
                        "Expected account message trace " + GoText.quote(key) + " to be a string or a map/struct, got "
                                + node.kind().goName);
        }
    }

    private void readMap(String block, ConfNode map) {
        boolean aimed = false;
        boolean sampled = false;
        for (Map.Entry<String, ConfNode> field : map.asMap().entrySet()) {
            ConfNode node = field.getValue();
            String key = field.getKey();
            switch (key.toLowerCase(Locale.ROOT)) {
                case "dest" -> {
                    aimed = true;
                    report(node, destination(key, node));
                }
                case "sampling" -> {
                    sampled = true;
                    report(node, sampling(key, node));
                }
                default ->
                    findings.unknown(
                            node,
                            "Unknown field " + GoText.quote(key) + " parsing account message trace map/struct "
                                    + GoText.quote(block));
            }
        }
        if (sampled && !aimed) {
            findings.warning(
                    map.position().prefix() + "Trace destination sampling ignored since no destination was set");
        }
    }

    private void report(ConfNode node, @Nullable String wrong) {
        if (wrong != null) {
            findings.error(node, wrong);
        }
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
                "Trace destination sampling field " + GoText.quote(key) + " should be an integer or a percentage, got "
                        + node.kind().goName;
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
