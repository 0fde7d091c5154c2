package dev.midge.server.config;

import dev.midge.server.config.Option.Kind;
import dev.midge.server.config.language.ConfNode;

/** Reads who may connect over WebSocket or with MQTT, in place of the users of the server. */
final class SimpleAuthReader extends RowsReader {
    private static final BlockRows ROWS = new BlockRows()
            .known("user|username", Kind.STRING)
            .known("pass|password", Kind.STRING)
            .known("token", Kind.STRING)
            .known("timeout", Kind.BLOCK);

    SimpleAuthReader(Findings findings) {
        super(findings);
    }

    BlockValues read(ConfNode node) {
        return requireKind(node, ConfNode.Kind.MAP) ? readRows("authorization", node, ROWS) : BlockValues.NONE;
    }

    /** nats-server server/opts.go: a timeout that is no number stands for a second, and nothing is said. */
    @Override
    void readSpecial(String name, String key, ConfNode node) {}
}
