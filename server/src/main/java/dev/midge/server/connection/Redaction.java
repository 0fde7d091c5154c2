package dev.midge.server.connection;

import dev.midge.protocol.JsonKey;

/** Takes the secrets out of a CONNECT before it is traced. */
final class Redaction {

    private static final String HIDDEN = "[REDACTED]";

    private Redaction() {}

    /** The JSON with the values of all keys that carry credentials replaced. */
    static String connect(String json) {
        StringBuilder out = new StringBuilder(json.length());
        int i = 0;
        while (i < json.length()) {
            int end = json.charAt(i) == '"' ? stringEnd(json, i) : i + 1;
            out.append(json, i, end);
            if (end - i > 2 && secret(json.substring(i + 1, end - 1))) {
                int value = valueStart(json, end);
                if (value > end) {
                    out.append(json, end, value);
                    end = hide(json, value, out);
                }
            }
            i = end;
        }
        return out.toString();
    }

    private static boolean secret(String key) {
        String lower = JsonKey.fold(key);
        // A key written with escapes may be any; no client has a reason to write one.
        return lower.indexOf('\\') >= 0
                || lower.startsWith("pass")
                || lower.startsWith("auth_token")
                || lower.equals("sig")
                || lower.equals("proxy_sig")
                || lower.equals("nkey");
    }

    /** Behind the colon and blanks, or {@code from} when no colon follows. */
    private static int valueStart(String json, int from) {
        int i = blanks(json, from);
        return i < json.length() && json.charAt(i) == ':' ? blanks(json, i + 1) : from;
    }

    private static int blanks(String json, int from) {
        int i = from;
        while (i < json.length() && json.charAt(i) <= ' ') {
            i++;
        }
        return i;
    }

    private static int hide(String json, int value, StringBuilder out) {
        if (value < json.length() && json.charAt(value) == '"') {
            out.append('"').append(HIDDEN).append('"');
            return stringEnd(json, value);
        }
        out.append(HIDDEN);
        int end = value;
        while (end < json.length() && json.charAt(end) != ',' && json.charAt(end) != '}') {
            end++;
        }
        return end;
    }

    private static int stringEnd(String json, int quote) {
        int i = quote + 1;
        while (i < json.length() && json.charAt(i) != '"') {
            i += json.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(json.length(), i + 1);
    }
}
