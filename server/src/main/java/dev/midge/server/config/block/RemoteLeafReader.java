package dev.midge.server.config.block;

import dev.midge.auth.Identity;
import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import dev.midge.auth.nkey.NKeyException;
import dev.midge.server.config.account.PermissionsReader;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.language.Position;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.GoUrl;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.ValueKind;
import java.util.ArrayList;
import java.util.List;

/** Reads one server that a leaf node connects to. */
final class RemoteLeafReader extends RowsReader {
    private static final BlockRows ROWS = new BlockRows()
            .known("no_randomize|dont_randomize", ValueKind.BOOLEAN)
            .known("url|urls", ValueKind.BLOCK)
            .known("account|local", ValueKind.STRING)
            .known("credentials|creds", ValueKind.BLOCK)
            .known("nkey|seed", ValueKind.BLOCK)
            .known("tls", ValueKind.BLOCK)
            .known("hub", ValueKind.BOOLEAN)
            .known("deny_imports|deny_import", ValueKind.BLOCK)
            .known("deny_exports|deny_export", ValueKind.BLOCK)
            .known("ws_compression|ws_compress|websocket_compress|websocket_compression", ValueKind.BOOLEAN)
            .known("ws_no_masking|websocket_no_masking", ValueKind.BOOLEAN)
            .known("jetstream_cluster_migrate|js_cluster_migrate", ValueKind.BLOCK)
            .known("isolate_leafnode_interest|isolate", ValueKind.BOOLEAN)
            .known("request_isolation", ValueKind.BOOLEAN)
            .known("compression", ValueKind.BLOCK)
            .known("first_info_timeout", ValueKind.BLOCK)
            .known("dial_timeout", ValueKind.BLOCK)
            .known("disabled", ValueKind.BOOLEAN)
            .known("proxy", ValueKind.BLOCK)
            .known("ignore_discovered_servers", ValueKind.BOOLEAN);

    private static final String BOTH = "Remote leafnode can not have both creds and nkey defined";

    private Position last = Position.NONE;
    private boolean hasCredentials;
    private boolean hasKey;
    private final LeafProxyReader proxy;

    RemoteLeafReader(Findings findings) {
        super(findings);
        this.proxy = new LeafProxyReader(findings);
    }

    BlockValues read(ConfNode node) {
        for (ConfNode value : node.asMap().values()) {
            last = value.position();
        }
        BlockValues remote = readRows("remotes", node, ROWS);
        proxy.check(remote);
        return remote;
    }

    /** Where the last entry stands: nats-server reports errors of a whole remote there. */
    Position lastPlace() {
        return last;
    }

    /** By what remotes are told apart; of secrets, and for messages, nothing is shown. */
    String name(BlockValues remote, boolean redacted) {
        List<String> urls = new ArrayList<>();
        for (String url : remote.texts("url")) {
            urls.add(GoText.quote(redacted ? GoUrl.redact(url.trim()) : url.trim()));
        }
        String account = remote.text("account").isEmpty() ? Identity.GLOBAL_ACCOUNT : remote.text("account");
        String name = "urls=[" + String.join(" ", urls) + "], account=" + GoText.quote(account);
        if (!remote.text("credentials").isEmpty()) {
            return name + ", credentials=" + GoText.quote(remote.text("credentials"));
        }
        String key = remote.text("nkey");
        if (key.isEmpty()) {
            return name;
        }
        return name + ", nkey=" + GoText.quote(redacted ? "[REDACTED]" : key);
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        switch (name) {
            case "url" -> readUrls(node);
            case "credentials" -> readCredentials(node);
            case "nkey" -> readSeed(node);
            case "tls" -> new TlsReader(findings, TlsReader.Use.LISTENER).read(node);
            case "deny_imports", "deny_exports" -> new PermissionsReader(findings).readSubjects(node);
            case "jetstream_cluster_migrate" -> readMigrate(node);
            case "compression" -> new CompressionReader(findings).read(key, node);
            case "first_info_timeout", "dial_timeout" -> values.duration(key, node);
            case "proxy" -> proxy.read(node);
            default -> throw new IllegalStateException(name);
        }
    }

    private void readUrls(ConfNode node) {
        switch (node.kind()) {
            case LIST -> new UrlReader(findings, "leafnode").readList(node);
            case STRING -> new UrlReader(findings, "leafnode").read(node);
            default -> findings.error(node, "Expected remote leafnode url to be an array or string, got " + node);
        }
    }

    private void readCredentials(ConfNode node) {
        if (!requireKind(node, ConfNode.Kind.STRING)) {
            return;
        }
        if (hasKey) {
            findings.error(node, BOTH);
        }
        hasCredentials = !node.asText().isEmpty();
    }

    private void readSeed(ConfNode node) {
        if (!requireKind(node, ConfNode.Kind.STRING)) {
            return;
        }
        if (isSeedOfUser(node.asText())) {
            hasKey = true;
            if (hasCredentials) {
                findings.error(node, BOTH);
            }
        } else {
            // nats-server prints the text, which may be a seed with one wrong character.
            findings.error(node, "Remote leafnode nkey is not a valid seed: \"[REDACTED]\"");
        }
    }

    private static boolean isSeedOfUser(String text) {
        try {
            KeyPair pair = KeyPair.fromSeed(text);
            pair.wipe();
            return pair.type() == KeyType.USER;
        } catch (NKeyException e) {
            return false; // the question was whether; the reason is of no interest
        }
    }

    /** nats-server server/opts.go: it has lost the places here. */
    private void readMigrate(ConfNode node) {
        if (node.kind() == ConfNode.Kind.MAP) {
            ConfNode delay = node.asMap().get("leader_migrate_delay");
            if (delay != null) {
                readMigrateDelay(node, delay);
            }
        } else if (node.kind() != ConfNode.Kind.BOOLEAN) {
            findings.error(
                    Position.NONE, "Expected boolean or map for jetstream_cluster_migrate, got " + node.kind().goName);
        }
    }

    private void readMigrateDelay(ConfNode block, ConfNode delay) {
        boolean known = delay.kind() == ConfNode.Kind.STRING || delay.kind() == ConfNode.Kind.INTEGER;
        if (known) {
            values.duration("leader_migrate_delay", delay);
        } else {
            findings.misuse(delay, "leader_migrate_delay", "leader_migrate_delay should be converted to a duration");
            findings.wrongKind(delay.at(block.position()), ConfNode.Kind.INTEGER);
        }
    }
}
