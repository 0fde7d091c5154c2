package dev.midge.server.config;

import dev.midge.server.config.Option.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The keys of one block, each with the kind of its value. Filled once, by the reader of the block, and read by it. */
final class BlockRows {
    private final List<BlockRow> rows = new ArrayList<>();

    /** The keys of a block that opens a port. */
    BlockRows listener() {
        return known("listen", Kind.LISTEN).known("port", Kind.INTEGER).known("host|net", Kind.STRING);
    }

    /** Harmless to ignore. Names are split at vertical bars; kind BLOCK is left to the reader. */
    BlockRows known(String names, Kind kind) {
        rows.add(new BlockRow(Option.split(names), kind, false));
        return this;
    }

    /** Not there yet, and not to be ignored unless the operator says so. */
    BlockRows refused(String names, Kind kind) {
        rows.add(new BlockRow(Option.split(names), kind, true));
        return this;
    }

    @Nullable
    BlockRow find(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        for (BlockRow row : rows) {
            if (row.isNamed(name)) {
                return row;
            }
        }
        return null;
    }
}
