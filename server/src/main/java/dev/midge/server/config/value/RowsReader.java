package dev.midge.server.config.value;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.Position;
import java.util.Map;

/**
 * Reads a block whose keys are rows of a table: single values here, everything else in the subclass. What is wrong is
 * reported and does not keep its neighbours from being read.
 *
 * <p>Readers of blocks are loaded only for a file that has their block.
 */
public abstract class RowsReader {
    protected final Findings findings;
    protected final ConfValues values;

    protected RowsReader(Findings findings) {
        this.findings = findings;
        this.values = new ConfValues(findings);
    }

    /**
     * Reads a value of kind BLOCK.
     *
     * @param name the canonical key
     * @param key as it was written
     */
    protected abstract void readSpecial(String name, String key, ConfNode node);

    /** A key that has no row. */
    protected void unknown(String key, ConfNode node) {
        findings.unknownField(node, key);
    }

    /** Where a value of the wrong kind is reported. */
    protected Position placeOfWrongKind(ConfNode node) {
        return node.position();
    }

    /** Reads a map that has been found to be one. A row that is refused is named by the block and its key. */
    protected final BlockValues readRows(String block, ConfNode map, BlockRows rows) {
        BlockValues read = new BlockValues();
        for (Map.Entry<String, ConfNode> entry : map.asMap().entrySet()) {
            BlockRow row = rows.find(entry.getKey());
            if (row == null) {
                unknown(entry.getKey(), entry.getValue());
            } else {
                readRow(read, block, row, entry.getKey(), entry.getValue());
            }
        }
        return read;
    }

    /** As {@link #readRows}, of a value that may be no map; then {@code complaint} and its kind are reported. */
    protected final BlockValues readMap(String block, ConfNode node, BlockRows rows, String complaint) {
        return requireMap(node, complaint) ? readRows(block, node, rows) : BlockValues.NONE;
    }

    private void readRow(BlockValues into, String block, BlockRow row, String key, ConfNode node) {
        int errorsBefore = findings.errors().size();
        read(into, row, key, node);
        if (findings.errors().size() > errorsBefore) {
            return;
        }
        if (row.kind() != ValueKind.LISTEN) {
            into.set(row.key(), node);
        }
        if (row.refused() && !node.isOff()) {
            findings.unsupported(node, block + " " + row.key());
        }
    }

    private void read(BlockValues into, BlockRow row, String key, ConfNode node) {
        switch (row.kind()) {
            case STRING -> requireKind(node, ConfNode.Kind.STRING);
            case INTEGER -> requireKind(node, ConfNode.Kind.INTEGER);
            case BOOLEAN -> requireKind(node, ConfNode.Kind.BOOLEAN);
            case DURATION -> values.duration(row.key(), node);
            case DURATION_TEXT -> values.durationText(row.key(), node);
            case STRING_OR_LIST -> values.texts(row.key(), node);
            case LISTEN -> {
                Listen listen = values.listen(node);
                if (listen != null) {
                    into.setListen(listen, node.position());
                }
            }
            case BLOCK -> readSpecial(row.key(), key, node);
        }
    }

    protected final boolean requireKind(ConfNode node, ConfNode.Kind kind) {
        boolean right = node.kind() == kind;
        if (!right) {
            findings.wrongKind(node.at(placeOfWrongKind(node)), kind);
        }
        return right;
    }

    /** Whether the value is a map; if it is not, {@code complaint} and its kind are reported. */
    protected final boolean requireMap(ConfNode node, String complaint) {
        boolean map = node.kind() == ConfNode.Kind.MAP;
        if (!map) {
            findings.error(node, complaint + node.kind().goName);
        }
        return map;
    }
}
