package dev.midge.server.config.account;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.language.Position;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.ValueKind;

/** Reads what an account may store, which has no effect here. */
final class AccountJetStreamReader extends RowsReader {
    private static final BlockRows ROWS = new BlockRows()
            .known("max_memory|max_mem|mem|memory", ValueKind.BLOCK)
            .known("max_store|max_file|max_disk|store|disk", ValueKind.BLOCK)
            .known("max_streams|streams", ValueKind.BLOCK)
            .known("max_consumers|consumers", ValueKind.BLOCK)
            .known("max_bytes_required|max_stream_bytes|max_bytes", ValueKind.BLOCK)
            .known("mem_max_stream_bytes|memory_max_stream_bytes", ValueKind.BLOCK)
            .known("disk_max_stream_bytes|store_max_stream_bytes", ValueKind.BLOCK)
            .known("max_ack_pending", ValueKind.BLOCK)
            .known("cluster_traffic", ValueKind.BLOCK);

    AccountJetStreamReader(Findings findings) {
        super(findings);
    }

    /**
     * Whether it is switched on. Mistakes that are not inside a map are reported without a place, as in nats-server.
     */
    boolean read(ConfNode node) {
        switch (node.kind()) {
            case BOOLEAN -> {
                return node.asBoolean();
            }
            case STRING -> {
                return readSwitch(node.asText());
            }
            case MAP -> {
                readRows("jetstream", node, ROWS);
                return true;
            }
            default -> {
                findings.error(
                        Position.NONE, "Expected map, bool or string to define JetStream, got " + node.kind().goName);
                return false;
            }
        }
    }

    private boolean readSwitch(String text) {
        Boolean enabled = ConfValues.enabled(text);
        if (enabled == null) {
            findings.error(Position.NONE, "Expected 'enabled' or 'disabled' for string value, got '" + text + "'");
        }
        return Boolean.TRUE.equals(enabled);
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        switch (name) {
            case "max_bytes_required" -> require(key, node, ConfNode.Kind.BOOLEAN, "a parseable bool");
            case "cluster_traffic" -> readTraffic(key, node);
            default -> require(key, node, ConfNode.Kind.INTEGER, "a parseable size");
        }
    }

    private boolean require(String key, ConfNode node, ConfNode.Kind kind, String what) {
        boolean right = node.kind() == kind;
        if (!right) {
            findings.error(node, "Expected " + what + " for " + GoText.quote(key) + ", got " + node);
        }
        return right;
    }

    private void readTraffic(String key, ConfNode node) {
        if (!require(key, node, ConfNode.Kind.STRING, "either 'system' or 'owner' string value")) {
            return;
        }
        switch (node.asText()) {
            case "system", "owner", "" -> {
                // Known.
            }
            default ->
                findings.error(
                        node,
                        "Expected 'system' or 'owner' string value for " + GoText.quote(key) + ", got "
                                + node.asText());
        }
    }
}
