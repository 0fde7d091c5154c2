package dev.midge.auth.nkey;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Whom a JWT was issued for: the member {@code sub} of its payload. Neither the signature nor anything else is looked at.
 *
 * <p>Reads just enough JSON for that, without recursion, so that no nesting is too deep.
 */
final class JwtSubject {

    private final String json;
    private int next;

    private JwtSubject(String json) {
        this.json = json;
    }

    /**
     * The subject, or an empty text if there is none.
     *
     * @throws NKeyException {@code expected 3 chunks} when it is no JWT at all
     */
    static String of(String jwt) throws NKeyException {
        String[] chunks = jwt.split("\\.", -1);
        if (chunks.length != 3 || !isBase64Url(jwt)) {
            throw NKeyException.noJwt();
        }
        byte[] payload;
        try {
            payload = Base64.getUrlDecoder().decode(chunks[1]);
        } catch (IllegalArgumentException e) {
            throw NKeyException.noJwt();
        }
        return new JwtSubject(new String(payload, StandardCharsets.UTF_8)).subject();
    }

    /** Not even a line break: what is written to a file must stay on its line. */
    private static boolean isBase64Url(String jwt) {
        for (int i = 0; i < jwt.length(); i++) {
            char c = jwt.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    /** The last one, as Go takes it. */
    private String subject() {
        String subject = "";
        if (!accept('{')) {
            return subject;
        }
        while (peek() == '"') {
            String name = text();
            if (!accept(':')) {
                return "";
            }
            if (name.equals("sub") && peek() == '"') {
                subject = text();
            } else {
                skipValue();
            }
            if (!accept(',')) {
                break;
            }
        }
        return peek() == '}' ? subject : "";
    }

    /** Up to the comma or brace that ends the member. */
    private void skipValue() {
        int depth = 0;
        while (next < json.length()) {
            char c = json.charAt(next);
            if (c == '"') {
                text();
                continue;
            }
            if (depth == 0 && (c == ',' || c == '}')) {
                break;
            }
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            next++;
        }
    }

    /** What stands between two quotes. Escapes stay as they are: neither the name nor a key has any. */
    private String text() {
        int start = next + 1;
        int end = start;
        while (end < json.length() && json.charAt(end) != '"') {
            end += json.charAt(end) == '\\' ? 2 : 1;
        }
        next = end + 1;
        return end < json.length() ? json.substring(start, end) : "";
    }

    private boolean accept(char expected) {
        if (peek() != expected) {
            return false;
        }
        next++;
        return true;
    }

    /** The next character that is no white space, or NUL at the end. */
    private char peek() {
        while (next < json.length() && json.charAt(next) <= ' ') {
            next++;
        }
        return next < json.length() ? json.charAt(next) : '\0';
    }
}
