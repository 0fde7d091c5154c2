package dev.midge.server.config.block;

import dev.midge.auth.nkey.KeyType;
import dev.midge.auth.nkey.NKey;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.TimeoutReader;
import dev.midge.server.config.value.ValueKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads who may connect as a leaf node. */
final class LeafUsersReader extends RowsReader {
    private static final BlockRows ROWS = new BlockRows()
            .known("user|username", ValueKind.STRING)
            .known("pass|password", ValueKind.STRING)
            .known("nkey", ValueKind.BLOCK)
            .known("timeout", ValueKind.BLOCK)
            .known("users", ValueKind.BLOCK)
            .known("account", ValueKind.STRING)
            .known("proxy_required", ValueKind.BOOLEAN);

    private static final BlockRows USER_ROWS = new BlockRows()
            .known("user|username", ValueKind.STRING)
            .known("pass|password", ValueKind.STRING)
            .known("account", ValueKind.STRING)
            .known("proxy_required", ValueKind.BOOLEAN);

    private final List<BlockValues> users = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>();

    LeafUsersReader(Findings findings) {
        super(findings);
    }

    /** Every account that is named, once the block has been read. */
    List<String> accounts() {
        return accounts;
    }

    void read(ConfNode node) {
        if (!requireKind(node, ConfNode.Kind.MAP)) {
            return;
        }
        BlockValues block = readRows("authorization", node, ROWS);
        addAccount(block);
        for (BlockValues user : users) {
            addAccount(user);
        }
        String wrong = users.isEmpty() ? null : conflict(block);
        if (wrong != null) {
            findings.error(node, wrong);
        }
    }

    private void addAccount(BlockValues of) {
        if (!of.text("account").isEmpty()) {
            accounts.add(of.text("account"));
        }
    }

    private @Nullable String conflict(BlockValues block) {
        if (!block.text("user").isEmpty()) {
            return "can not have a single user/pass and a users array";
        }
        if (!block.text("nkey").isEmpty()) {
            return "can not have a single nkey and a users array";
        }
        Set<String> names = new HashSet<>();
        for (BlockValues user : users) {
            if (!names.add(user.text("user"))) {
                return "duplicate user " + GoText.quote(user.text("user")) + " detected in leafnode authorization";
            }
        }
        return null;
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        switch (name) {
            case "nkey" -> readKey(node);
            case "timeout" -> new TimeoutReader(findings, "leafnode authorization").readAndWarn(key, node);
            case "users" -> readUsers(node);
            default -> throw new IllegalStateException(name);
        }
    }

    private void readKey(ConfNode node) {
        if (requireKind(node, ConfNode.Kind.STRING) && !NKey.isValid(node.asText(), KeyType.USER)) {
            findings.error(node, "Not a valid public nkey for leafnode authorization");
        }
    }

    private void readUsers(ConfNode list) {
        if (list.kind() != ConfNode.Kind.LIST) {
            findings.error(list, "Expected users field to be an array, got " + list);
            return;
        }
        for (ConfNode node : list.asList()) {
            if (node.kind() == ConfNode.Kind.MAP) {
                users.add(readRows("user", node, USER_ROWS));
            } else {
                findings.error(node, "Expected user entry to be a map/struct, got " + node);
            }
        }
    }
}
