package dev.midge.server.config.block;

import dev.midge.server.config.account.MappingsReader;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.Findings;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the blocks that have no effect here: client fixtures send them, so a file with them must load, its mistakes must
 * be reported, and what an operator relies on for safety must not be dropped in silence.
 */
public final class BlockReader {
    private final Findings findings;
    private final Blocks blocks = new Blocks();
    private boolean storeDirectoryGiven;

    public BlockReader(Findings findings) {
        this.findings = findings;
    }

    /**
     * What was read so far.
     *
     * @param accountsWithJetStream accounts whose {@code jetstream} is switched on
     */
    public Blocks blocks(Set<String> accountsWithJetStream) {
        blocks.accountsWithJetStream = accountsWithJetStream;
        return blocks;
    }

    public void read(String key, ConfNode node) {
        blocks.present = true;
        switch (key) {
            case "cluster" -> blocks.cluster = new ClusterReader(findings).read(node);
            case "gateway" -> readGateway(node);
            case "leafnodes" -> readLeafNodes(node);
            case "websocket" -> readWebsocket(node);
            case "mqtt" -> readMqtt(node);
            case "jetstream" -> readJetStream(node);
            case "tls", "resolver_tls" -> new TlsReader(findings, TlsReader.Use.LISTENER).read(node);
            case "ocsp" -> new OcspReader(findings).readStapling(node);
            case "ocsp_cache" -> new OcspReader(findings).readCache(node);
            case "mappings" -> new MappingsReader(findings).read(node);
            case "resolver_preload" -> new OperatorReader(findings).readPreload(node);
            case "resolver" -> new ResolverReader(findings).read(node);
            case "feature_flags" -> readFeatureFlags(node);
            case "default_js_domain" -> readDefaultDomains(node);
            default -> throw new IllegalStateException(key);
        }
    }

    private void readGateway(ConfNode node) {
        GatewayReader reader = new GatewayReader(findings);
        blocks.gateway = reader.read(node);
        blocks.gateways = reader.remotes();
    }

    private void readLeafNodes(ConfNode node) {
        LeafNodesReader reader = new LeafNodesReader(findings);
        blocks.leafnodes = reader.read(node);
        blocks.remotes = reader.remotes();
        blocks.accountsOfLeafUsers = reader.accountsOfUsers();
    }

    private void readWebsocket(ConfNode node) {
        WebsocketReader reader = new WebsocketReader(findings);
        blocks.websocket = reader.read(node);
        blocks.websocketUsers = reader.users();
    }

    private void readMqtt(ConfNode node) {
        MqttReader reader = new MqttReader(findings);
        blocks.mqtt = reader.read(node);
        blocks.mqttUsers = reader.users();
    }

    private void readJetStream(ConfNode node) {
        blocks.jetstream = new JetStreamReader(findings).read(node);
        ConfNode directory = blocks.jetstream.node("store_dir");
        if (directory != null) {
            readStoreDirectory(directory);
        }
    }

    /** The directory of the stores: here, or in the {@code jetstream} block. */
    public void readStoreDirectory(ConfNode node) {
        if (storeDirectoryGiven) {
            findings.error(node, "Duplicate 'store_dir' configuration");
        }
        storeDirectoryGiven = !node.asText().isEmpty();
    }

    public void readOperators(ConfNode node) {
        new OperatorReader(findings).readOperators(node);
    }

    public void readTrustedKeys(ConfNode node) {
        new OperatorReader(findings).readTrustedKeys(node);
    }

    private void readDefaultDomains(ConfNode node) {
        Map<String, ConfNode> domains = mapOf(node, "error default_js_domain config: unsupported type");
        if (domains == null) {
            return;
        }
        blocks.defaultDomains = domains;
        for (ConfNode domain : domains.values()) {
            if (domain.kind() != Kind.STRING) {
                findings.wrongKind(domain.at(node.position()), Kind.STRING);
            }
        }
    }

    private @Nullable Map<String, ConfNode> mapOf(ConfNode node, String complaint) {
        if (node.kind() != Kind.MAP) {
            findings.error(node, complaint + " " + node.kind().goName);
            return null;
        }
        return node.asMap();
    }

    // Single settings with texts of their own

    private void readFeatureFlags(ConfNode node) {
        Map<String, ConfNode> map = mapOf(node, "error parsing feature flags: unsupported type");
        if (map == null) {
            return;
        }
        for (Map.Entry<String, ConfNode> flag : map.entrySet()) {
            if (flag.getValue().kind() != Kind.BOOLEAN) {
                findings.error(
                        flag.getValue(),
                        "error parsing feature flag " + GoText.quote(flag.getKey()) + ": expected bool, got "
                                + flag.getValue().kind().goName);
            }
        }
    }
}
