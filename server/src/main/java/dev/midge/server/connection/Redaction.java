package dev.midge.server.connection;

import dev.midge.protocol.json.JsonKey;

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
            i = end - i > 2 ? value(json, JsonKey.fold(json.substring(i + 1, end - 1)), end, out) : end;
        }
        return out.toString();
    }

    /** Copies the value of a key whose value must not be shown as it is; where the text goes on. */
    private static int value(String json, String key, int keyEnd, StringBuilder out) {
        boolean token = key.equals("jwt");
        if (!token && !secret(key)) {
            return keyEnd;
        }
        int value = valueStart(json, keyEnd);
        if (value == keyEnd) {
            return keyEnd;
        }
        out.append(json, keyEnd, value);
        return token ? hideSignature(json, value, out) : hide(json, value, out);
    }

    private static boolean secret(String key) {
        // A key written with escapes may be any; no client has a reason to write one.
        return key.indexOf('\\') >= 0
                || key.startsWith("pass")
                || key.startsWith("auth_token")
                || key.equals("sig")
                || key.equals("proxy_sig")
                || key.equals("nkey");
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

    /** Whoever has a JWT with its signature may log in with it, if it is one of those that need no other. */
    private static int hideSignature(String json, int value, StringBuilder out) {
        int end = value < json.length() && json.charAt(value) == '"' ? stringEnd(json, value) : value;
        String token = json.substring(value, end);
        int second = token.indexOf('.', token.indexOf('.') + 1);
        if (token.indexOf('\\') >= 0) {
            return hide(json, value, out);
        }
        if (second <= 0) {
            out.append(token);
        } else {
            out.append(token, 0, second + 1).append(HIDDEN).append('"');
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
