package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.ValueKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the {@code leafnodes} block, which has no effect here. */
final class LeafNodesReader extends RowsReader {
    private static final BlockRows ROWS = new BlockRows()
            .listener()
            .refused("authorization", ValueKind.BLOCK)
            .refused("remotes", ValueKind.BLOCK)
            .known("reconnect|reconnect_delay|reconnect_interval", ValueKind.DURATION)
            .known("dial_timeout", ValueKind.DURATION)
            .refused("tls", ValueKind.BLOCK)
            .known("advertise|leafnode_advertise", ValueKind.STRING)
            .known("no_advertise", ValueKind.BOOLEAN)
            .known("min_version|minimum_version", ValueKind.BLOCK)
            .known("compression", ValueKind.BLOCK)
            .known("isolate_leafnode_interest|isolate", ValueKind.BOOLEAN)
            .known("write_deadline", ValueKind.DURATION)
            .known("write_timeout", ValueKind.BLOCK);

    private final List<BlockValues> remotes = new ArrayList<>();
    private final LeafUsersReader users;

    LeafNodesReader(Findings findings) {
        super(findings);
        this.users = new LeafUsersReader(findings);
    }

    BlockValues read(ConfNode node) {
        return readMap("leafnodes", node, ROWS, "Expected map to define a leafnode, got ");
    }

    /** The elements of {@code remotes}, once the block has been read. */
    List<BlockValues> remotes() {
        return remotes;
    }

    /** Accounts that the {@code authorization} of the block names. */
    List<String> accountsOfUsers() {
        return users.accounts();
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        switch (name) {
            case "authorization" -> users.read(node);
            case "remotes" -> readRemotes(node);
            case "tls" -> new TlsReader(findings, TlsReader.Use.LISTENER).read(node);
            case "min_version" -> readMinimumVersion(node);
            case "compression" -> new CompressionReader(findings).read(key, node);
            case "write_timeout" -> values.writeTimeout(node);
            default -> throw new IllegalStateException(name);
        }
    }

    private void readMinimumVersion(ConfNode node) {
        if (requireKind(node, ConfNode.Kind.STRING)) {
            String wrong = LeafVersion.fault(node.asText());
            if (wrong != null) {
                findings.error(node, wrong);
            }
        }
    }

    private void readRemotes(ConfNode list) {
        if (list.kind() != ConfNode.Kind.LIST) {
            findings.error(list, "Expected remotes field to be an array, got " + list.kind().goName);
            return;
        }
        Set<String> names = new HashSet<>();
        for (ConfNode node : list.asList()) {
            if (node.kind() != ConfNode.Kind.MAP) {
                findings.error(node, "Expected remote leafnode entry to be a map/struct, got " + node);
                continue;
            }
            RemoteLeafReader reader = new RemoteLeafReader(findings);
            BlockValues remote = reader.read(node);
            if (names.add(reader.name(remote, false))) {
                remotes.add(remote);
            } else {
                findings.error(reader.lastPlace(), "duplicate remote " + reader.name(remote, true));
            }
        }
    }
}
