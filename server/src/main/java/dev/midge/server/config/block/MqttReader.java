package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.ValueKind;

/** Reads the {@code mqtt} block, which is not supported yet. */
final class MqttReader extends RowsReader {
    private static final long MOST_PENDING = 65535;

    private static final BlockRows ROWS = new BlockRows()
            .listener()
            .known("tls", ValueKind.BLOCK)
            .known("authorization|authentication", ValueKind.BLOCK)
            .known("no_auth_user", ValueKind.STRING)
            .known("ack_wait|ackwait", ValueKind.DURATION)
            .known("js_api_timeout|api_timeout", ValueKind.DURATION)
            .known("max_ack_pending|max_pending|max_inflight", ValueKind.BLOCK)
            .known("js_domain", ValueKind.STRING)
            .known("stream_replicas", ValueKind.INTEGER)
            .known("consumer_replicas", ValueKind.BLOCK)
            .known("consumer_memory_storage", ValueKind.BOOLEAN)
            .known("consumer_inactive_threshold|consumer_auto_cleanup", ValueKind.DURATION)
            .known("reject_qos2_publish", ValueKind.BOOLEAN)
            .known("downgrade_qos2_subscribe", ValueKind.BOOLEAN);

    private BlockValues users = BlockValues.NONE;

    MqttReader(Findings findings) {
        super(findings);
    }

    BlockValues read(ConfNode node) {
        return readMap("mqtt", node, ROWS, "Expected mqtt to be a map, got ");
    }

    /** The {@code authorization} of the block, once it has been read. */
    BlockValues users() {
        return users;
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        switch (name) {
            case "tls" -> new TlsReader(findings, TlsReader.Use.LISTENER).read(node);
            case "authorization" -> users = new SimpleAuthReader(findings).read(node);
            case "max_ack_pending" -> readPending(node);
            case "consumer_replicas" ->
                findings.misuse(node, key, "consumer replicas setting ignored in this server version");
            default -> throw new IllegalStateException(name);
        }
    }

    private void readPending(ConfNode node) {
        if (!requireKind(node, ConfNode.Kind.INTEGER)) {
            return;
        }
        long pending = node.asInteger();
        if (pending < 0 || pending > MOST_PENDING) {
            findings.error(node, "invalid value " + pending + ", should in [0..65535] range");
        }
    }
}
