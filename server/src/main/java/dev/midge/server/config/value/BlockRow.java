package dev.midge.server.config.value;

import java.util.List;

/**
 * One key inside a block that has no effect here.
 *
 * @param names canonical key and aliases, lower case
 * @param refused whether to drop it in silence would be dangerous
 */
record BlockRow(List<String> names, ValueKind kind, boolean refused) {
    String key() {
        return names.get(0);
    }

    boolean isNamed(String name) {
        return names.contains(name);
    }
}
