package dev.midge.server.config.block;

import dev.midge.server.config.account.AuthorizationBlock;
import dev.midge.server.config.account.AuthorizationBlockReader;
import dev.midge.server.config.account.PermissionsReader;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.ValueKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the blocks of routes and gateways have in common. */
abstract class PeerReader extends RowsReader {
    private final String what;

    /** @param what the block, as messages begin that are about its users */
    PeerReader(Findings findings, String what) {
        super(findings);
        this.what = what;
    }

    /** The keys that both know. */
    static BlockRows sharedRows() {
        return new BlockRows()
                .known("name", ValueKind.BLOCK)
                .listener()
                .known("authorization", ValueKind.BLOCK)
                .known("tls", ValueKind.BLOCK)
                .known("connect_retries", ValueKind.INTEGER)
                .known("connect_backoff", ValueKind.BOOLEAN)
                .known("write_deadline", ValueKind.DURATION)
                .known("write_timeout", ValueKind.BLOCK);
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        switch (name) {
            case "name" -> readName(node);
            case "authorization" -> readAuthorization(key, node);
            case "tls" -> new TlsReader(findings, TlsReader.Use.PEER).read(node);
            case "write_timeout" -> values.writeTimeout(node);
            default -> throw new IllegalStateException(name);
        }
    }

    private void readName(ConfNode node) {
        if (!requireKind(node, ConfNode.Kind.STRING)) {
            return;
        }
        if (node.asText().indexOf(' ') >= 0) {
            findings.error(node, what.toLowerCase(Locale.ROOT) + " name cannot contain spaces");
        } else if (node.asText().equals("_")) {
            findings.error(node, "cluster name is reserved");
        }
    }

    /** The block of a listener that knows one user, who has a password. */
    private void readAuthorization(String key, ConfNode node) {
        if (!requireKind(node, ConfNode.Kind.MAP)) {
            return;
        }
        int errorsBefore = findings.errors().size();
        AuthorizationBlock block = new AuthorizationBlockReader(findings, new PermissionsReader(findings)).read(node);
        ConfNode permissions = block.permissions();
        String wrong = wrong(block);
        if (wrong != null) {
            findings.error(node, what + " authorization does not " + wrong);
        } else if (permissions != null) {
            checkPermissions(key, node, permissions, findings.errors().size() == errorsBefore);
        }
    }

    private static @Nullable String wrong(AuthorizationBlock block) {
        if (block.hasUserList()) {
            return "allow multiple users";
        }
        if (!block.token().isEmpty()) {
            return "support tokens";
        }
        return block.callout() == null ? null : "support callouts";
    }

    /** Permissions that stand in the authorization block; {@code right} if nothing is wrong with the block. */
    void checkPermissions(String key, ConfNode authorization, ConfNode permissions, boolean right) {}
}
