package dev.midge.server.config;

import dev.midge.server.config.Option.Kind;
import dev.midge.server.config.language.ConfNode;
import java.util.Map;

/** Reads the {@code websocket} block, which has no effect here. */
final class WebsocketReader extends RowsReader {
    private static final BlockRows ROWS = new BlockRows()
            .listener()
            .known("advertise", Kind.STRING)
            .known("no_tls", Kind.BOOLEAN)
            .refused("tls", Kind.BLOCK)
            .known("same_origin", Kind.BOOLEAN)
            .known("allowed_origins|allowed_origin|allow_origins|allow_origin|origins|origin", Kind.BLOCK)
            .known("handshake_timeout", Kind.BLOCK)
            .known("compression|compress", Kind.BOOLEAN)
            .refused("authorization|authentication", Kind.BLOCK)
            .refused("no_auth_user", Kind.STRING)
            .refused("jwt_cookie", Kind.STRING)
            .refused("user_cookie", Kind.STRING)
            .refused("pass_cookie", Kind.STRING)
            .refused("token_cookie", Kind.STRING)
            .known("headers", Kind.BLOCK)
            .known("ping_interval", Kind.DURATION);

    private BlockValues users = BlockValues.NONE;

    WebsocketReader(Findings findings) {
        super(findings);
    }

    BlockValues read(ConfNode node) {
        return requireMap(node, "Expected websocket to be a map, got ")
                ? readRows("websocket", node, ROWS)
                : BlockValues.NONE;
    }

    /** The {@code authorization} of the block, once it has been read. */
    BlockValues users() {
        return users;
    }

    @Override
    void readSpecial(String name, String key, ConfNode node) {
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
