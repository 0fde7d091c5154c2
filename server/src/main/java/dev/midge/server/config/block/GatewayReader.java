package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.Position;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.ValueKind;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code gateway} block, which is not supported yet. */
final class GatewayReader extends PeerReader {
    private static final BlockRows ROWS = sharedRows()
            .known("advertise", ValueKind.STRING)
            .known("gateways", ValueKind.BLOCK)
            .known("reject_unknown_cluster|reject_unknown", ValueKind.BOOLEAN);

    private static final BlockRows REMOTE_ROWS = new BlockRows()
            .known("name", ValueKind.STRING)
            .known("tls", ValueKind.BLOCK)
            .known("url", ValueKind.BLOCK)
            .known("urls", ValueKind.BLOCK);

    private final List<BlockValues> remotes = new ArrayList<>();

    GatewayReader(Findings findings) {
        super(findings, "Gateway");
    }

    BlockValues read(ConfNode node) {
        return readMap("gateway", node, ROWS, "Expected gateway to be a map, got ");
    }

    /** The elements of {@code gateways}, once the block has been read. */
    List<BlockValues> remotes() {
        return remotes;
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        switch (name) {
            case "gateways" -> readRemotes(node);
            case "url" -> new UrlReader(findings, "gateway").read(node);
            case "urls" -> new UrlReader(findings, "gateway").readList(node);
            default -> super.readSpecial(name, key, node);
        }
    }

    private void readRemotes(ConfNode node) {
        if (node.kind() != ConfNode.Kind.LIST) {
            // nats-server server/opts.go: the place of this one is not known.
            findings.error(Position.NONE, "Expected gateways field to be an array, got " + node.kind().goName);
            return;
        }
        for (ConfNode element : node.asList()) {
            if (element.kind() == ConfNode.Kind.MAP) {
                BlockValues remote = new RemoteReader().read(element);
                remotes.add(remote);
            } else {
                findings.error(element, "Expected gateway entry to be a map/struct, got " + element);
            }
        }
    }

    /** Its keys are others than those of the block, of which {@code name} is checked there only. */
    private final class RemoteReader extends RowsReader {
        RemoteReader() {
            super(GatewayReader.this.findings);
        }

        BlockValues read(ConfNode node) {
            return readRows("gateway", node, REMOTE_ROWS);
        }

        @Override
        protected void readSpecial(String name, String key, ConfNode node) {
            GatewayReader.this.readSpecial(name, key, node);
        }
    }
}
