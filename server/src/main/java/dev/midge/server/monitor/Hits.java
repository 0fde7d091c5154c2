package dev.midge.server.monitor;

import java.util.Map;
import java.util.TreeMap;

/** How often each path was asked for. Threads: any. */
final class Hits {

    private final Map<String, Long> byPath = new TreeMap<>();

    /** Counts one; answers the figures of all paths then, in the order of their names. */
    synchronized Map<String, Long> count(String path) {
        byPath.merge(path, 1L, Long::sum);
        return all();
    }

    /** The figures of all paths, in the order of their names; those never asked for are not there. */
    synchronized Map<String, Long> all() {
        return new TreeMap<>(byPath);
    }
}
