package dev.midge.server.config.block;

import dev.midge.server.config.account.AuthorizationBlock;
import dev.midge.server.config.account.AuthorizationBlockReader;
import dev.midge.server.config.account.PermissionsReader;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.RowsReader;
import org.jspecify.annotations.Nullable;

/** What the blocks of routes and gateways have in common. */
abstract class PeerReader extends RowsReader {
    private final String what;

    /** @param what the block, as messages about its users begin */
    PeerReader(Findings findings, String what) {
        super(findings);
        this.what = what;
    }

    final void readName(ConfNode node, String complaintAboutSpaces) {
        if (!requireKind(node, ConfNode.Kind.STRING)) {
            return;
        }
        if (node.asText().indexOf(' ') >= 0) {
            findings.error(node, complaintAboutSpaces);
        } else if (node.asText().equals("_")) {
            findings.error(node, "cluster name is reserved");
        }
    }

    /** The block of a listener that knows one user, who has a password. */
    final void readAuthorization(String key, ConfNode node) {
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
