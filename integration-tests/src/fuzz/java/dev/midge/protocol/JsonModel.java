package dev.midge.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** JSON objects as Go reads them into a struct, by means of Jackson: known keys have a type, all others are ignored. */
final class JsonModel {

    /** What a known key must have; null in its place is always right. */
    enum GoType {
        TEXT,
        BOOLEAN,
        INT,
        LONG,
        UNSIGNED_LONG,
        UNSIGNED_BYTE,
        TEXTS,
        PERMISSION
    }

    /** Jackson refuses half a surrogate pair in a key, which Go replaces: nothing to compare. */
    static final class StricterThanGo extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<String, GoType> PERMISSION = Map.of("allow", GoType.TEXTS, "deny", GoType.TEXTS);

    private JsonModel() {}

    /**
     * Whether the text is one object (or null) whose known keys have their types.
     *
     * @param values is given the key and the value of each text, boolean and number, in order
     */
    static boolean valid(String text, Map<String, GoType> types, BiConsumer<String, Object> values) {
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            boolean right = object(json, types, values);
            // What follows is looked at even if a type was wrong: it may be what cannot be judged.
            return json.nextToken() == null && right;
        } catch (IOException notJson) {
            if (notJson.getMessage().contains("surrogate")) {
                throw new StricterThanGo();
            }
            return false;
        }
    }

    private static boolean object(JsonParser json, Map<String, GoType> types, BiConsumer<String, Object> values)
            throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            boolean absent = json.currentToken() == JsonToken.VALUE_NULL;
            json.skipChildren();
            return absent;
        }
        boolean right = true;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = folded(json.currentName());
            json.nextToken();
            right &= member(key, types.get(key), json, values);
        }
        return right;
    }

    private static boolean member(String key, GoType type, JsonParser json, BiConsumer<String, Object> values)
            throws IOException {
        JsonToken token = json.currentToken();
        if (type == GoType.PERMISSION) {
            return object(json, PERMISSION, (inner, value) -> {});
        }
        if (type == GoType.TEXTS && token == JsonToken.START_ARRAY) {
            return texts(json);
        }
        json.skipChildren();
        if (type == null || token == JsonToken.VALUE_NULL) {
            return true;
        }
        Object value = value(type, token, json);
        if (value != null) {
            values.accept(key, value);
        }
        return value != null;
    }

    private static boolean texts(JsonParser json) throws IOException {
        boolean right = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            right &= json.currentToken() == JsonToken.VALUE_STRING || json.currentToken() == JsonToken.VALUE_NULL;
            json.skipChildren();
        }
        return right;
    }

    /** The value, or null when it is not of the type. */
    private static Object value(GoType type, JsonToken token, JsonParser json) throws IOException {
        return switch (token) {
            case VALUE_STRING -> type == GoType.TEXT ? json.getText() : null;
            case VALUE_TRUE, VALUE_FALSE -> type == GoType.BOOLEAN ? token == JsonToken.VALUE_TRUE : null;
            case VALUE_NUMBER_INT -> number(type, json.getText(), json.getBigIntegerValue());
            default -> null;
        };
    }

    private static Object number(GoType type, String text, BigInteger value) {
        boolean negative = text.startsWith("-");
        boolean fits = switch (type) {
            case INT -> value.bitLength() < Integer.SIZE;
            case LONG -> value.bitLength() < Long.SIZE;
            case UNSIGNED_LONG -> !negative && value.bitLength() <= Long.SIZE;
            case UNSIGNED_BYTE -> !negative && value.bitLength() <= Byte.SIZE;
            default -> false;
        };
        return fits ? value.longValue() : null;
    }

    /** Go compares keys in any case, to which the long s and the Kelvin sign belong. */
    private static String folded(String key) {
        StringBuilder folded = new StringBuilder();
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            folded.append(c == '\u017f' ? 's' : c == '\u212a' ? 'k' : c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return folded.toString();
    }

    /** The same type for many keys. */
    static void put(Map<String, GoType> types, GoType type, List<String> keys) {
        keys.forEach(key -> types.put(key, type));
    }
}
