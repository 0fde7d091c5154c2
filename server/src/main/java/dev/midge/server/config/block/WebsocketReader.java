package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.GoDuration;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.ValueKind;
import java.util.Map;

/** Reads the {@code websocket} block, which has no effect here. */
final class WebsocketReader extends RowsReader {
    private static final BlockRows ROWS = new BlockRows()
            .listener()
            .known("advertise", ValueKind.STRING)
            .known("no_tls", ValueKind.BOOLEAN)
            .refused("tls", ValueKind.BLOCK)
            .known("same_origin", ValueKind.BOOLEAN)
            .known("allowed_origins|allowed_origin|allow_origins|allow_origin|origins|origin", ValueKind.BLOCK)
            .known("handshake_timeout", ValueKind.BLOCK)
            .known("compression|compress", ValueKind.BOOLEAN)
            .refused("authorization|authentication", ValueKind.BLOCK)
            .refused("no_auth_user", ValueKind.STRING)
            .refused("jwt_cookie", ValueKind.STRING)
            .refused("user_cookie", ValueKind.STRING)
            .refused("pass_cookie", ValueKind.STRING)
            .refused("token_cookie", ValueKind.STRING)
            .known("headers", ValueKind.BLOCK)
            .known("ping_interval", ValueKind.DURATION);

    private BlockValues users = BlockValues.NONE;

    WebsocketReader(Findings findings) {
        super(findings);
    }

    BlockValues read(ConfNode node) {
        return readMap("websocket", node, ROWS, "Expected websocket to be a map, got ");
    }

    /** The {@code authorization} of the block, once it has been read. */
    BlockValues users() {
        return users;
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        switch (name) {
            case "tls" -> new TlsReader(findings, TlsReader.Use.LISTENER).read(node);
            case "allowed_origins" -> values.texts("allowed origins", node);
            case "handshake_timeout" -> readHandshakeTimeout(node);
            case "authorization" -> users = new SimpleAuthReader(findings).read(node);
            case "headers" -> readHeaders(node);
            default -> throw new IllegalStateException(name);
        }
    }

    private void readHandshakeTimeout(ConfNode node) {
        if (node.kind() == ConfNode.Kind.STRING) {
            String wrong = GoDuration.fault(node.asText());
            if (wrong != null) {
                findings.error(node, wrong);
            }
        } else if (node.kind() != ConfNode.Kind.INTEGER) {
            findings.error(node, "error parsing handshake timeout: unsupported type " + node.kind().goName);
        }
    }

    private void readHeaders(ConfNode node) {
        if (!requireMap(node, "error parsing headers: unsupported type ")) {
            return;
        }
        for (Map.Entry<String, ConfNode> header : node.asMap().entrySet()) {
            ConfNode value = header.getValue();
            if (value.kind() != ConfNode.Kind.STRING) {
                findings.error(
                        value,
                        "error parsing header key " + header.getKey() + ": unsupported type " + value.kind().goName);
            }
        }
    }
}
