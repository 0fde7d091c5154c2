package dev.midge.server.config;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the blocks that have no effect here: client fixtures send them, so a file with them must load, its mistakes must
 * be reported, and what an operator relies on for safety must not be dropped in silence.
 */
final class BlockReader {
    private final Findings findings;
    private final ConfValues values;
    private final Blocks blocks = new Blocks();
    private boolean storeDirectoryGiven;

    BlockReader(Findings findings) {
        this.findings = findings;
        this.values = new ConfValues(findings);
    }

    /** What was read so far. */
    Blocks blocks() {
        return blocks;
    }

    void read(String key, ConfNode node) {
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
    void readStoreDirectory(ConfNode node) {
        if (storeDirectoryGiven) {
            findings.error(node, "Duplicate 'store_dir' configuration");
        }
        storeDirectoryGiven = !node.asText().isEmpty();
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

    /** Names and their values; empty after an error, and without a value that is no text. */
    Map<String, String> readMetadata(ConfNode node) {
        Map<String, ConfNode> map = mapOf(node, "error parsing metadata: unsupported type");
        Map<String, String> metadata = new HashMap<>();
        if (map != null) {
            for (Map.Entry<String, ConfNode> entry : map.entrySet()) {
                String text = values.text(entry.getValue());
                if (text != null) {
                    metadata.put(entry.getKey(), text);
                }
            }
        }
        return Map.copyOf(metadata);
    }

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

    /** One text or a list of texts, where an element of another kind ends the reading. */
    List<String> texts(String what, ConfNode node) {
        List<String> texts = new ArrayList<>();
        switch (node.kind()) {
            case STRING -> texts.add(node.asText());
            case LIST -> {
                for (ConfNode element : node.asList()) {
                    if (element.kind() != Kind.STRING) {
                        findings.error(
                                node,
                                "error parsing " + what + ": unsupported type *conf.token where string is expected");
                        return List.of();
                    }
                    texts.add(element.asText());
                }
            }
            default -> findings.error(node, "error parsing " + what + ": unsupported type " + node.kind().goName);
        }
        return texts;
    }
}
