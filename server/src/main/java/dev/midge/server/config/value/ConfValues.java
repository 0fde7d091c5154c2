package dev.midge.server.config.value;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads single values. A value of the wrong kind is reported and reads as null; there is no conversion of any sort. */
public final class ConfValues {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final Findings findings;

    public ConfValues(Findings findings) {
        this.findings = findings;
    }

    public @Nullable String text(ConfNode node) {
        return is(node, Kind.STRING) ? node.asText() : null;
    }

    public @Nullable Long integer(ConfNode node) {
        return is(node, Kind.INTEGER) ? node.asInteger() : null;
    }

    public @Nullable Boolean flag(ConfNode node) {
        return is(node, Kind.BOOLEAN) ? node.asBoolean() : null;
    }

    private boolean is(ConfNode node, Kind kind) {
        if (node.kind() != kind) {
            findings.wrongKind(node, kind);
        }
        return node.kind() == kind;
    }

    /** Go duration text, or seconds as an integer, which earns a warning. */
    public @Nullable Duration duration(String field, ConfNode node) {
        if (node.kind() == Kind.STRING) {
            return durationText(field, node);
        }
        findings.misuse(node, field, field + " should be converted to a duration");
        Long seconds = integer(node);
        return seconds == null ? null : ofSeconds(seconds);
    }

    public @Nullable Duration durationText(String field, ConfNode node) {
        String text = text(node);
        if (text == null) {
            return null;
        }
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            findings.error(node, "error parsing " + field + ": " + e.getMessage());
            return null;
        }
    }

    private static Duration ofSeconds(long seconds) {
        // A duration that does not fit into nanoseconds would overflow at its first use.
        return Math.abs(seconds) >= LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(seconds);
    }

    /** A fractional number of seconds. */
    public static Duration ofSeconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    /** A port, or {@code host:port}. */
    public @Nullable Listen listen(ConfNode node) {
        if (node.kind() == Kind.INTEGER) {
            return new Listen("", saturated(node.asInteger()));
        }
        if (node.kind() != Kind.STRING) {
            findings.error(node, "expected port or host:port, got " + node.kind().goName);
            return null;
        }
        int colon = portColon(node.asText());
        if (colon < 0) {
            findings.error(node, "could not parse address string " + GoText.quote(node.asText()));
            return null;
        }
        String host = node.asText().substring(0, colon);
        Integer port = port(node, node.asText().substring(colon + 1));
        boolean bracketed = host.startsWith("[");
        return port == null ? null : new Listen(bracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    /** Offset of the colon before the port, by the rules of Go's net.SplitHostPort; negative if the text breaks them. */
    private static int portColon(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            return -1;
        }
        String host = address.substring(0, colon);
        String inner = host;
        if (host.startsWith("[")) {
            if (!host.endsWith("]")) {
                return -1;
            }
            inner = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            return -1;
        }
        String rest = inner + address.substring(colon);
        return rest.indexOf('[') < 0 && rest.indexOf(']') < 0 ? colon : -1;
    }

    private @Nullable Integer port(ConfNode node, String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        long port = 0;
        boolean valid = text.length() > (signed ? 1 : 0) && text.length() < 20;
        for (int i = signed ? 1 : 0; i < text.length() && valid; i++) {
            char c = text.charAt(i);
            valid = c >= '0' && c <= '9';
            port = port * 10 + c - '0';
        }
        if (!valid) {
            findings.error(node, "could not parse port " + GoText.quote(text));
            return null;
        }
        return saturated(text.startsWith("-") ? -port : port);
    }

    /** Larger and smaller numbers become the largest and the smallest: none turns into another valid one. */
    public static int saturated(long number) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    }

    // Words

    /** What a passed write deadline means. */
    public @Nullable String writeTimeout(ConfNode node) {
        String text = text(node);
        if (text == null || text.equals("default") || text.equals("close") || text.equals("retry")) {
            return text;
        }
        findings.error(node, "write_timeout must be 'default', 'close' or 'retry'");
        return null;
    }

    /** Whether the word switches JetStream on or off; null if it does neither. */
    public static @Nullable Boolean enabled(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "enabled", "enable" -> Boolean.TRUE;
            case "disabled", "disable" -> Boolean.FALSE;
            default -> null;
        };
    }

    // Lists

    /** One text or a list of texts, as in {@code error parsing WHAT: unsupported type T}. */
    public @Nullable List<String> texts(String what, ConfNode node) {
        if (node.kind() == Kind.STRING) {
            return List.of(node.asText());
        }
        if (node.kind() != Kind.LIST) {
            findings.error(node, "error parsing " + what + ": unsupported type " + node.kind().goName);
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (ConfNode element : node.asList()) {
            if (element.kind() == Kind.STRING) {
                texts.add(element.asText());
            } else {
                findings.error(
                        element, "error parsing " + what + ": unsupported type in array " + element.kind().goName);
            }
        }
        return texts;
    }

    /** One text or a list of texts, where an element of another kind is the only complaint and leaves none. */
    public List<String> textsOrNone(String what, ConfNode node) {
        List<String> texts = new ArrayList<>();
        switch (node.kind()) {
            case STRING -> texts.add(node.asText());
            case LIST -> {
                for (ConfNode element : node.asList()) {
                    if (element.kind() != Kind.STRING) {
                        findings.error(
                                node,
                                "error parsing " + what + ": unsupported type *conf.token where string is expected");
                        return List.of();
                    }
                    texts.add(element.asText());
                }
            }
            default -> findings.error(node, "error parsing " + what + ": unsupported type " + node.kind().goName);
        }
        return texts;
    }
}
