package dev.midge.protocol;

import dev.midge.protocol.JsonModel.GoType;
import dev.midge.protocol.JsonModel.StricterThanGo;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Any bytes as the JSON of a CONNECT: valid and read exactly as Jackson reads it under Go's rules for the types of known
 * keys.
 */
public final class ConnectOptionsFuzz {

    private static final Map<String, GoType> TYPES = types();

    private ConnectOptionsFuzz() {}

    private static Map<String, GoType> types() {
        Map<String, GoType> types = new HashMap<>();
        JsonModel.put(types, GoType.BOOLEAN, List.of("verbose", "pedantic", "echo", "headers", "no_responders"));
        JsonModel.put(types, GoType.BOOLEAN, List.of("new_account", "tls_required"));
        JsonModel.put(types, GoType.TEXT, List.of("name", "lang", "version", "user", "pass", "auth_token", "nkey"));
        JsonModel.put(types, GoType.TEXT, List.of("sig", "jwt", "proxy_sig", "account", "remote_account"));
        JsonModel.put(types, GoType.LONG, List.of("protocol"));
        JsonModel.put(types, GoType.PERMISSION, List.of("import", "export"));
        return types;
    }

    public static void fuzzerTestOneInput(byte[] input) {
        ConnectOptions options = new ConnectOptions();
        boolean valid = options.merge(input, 0, input.length);
        Map<String, Object> expected = read(new ConnectOptions());
        boolean expectedValid;
        try {
            expectedValid = JsonModel.valid(
                    new String(input, StandardCharsets.UTF_8),
                    TYPES,
                    (key, value) -> expected.replace(key, taken(value)));
        } catch (StricterThanGo nothingToCompare) {
            return;
        }
        if (valid != expectedValid) {
            throw new AssertionError("valid: " + valid + " of " + GoQuote.text(input));
        }
        if (valid && !expected.equals(read(options))) {
            throw new AssertionError("expected: " + expected + "\n but got: " + read(options));
        }
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

    /** Text without half surrogate pairs; the protocol version as an int. */
    private static Object taken(Object value) {
        if (value instanceof String text) {
            return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
        }
        return value instanceof Long number
                ? (Object) (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number))
                : value;
    }
}
