package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.ValueKind;

/** Reads who may connect over WebSocket or with MQTT, in place of the users of the server. */
final class SimpleAuthReader extends RowsReader {
    private static final BlockRows ROWS = new BlockRows()
            .known("user|username", ValueKind.STRING)
            .known("pass|password", ValueKind.STRING)
            .known("token", ValueKind.STRING)
            .known("timeout", ValueKind.BLOCK);

    SimpleAuthReader(Findings findings) {
        super(findings);
    }

    BlockValues read(ConfNode node) {
        return requireKind(node, ConfNode.Kind.MAP) ? readRows("authorization", node, ROWS) : BlockValues.NONE;
    }

    /** nats-server server/opts.go: a timeout that is no number stands for a second, and nothing is said. */
    @Override
    protected void readSpecial(String name, String key, ConfNode node) {}
}
