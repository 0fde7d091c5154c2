package dev.midge.server.config.language;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Digest of what a configuration says, by which operators compare the files of several servers: SHA-256 over the parsed
 * map as JSON with sorted keys and a line feed, as in nats-server conf/parse.go.
 */
public final class ConfDigest {
    private final StringBuilder json = new StringBuilder();

    private ConfDigest() {}

    /** {@code sha256:} and 64 hexadecimal digits. */
    public static String of(Map<String, ConfNode> map) {
        ConfDigest digest = new ConfDigest();
        digest.map(map);
        byte[] bytes = digest.json.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder("sha256:");
        for (byte b : sha256().digest(bytes)) {
            text.append(Character.forDigit((b >> 4) & 0xF, 16)).append(Character.forDigit(b & 0xF, 16));
        }
        return text.toString();
    }

    /** A value as that JSON. */
    public static String json(ConfNode node) {
        ConfDigest digest = new ConfDigest();
        digest.value(node);
        return digest.json.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private void map(Map<String, ConfNode> map) {
        List<String> keys = new ArrayList<>(map.keySet());
        keys.sort(ByteOrder.INSTANCE);
        char separator = '{';
        for (String key : keys) {
            text(json.append(separator), key);
            json.append(':');
            ConfNode value = map.get(key);
            if (value != null) {
                value(value);
            }
            separator = ',';
        }
        json.append(keys.isEmpty() ? "{}" : "}");
    }

    private void value(ConfNode node) {
        switch (node.kind()) {
            case STRING -> text(json, node.asText());
            case INTEGER -> json.append(node.asInteger());
            case FLOAT -> json.append(GoText.number(node.asFloat()));
            case BOOLEAN -> json.append(node.asBoolean());
            case TIME -> json.append('"').append(node.asTime()).append('"');
            case LIST -> list(node.asList());
            case MAP -> map(node.asMap());
        }
    }

    private void list(List<ConfNode> list) {
        char separator = '[';
        for (ConfNode element : list) {
            json.append(separator);
            value(element);
            separator = ',';
        }
        json.append(list.isEmpty() ? "[]" : "]");
    }

    private static void text(StringBuilder to, String text) {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(to, text.charAt(i));
        }
        to.append('"');
    }

    private static void character(StringBuilder to, char c) {
        int letter = "\b\f\n\r\t".indexOf(c);
        if (letter >= 0) {
            to.append('\\').append("bfnrt".charAt(letter));
        } else if (c == '"' || c == '\\') {
            to.append('\\').append(c);
        } else if (c == 0xFFFD) {
            // The lexer put it in place of bytes that are no text, and Go writes those as an escape.
            to.append("\\ufffd");
        } else if (c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
            to.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                to.append(Character.forDigit((c >> shift) & 0xF, 16));
            }
        } else {
            to.append(c);
        }
    }

    /** The order of the UTF-8 bytes, which is not that of Java's characters. A class, for start-up: no lambda to link. */
    private enum ByteOrder implements Comparator<String> {
        INSTANCE;

        @Override
        public int compare(String left, String right) {
            int length = Math.min(left.length(), right.length());
            for (int i = 0; i < length; i++) {
                char a = left.charAt(i);
                char b = right.charAt(i);
                if (a != b) {
                    boolean sameKind = Character.isSurrogate(a) == Character.isSurrogate(b);
                    return sameKind ? a - b : Character.isSurrogate(a) ? 1 : -1;
                }
            }
            return left.length() - right.length();
        }
    }
}
