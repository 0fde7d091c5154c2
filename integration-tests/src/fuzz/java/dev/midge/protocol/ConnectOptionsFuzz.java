package dev.midge.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Any bytes as the JSON of a CONNECT: valid and read exactly as Jackson reads it under Go's rules for the types of known
 * keys.
 */
public final class ConnectOptionsFuzz {

    private static final JsonFactory JSON = new JsonFactory();
    private static final List<String> BOOLEANS =
            List.of("verbose", "pedantic", "echo", "headers", "no_responders", "new_account", "tls_required");
    private static final List<String> TEXTS = List.of(
            "name", "lang", "version", "user", "pass", "auth_token", "nkey", "sig", "jwt", "proxy_sig", "account");
    private static final List<String> OBJECTS = List.of("import", "export");

    private ConnectOptionsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            judge(input);
        } catch (StricterThanGo nothingToCompare) {
            return;
        }
    }

    private static void judge(byte[] input) {
        ConnectOptions options = new ConnectOptions();
        boolean valid = options.merge(input, 0, input.length);
        Map<String, Object> expected = model(new String(input, StandardCharsets.UTF_8));
        if (valid != (expected != null)) {
            throw new AssertionError("valid: " + valid + ", expected: " + expected + " of " + GoQuote.text(input));
        }
        if (Json.isObject(input, 0, input.length) != isJson(new String(input, StandardCharsets.UTF_8))) {
            throw new AssertionError("whether an object: " + GoQuote.text(input));
        }
        if (valid && !expected.equals(read(options))) {
            throw new AssertionError("expected: " + expected + "\n but got: " + read(options));
        }
    }

    /** Jackson refuses half a surrogate pair in a key, which Go replaces. */
    private static final class StricterThanGo extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private static Map<String, Object> read(ConnectOptions options) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("verbose", options.verbose());
        values.put("pedantic", options.pedantic());
        values.put("echo", options.echo());
        values.put("headers", options.headers());
        values.put("no_responders", options.noResponders());
        values.put("new_account", options.newAccount());
        values.put("protocol", options.protocol());
        values.put("name", options.name());
        values.put("lang", options.lang());
        values.put("version", options.version());
        values.put("user", options.user());
        values.put("pass", options.pass());
        values.put("auth_token", options.authToken());
        values.put("nkey", options.nkey());
        values.put("sig", options.sig());
        values.put("jwt", options.jwt());
        values.put("proxy_sig", options.proxySig());
        values.put("account", options.account());
        return values;
    }

    private static boolean isJson(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            JsonToken first = json.nextToken();
            if (first != JsonToken.START_OBJECT && first != JsonToken.VALUE_NULL) {
                return false;
            }
            json.skipChildren();
            return json.nextToken() == null;
        } catch (IOException notJson) {
            if (notJson.getMessage().contains("surrogate")) {
                throw new StricterThanGo();
            }
            return false;
        }
    }

    /** The values that the text sets over the defaults, or null when it is not valid. */
    private static Map<String, Object> model(String text) {
        Map<String, Object> values = read(new ConnectOptions());
        if (!isJson(text)) {
            return null;
        }
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                return values;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName().toLowerCase(Locale.ROOT);
                if (!take(key, json.nextToken(), json, values)) {
                    return null;
                }
            }
            return values;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean take(String key, JsonToken token, JsonParser json, Map<String, Object> values)
            throws IOException {
        boolean absent = token == JsonToken.VALUE_NULL;
        if (BOOLEANS.contains(key)) {
            boolean right = token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
            if (right) {
                values.replace(key, token == JsonToken.VALUE_TRUE);
            }
            return right || absent;
        }
        if (TEXTS.contains(key)) {
            if (token == JsonToken.VALUE_STRING) {
                values.replace(key, withoutHalfPairs(json.getText()));
            }
            return token == JsonToken.VALUE_STRING || absent;
        }
        if (key.equals("protocol") && !absent) {
            return token == JsonToken.VALUE_NUMBER_INT && integer(json.getBigIntegerValue(), values);
        }
        boolean right = !OBJECTS.contains(key) || token == JsonToken.START_OBJECT || absent;
        json.skipChildren();
        return right;
    }

    private static boolean integer(BigInteger value, Map<String, Object> values) {
        if (value.bitLength() > 63) {
            return false;
        }
        values.replace("protocol", (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value.longValue())));
        return true;
    }

    private static String withoutHalfPairs(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }
}
