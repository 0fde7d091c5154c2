package dev.midge.server.config;

import java.util.Map;
import java.util.function.ToIntFunction;

/** What a start does with a file: reads it and takes a setting. A class of its own so that a test can isolate it. */
public final class PlainStart implements ToIntFunction<String> {
    @Override
    public int applyAsInt(String path) {
        try {
            return Configuration.parseFile(path, Map.of()).options().port();
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.text(), e);
        }
    }
}
