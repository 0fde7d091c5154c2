package dev.midge.server.config.account;

import dev.midge.auth.nkey.KeyType;
import dev.midge.auth.nkey.NKey;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.language.Position;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.ValueKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads who is asked about clients, which is not supported yet. */
final class CalloutReader extends RowsReader {
    private static final BlockRows ROWS = new BlockRows()
            .known("issuer", ValueKind.BLOCK)
            .known("account|acc", ValueKind.STRING)
            .known("auth_users|users", ValueKind.BLOCK)
            .known("xkey|key", ValueKind.BLOCK)
            .known("allowed_accounts", ValueKind.BLOCK);

    private Position last = Position.NONE;
    private int unknownKeys;

    CalloutReader(Findings findings) {
        super(findings);
    }

    /** Null after an error. The value is a map. */
    AuthorizationBlock.@Nullable Callout read(ConfNode node) {
        last = node.position();
        for (ConfNode value : node.asMap().values()) {
            last = value.position();
        }
        int errorsBefore = findings.errors().size();
        BlockValues callout = readRows("auth_callout", node, ROWS);
        if (findings.errors().size() > errorsBefore + unknownKeys) {
            return null;
        }
        String missing = missing(callout);
        if (missing != null) {
            findings.error(last, "Authorization callouts require " + missing + " to be specified");
            return null;
        }
        return new AuthorizationBlock.Callout(node, List.copyOf(callout.texts("allowed_accounts")));
    }

    private static @Nullable String missing(BlockValues callout) {
        if (callout.text("issuer").isEmpty()) {
            return "an issuer";
        }
        return callout.texts("auth_users").isEmpty() ? "authorized users" : null;
    }

    @Override
    protected void unknown(String key, ConfNode node) {
        int errorsBefore = findings.errors().size();
        findings.unknown(node, "Unknown field " + GoText.quote(key) + " parsing authorization callout");
        unknownKeys += findings.errors().size() - errorsBefore;
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        switch (name) {
            case "issuer" -> readKey(node, KeyType.ACCOUNT, "Expected callout user to be a valid public account nkey");
            case "xkey" -> readKey(node, KeyType.CURVE, "Expected callout xkey to be a valid public xkey");
            case "auth_users" -> readNames(node, "Expected auth_users field");
            case "allowed_accounts" -> readNames(node, "Expected allowed accounts field");
            default -> throw new IllegalStateException(name);
        }
    }

    private void readKey(ConfNode node, KeyType type, String complaint) {
        if (requireKind(node, ConfNode.Kind.STRING) && !NKey.isValid(node.asText(), type)) {
            findings.error(node, complaint + ", got " + GoText.quote(node.asText()));
        }
    }

    private void readNames(ConfNode node, String complaint) {
        if (node.kind() != ConfNode.Kind.LIST) {
            // nats-server server/opts.go: the type that it names is that of the wrapper.
            findings.error(node, complaint + " to be an array, got *conf.token");
            return;
        }
        for (ConfNode element : node.asList()) {
            requireKind(element, ConfNode.Kind.STRING);
        }
    }
}
