package dev.midge.protocol.json;

import java.util.Locale;

/** How keys of the JSON that clients send are compared: as Go's {@code encoding/json} does, in any case. */
public final class JsonKey {

    private static final char LONG_S = '\u017f';

    private JsonKey() {}

    /**
     * The key in the form in which keys that count as the same are equal. Besides the letters in both cases that are the
     * Kelvin sign, which lower case makes a k, and the long s, which it leaves alone.
     */
    public static String fold(String key) {
        return key.toLowerCase(Locale.ROOT).replace(LONG_S, 's');
    }
}
