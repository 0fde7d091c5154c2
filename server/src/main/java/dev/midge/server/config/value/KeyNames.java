package dev.midge.server.config.value;

import java.util.ArrayList;
import java.util.List;

/** The names of a key as tables write them: the canonical one, then its aliases behind vertical bars. */
public final class KeyNames {
    private KeyNames() {}

    /** The parts between vertical bars. */
    public static List<String> split(String names) {
        List<String> parts = new ArrayList<>(4);
        int from = 0;
        for (int bar = names.indexOf('|'); bar >= 0; bar = names.indexOf('|', from)) {
            parts.add(names.substring(from, bar));
            from = bar + 1;
        }
        parts.add(names.substring(from));
        return parts;
    }
}
