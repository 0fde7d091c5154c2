package dev.midge.server.config.block;

import dev.midge.server.config.account.PermissionsReader;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.Position;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.ValueKind;
import java.time.Duration;

/** Reads the {@code cluster} block, which has no effect here. */
final class ClusterReader extends PeerReader {
    private static final Duration LONGEST_PING_INTERVAL = Duration.ofSeconds(30);

    private static final BlockRows ROWS = sharedRows()
            .refused("routes", ValueKind.BLOCK)
            .known("advertise|cluster_advertise", ValueKind.STRING)
            .known("no_advertise", ValueKind.BOOLEAN)
            .known("permissions", ValueKind.BLOCK)
            .known("pool_size", ValueKind.INTEGER)
            .known("accounts", ValueKind.STRING_OR_LIST)
            .known("compression", ValueKind.BLOCK)
            .known("ping_interval", ValueKind.BLOCK)
            .known("ping_max", ValueKind.INTEGER);

    ClusterReader(Findings findings) {
        super(findings, "Cluster");
    }

    BlockValues read(ConfNode node) {
        return readMap("cluster", node, ROWS, "Expected map to define cluster, got ");
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        switch (name) {
            case "routes" -> new UrlReader(findings, "route").readList(node);
            case "permissions" -> readPermissions(node);
            case "compression" -> new CompressionReader(findings).read(key, node);
            case "ping_interval" -> readPingInterval(node);
            default -> super.readSpecial(name, key, node);
        }
    }

    private void readPermissions(ConfNode node) {
        if (node.kind() != ConfNode.Kind.MAP) {
            // nats-server server/opts.go: the place of this one is not known.
            findings.error(Position.NONE, "Expected permissions to be a map/struct, got " + node);
            return;
        }
        int errorsBefore = findings.errors().size();
        new PermissionsReader(findings).read(node);
        if (ClusterPermissions.allowsResponses(node)) {
            findings.error(node, "Cluster permissions do not support dynamic responses");
        } else if (findings.errors().size() == errorsBefore) {
            String wrong = ClusterPermissions.wrongSubject(node);
            if (wrong != null) {
                findings.error(node, wrong);
            }
        }
    }

    private void readPingInterval(ConfNode node) {
        Duration interval = values.duration("ping_interval", node);
        if (interval != null && interval.compareTo(LONGEST_PING_INTERVAL) > 0) {
            findings.warning(
                    node.position().prefix() + "Cluster 'ping_interval' will reset to 30s which is the max for routes");
        }
    }

    @Override
    void checkPermissions(String key, ConfNode authorization, ConfNode permissions, boolean right) {
        String wrong = right ? ClusterPermissions.wrongSubject(permissions) : null;
        if (wrong != null) {
            findings.error(authorization, wrong);
        } else {
            findings.misuse(
                    authorization, key, "setting \"permissions\" within cluster authorization block is deprecated");
        }
    }
}
