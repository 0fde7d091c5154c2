package dev.midge.server.config;

import dev.midge.auth.nkey.NKey;
import dev.midge.auth.nkey.NKeyException;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the {@code proxies} block: the public keys of the proxies that clients may come through. */
final class ProxiesReader {
    private final Findings findings;
    private final ConfValues values;

    ProxiesReader(Findings findings) {
        this.findings = findings;
        this.values = new ConfValues(findings);
    }

    /** The keys; an entry that names none is an empty text, which only the start of the server complains of. */
    List<String> read(ConfNode node) {
        if (node.kind() != Kind.MAP) {
            findings.error(node, "expected proxies to be a map/struct, got " + node.kind().goName);
            return List.of();
        }
        List<String> keys = new ArrayList<>();
        for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
            if (entry.getKey().toLowerCase(Locale.ROOT).equals("trusted")) {
                readTrusted(keys, entry.getValue());
            } else {
                findings.unknownField(entry.getValue(), entry.getKey());
            }
        }
        return keys;
    }

    private void readTrusted(List<String> keys, ConfNode node) {
        if (node.kind() != Kind.LIST) {
            findings.error(node, "expected proxies' trusted field to be an array, got " + node.kind().goName);
            return;
        }
        for (ConfNode element : node.asList()) {
            if (element.kind() == Kind.MAP) {
                keys.add(readKey(element.asMap()));
            } else {
                findings.error(
                        element, "expected proxies' trusted entry to be a map/struct, got " + element.kind().goName);
            }
        }
    }

    private String readKey(Map<String, ConfNode> entry) {
        String key = "";
        for (Map.Entry<String, ConfNode> field : entry.entrySet()) {
            ConfNode value = field.getValue();
            switch (field.getKey().toLowerCase(Locale.ROOT)) {
                case "key", "public_key" -> key = key(value);
                default -> findings.unknownField(value, field.getKey());
            }
        }
        return key;
    }

    private String key(ConfNode node) {
        String text = values.text(node);
        if (text != null && !isKey(text)) {
            findings.error(node, "invalid proxy key " + GoText.quote(text));
        }
        return text == null ? "" : text;
    }

    /** Any public key: nats-server does not say what kind a proxy has. */
    static boolean isKey(String text) {
        try {
            NKey unused = NKey.parse(text);
            return true;
        } catch (NKeyException e) {
            return false; // the question was whether; the reason is of no interest
        }
    }
}
