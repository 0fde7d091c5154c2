package dev.midge.server.monitor;

import dev.midge.protocol.GoQuote;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, read as Go does: of several with one name the first counts, pairs that cannot be decoded or
 * hold a semicolon are passed over, and what is missing or empty is false, zero or the empty text.
 */
final class Query {

    /** Entries of a page when nothing else is asked for. */
    static final long USUAL_LIMIT = 1_024;

    private final Map<String, String> values = new HashMap<>();

    /** Reads what stands behind the question mark of a URL, undecoded. */
    Query(@Nullable String raw) {
        String rest = raw == null ? "" : raw;
        while (!rest.isEmpty()) {
            int end = rest.indexOf('&');
            add(end < 0 ? rest : rest.substring(0, end));
            rest = end < 0 ? "" : rest.substring(end + 1);
        }
    }

    private void add(String pair) {
        if (pair.isEmpty() || pair.indexOf(';') >= 0) {
            return;
        }
        int sign = pair.indexOf('=');
        try {
            String name = decode(sign < 0 ? pair : pair.substring(0, sign));
            values.putIfAbsent(name, sign < 0 ? "" : decode(pair.substring(sign + 1)));
        } catch (IllegalArgumentException undecodable) {
            // As if it had not been there.
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    boolean flag(String name) throws BadQueryException {
        String value = text(name);
        return switch (value) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "", "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> throw bad("boolean", name, "ParseBool", value, "invalid syntax");
        };
    }

    /** Looks whether these can be read, in this order; what they say changes nothing. */
    void checkFlags(String... names) throws BadQueryException {
        for (String name : names) {
            var unused = flag(name);
        }
    }

    /** The same for {@code subs}, which may also ask for details. */
    void checkSubscriptions() throws BadQueryException {
        if (!asksForDetails()) {
            checkFlags("subs");
        }
    }

    /** Whether more entries than usual are wanted. */
    boolean asksForMuch() {
        try {
            return integer("limit") > USUAL_LIMIT;
        } catch (BadQueryException refusedLater) {
            return false;
        }
    }

    /** Whether {@code subs} asks for all there is to say about subscriptions. */
    boolean asksForDetails() {
        return text("subs").toLowerCase(Locale.ROOT).equals("detail");
    }

    /** A number of 64 bits, with a sign or without. */
    long integer(String name) throws BadQueryException {
        String value = text(name);
        if (value.isEmpty()) {
            return 0;
        }
        boolean signed = value.charAt(0) == '-' || value.charAt(0) == '+';
        if (!isDigits(signed ? value.substring(1) : value)) {
            throw bad("int", name, "Atoi", value, "invalid syntax");
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException tooLarge) {
            throw bad("int", name, "Atoi", value, "value out of range");
        }
    }

    /** An unsigned number of 64 bits. */
    long unsigned(String name) throws BadQueryException {
        String value = text(name);
        if (value.isEmpty()) {
            return 0;
        }
        if (!isDigits(value)) {
            throw bad("uint64", name, "ParseUint", value, "invalid syntax");
        }
        try {
            return Long.parseUnsignedLong(value);
        } catch (NumberFormatException tooLarge) {
            throw bad("uint64", name, "ParseUint", value, "value out of range");
        }
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static BadQueryException bad(String kind, String name, String function, String value, String why) {
        String quoted = GoQuote.text(value.getBytes(StandardCharsets.UTF_8));
        return new BadQueryException("Error decoding " + kind + " for '" + name + "': strconv." + function
                + ": parsing " + quoted + ": " + why);
    }
}
