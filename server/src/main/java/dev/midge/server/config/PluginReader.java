package dev.midge.server.config;

import dev.midge.auth.Plugin;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code authorization.plugins}, which nats-server does not have. */
final class PluginReader {

    private final Findings findings;
    private final ConfValues values;
    private final List<PluginEntry> plugins = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    PluginReader(Findings findings) {
        this.findings = findings;
        this.values = new ConfValues(findings);
    }

    private static final class Entry {
        String name = "";
        Plugin.Order order = Plugin.Order.BEFORE;

        @Nullable
        Duration timeout;

        Map<String, Object> settings = Map.of();
    }

    List<PluginEntry> read(ConfNode list) {
        if (list.kind() != Kind.LIST) {
            findings.error(list, "Expected plugins to be an array, got " + list);
            return plugins;
        }
        for (ConfNode node : list.asList()) {
            if (node.kind() == Kind.MAP) {
                read(node, node.asMap());
            } else {
                findings.error(node, "Expected plugin entry to be a map/struct, got " + node);
            }
        }
        return plugins;
    }

    private void read(ConfNode node, Map<String, ConfNode> map) {
        Entry entry = new Entry();
        for (Map.Entry<String, ConfNode> field : map.entrySet()) {
            readField(entry, field.getKey(), field.getValue());
        }
        String wrong = wrong(entry.name);
        if (wrong != null) {
            findings.error(node, wrong);
        } else {
            plugins.add(new PluginEntry(
                    entry.name,
                    entry.order,
                    entry.timeout,
                    entry.settings,
                    node.position().prefix()));
        }
    }

    private void readField(Entry entry, String key, ConfNode node) {
        switch (key.toLowerCase(Locale.ROOT)) {
            case "name" -> {
                String name = values.text(node);
                entry.name = name == null ? "" : name;
            }
            case "order" -> entry.order = order(node);
            case "timeout" -> entry.timeout = timeout(node);
            case "config" -> entry.settings = settings(node);
            default -> findings.unknownField(node, key);
        }
    }

    private @Nullable String wrong(String name) {
        if (name.isEmpty()) {
            return "Plugin entry requires a name";
        }
        if (!isFileName(name)) {
            return "plugin name " + GoText.quote(name) + " may consist of letters, digits, '-', '_' and '.' only";
        }
        return names.add(name) ? null : "Duplicate plugin " + GoText.quote(name) + " detected";
    }

    /** The name is that of a folder too, so it must not lead anywhere else. */
    private static boolean isFileName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean other = (c >= '0' && c <= '9') || c == '-' || c == '_' || (c == '.' && i > 0);
            if (!letter && !other) {
                return false;
            }
        }
        return true;
    }

    private Plugin.Order order(ConfNode node) {
        String text = values.text(node);
        if (text != null) {
            for (Plugin.Order order : Plugin.Order.values()) {
                if (order.name().equalsIgnoreCase(text)) {
                    return order;
                }
            }
            findings.error(node, "plugin order must be 'before', 'after' or 'fallback'");
        }
        return Plugin.Order.BEFORE;
    }

    private @Nullable Duration timeout(ConfNode node) {
        Duration timeout = switch (node.kind()) {
            case INTEGER -> ConfValues.ofSeconds((double) node.asInteger());
            case FLOAT -> ConfValues.ofSeconds(node.asFloat());
            default -> values.durationText("plugin timeout", node);
        };
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            findings.error(node, "plugin timeout must be more than 0");
        }
        return timeout;
    }

    private Map<String, Object> settings(ConfNode node) {
        if (node.kind() != Kind.MAP) {
            findings.wrongKind(node, Kind.MAP);
            return Map.of();
        }
        return plain(node.asMap());
    }

    private static Map<String, Object> plain(Map<String, ConfNode> map) {
        Map<String, Object> plain = new LinkedHashMap<>();
        for (Map.Entry<String, ConfNode> entry : map.entrySet()) {
            plain.put(entry.getKey(), plain(entry.getValue()));
        }
        return plain;
    }

    private static Object plain(ConfNode node) {
        return switch (node.kind()) {
            case STRING -> node.asText();
            case INTEGER -> node.asInteger();
            case FLOAT -> node.asFloat();
            case BOOLEAN -> node.asBoolean();
            case TIME -> node.asTime();
            case MAP -> plain(node.asMap());
            case LIST -> {
                List<Object> list = new ArrayList<>();
                for (ConfNode element : node.asList()) {
                    list.add(plain(element));
                }
                yield list;
            }
        };
    }
}
