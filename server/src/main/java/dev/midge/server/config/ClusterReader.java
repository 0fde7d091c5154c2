package dev.midge.server.config;

import dev.midge.server.config.Option.Kind;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.Position;
import java.time.Duration;

/** Reads the {@code cluster} block, which has no effect here. */
final class ClusterReader extends PeerReader {
    private static final Duration LONGEST_PING_INTERVAL = Duration.ofSeconds(30);

    private static final BlockRows ROWS = new BlockRows()
            .known("name", Kind.BLOCK)
            .listener()
            .known("authorization", Kind.BLOCK)
            .refused("routes", Kind.BLOCK)
            .known("tls", Kind.BLOCK)
            .known("advertise|cluster_advertise", Kind.STRING)
            .known("no_advertise", Kind.BOOLEAN)
            .known("connect_retries", Kind.INTEGER)
            .known("connect_backoff", Kind.BOOLEAN)
            .known("permissions", Kind.BLOCK)
            .known("pool_size", Kind.INTEGER)
            .known("accounts", Kind.STRING_OR_LIST)
            .known("compression", Kind.BLOCK)
            .known("ping_interval", Kind.BLOCK)
            .known("ping_max", Kind.INTEGER)
            .known("write_deadline", Kind.DURATION)
            .known("write_timeout", Kind.BLOCK);

    ClusterReader(Findings findings) {
        super(findings, "Cluster");
    }

    BlockValues read(ConfNode node) {
        return requireMap(node, "Expected map to define cluster, got ")
                ? readRows("cluster", node, ROWS)
                : BlockValues.NONE;
    }

    @Override
    void readSpecial(String name, String key, ConfNode node) {
        switch (name) {
            case "name" -> readName(node, "cluster name cannot contain spaces");
            case "authorization" -> readAuthorization(key, node);
            case "routes" -> new UrlReader(findings, "route").readList(node);
            case "tls" -> new TlsReader(findings, TlsReader.Use.PEER).read(node);
            case "permissions" -> readPermissions(node);
            case "compression" -> new CompressionReader(findings).read(key, node);
            case "ping_interval" -> readPingInterval(node);
            case "write_timeout" -> readWriteTimeout(node);
            default -> throw new IllegalStateException(name);
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
