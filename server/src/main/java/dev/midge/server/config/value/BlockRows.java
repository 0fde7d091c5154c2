package dev.midge.server.config.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The keys of one block, each with the kind of its value. Filled once, by the reader of the block, and read by it. */
public final class BlockRows {
    private final List<BlockRow> rows = new ArrayList<>();

    /** The keys of a block that opens a port. */
    public BlockRows listener() {
        return known("listen", ValueKind.LISTEN)
                .known("port", ValueKind.INTEGER)
                .known("host|net", ValueKind.STRING);
    }

    /** Harmless to ignore. Names are split at vertical bars; kind BLOCK is left to the reader. */
    public BlockRows known(String names, ValueKind kind) {
        rows.add(new BlockRow(KeyNames.split(names), kind, false));
        return this;
    }

    /** Not there yet, and not to be ignored unless the operator says so. */
    public BlockRows refused(String names, ValueKind kind) {
        rows.add(new BlockRow(KeyNames.split(names), kind, true));
        return this;
    }

    /** The canonical name of a key; null for one that has no row. */
    public @Nullable String canonical(String key) {
        BlockRow row = find(key);
        return row == null ? null : row.key();
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
