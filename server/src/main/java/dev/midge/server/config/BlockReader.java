package dev.midge.server.config;

import dev.midge.server.config.ConfNode.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the blocks that have no effect here: client fixtures send them, so a file with them must load, its mistakes must
 * be reported, and what an operator relies on for safety must not be dropped in silence.
 */
final class BlockReader {
    private final Findings findings;
    private final ConfValues values;

    BlockReader(Findings findings) {
        this.findings = findings;
        this.values = new ConfValues(findings);
    }

    /** Whether the value only says that something is not wanted. */
    static boolean isOff(ConfNode node) {
        return switch (node.kind()) {
            case STRING -> node.asText().isEmpty();
            case INTEGER -> node.asInteger() == 0;
            case BOOLEAN -> !node.asBoolean();
            case LIST -> node.asList().isEmpty();
            case MAP -> node.asMap().isEmpty();
            case FLOAT, TIME -> false;
        };
    }

    void read(String key, ConfNode node) {
        switch (key) {
            case "cluster" -> readMap(node, BlockRows.CLUSTER, "cluster", "Expected map to define cluster");
            case "leafnodes" -> readMap(node, BlockRows.LEAFNODES, "leafnodes", "Expected map to define a leafnode");
            case "websocket" -> readMap(node, BlockRows.WEBSOCKET, "websocket", "Expected websocket to be a map");
            case "mqtt" -> readMap(node, BlockRows.MQTT, "mqtt", "Expected mqtt to be a map");
            case "jetstream" -> readJetStream(node);
            case "gateway" -> mapOf(node, "Expected gateway to be a map");
            case "feature_flags" -> readFeatureFlags(node);
            case "default_js_domain" -> mapOf(node, "error default_js_domain config: unsupported type", " ");
            case "ocsp" -> readSwitch(node, "error parsing ocsp config: unsupported type ");
            case "ocsp_cache" -> readSwitch(node, "error parsing tags: unsupported type ");
            case "resolver_preload" -> readPreload(node);
            case "resolver" -> readResolver(node);
            default -> readPlainMap(node);
        }
    }

    private void readPlainMap(ConfNode node) {
        if (node.kind() != Kind.MAP) {
            findings.wrongKind(node, Kind.MAP);
        }
    }

    private @Nullable Map<String, ConfNode> mapOf(ConfNode node, String complaint) {
        return mapOf(node, complaint, ", got ");
    }

    private @Nullable Map<String, ConfNode> mapOf(ConfNode node, String complaint, String joint) {
        if (node.kind() != Kind.MAP) {
            findings.error(node, complaint + joint + node.kind().goName);
            return null;
        }
        return node.asMap();
    }

    // Blocks with rows of their own

    private void readMap(ConfNode node, List<BlockRow> rows, String block, String complaint) {
        Map<String, ConfNode> map = mapOf(node, complaint);
        if (map == null) {
            return;
        }
        for (Map.Entry<String, ConfNode> entry : map.entrySet()) {
            BlockRow row = find(rows, entry.getKey());
            ConfNode value = entry.getValue();
            if (row == null) {
                findings.unknownField(value, entry.getKey());
            } else if (isRightKind(row, value) && row.refused() && !isOff(value)) {
                findings.unsupported(value, block + " " + row.key());
            }
        }
    }

    private static @Nullable BlockRow find(List<BlockRow> rows, String key) {
        String name = key.toLowerCase(Locale.ROOT);
        for (BlockRow row : rows) {
            if (row.isNamed(name)) {
                return row;
            }
        }
        return null;
    }

    private boolean isRightKind(BlockRow row, ConfNode value) {
        int before = findings.errors().size();
        switch (row.kind()) {
            case STRING -> values.text(value);
            case INTEGER -> values.integer(value);
            case BOOLEAN -> values.flag(value);
            case DURATION -> values.duration(row.key(), value);
            case DURATION_TEXT -> values.durationText(row.key(), value);
            case LISTEN -> values.listen(value);
            case STRING_OR_LIST -> values.texts(row.key(), value);
            case BLOCK -> {
                // Of no fixed kind, or read by whoever gives the key an effect.
            }
        }
        return findings.errors().size() == before;
    }

    private void readJetStream(ConfNode node) {
        if (node.kind() == Kind.STRING) {
            String text = node.asText().toLowerCase(Locale.ROOT);
            if (!List.of("enabled", "enable", "disabled", "disable").contains(text)) {
                findings.error(node, "Expected 'enabled' or 'disabled' for string value, got '" + node.asText() + "'");
            }
        } else if (node.kind() != Kind.BOOLEAN) {
            readMap(node, BlockRows.JETSTREAM, "jetstream", "Expected map, bool or string to define JetStream");
        }
    }

    // Single settings with texts of their own

    /** Names and their values; empty after an error, and without a value that is no text. */
    Map<String, String> readMetadata(ConfNode node) {
        Map<String, ConfNode> map = mapOf(node, "error parsing metadata: unsupported type", " ");
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
        Map<String, ConfNode> map = mapOf(node, "error parsing feature flags: unsupported type", " ");
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

    private void readSwitch(ConfNode node, String complaint) {
        if (node.kind() != Kind.BOOLEAN && node.kind() != Kind.MAP) {
            findings.error(node, complaint + node.kind().goName);
        }
    }

    private void readPreload(ConfNode node) {
        if (node.kind() != Kind.MAP) {
            findings.error(node, "preload should be a map of account_public_key:account_jwt");
        }
    }

    private void readResolver(ConfNode node) {
        if (node.kind() != Kind.MAP && node.kind() != Kind.STRING) {
            findings.error(node, "error parsing operator resolver, wrong type " + node.kind().goName);
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
