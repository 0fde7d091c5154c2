package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.GoDuration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads how the revocation of certificates is looked up, which has no effect here. */
final class OcspReader {
    private static final String PEER = "error parsing tls peer config, ";
    private static final String CACHE = "error parsing OCSP peer cache config, ";

    private final Findings findings;

    OcspReader(Findings findings) {
        this.findings = findings;
    }

    // Stapling

    void readStapling(ConfNode node) {
        if (node.kind() == Kind.MAP) {
            for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
                readStapling(node, entry.getKey(), entry.getValue());
            }
        } else if (node.kind() != Kind.BOOLEAN) {
            findings.error(node, "error parsing ocsp config: unsupported type " + node.kind().goName);
        }
    }

    private void readStapling(ConfNode block, String key, ConfNode node) {
        switch (key) {
            case "mode" -> {
                // nats-server server/opts.go: a value of the wrong kind is reported where the block stands.
                if (node.kind() != Kind.STRING) {
                    findings.wrongKind(node.at(block.position()), Kind.STRING);
                } else if (!isMode(node.asText())) {
                    findings.error(node, "error parsing ocsp config: unsupported ocsp mode string");
                }
            }
            case "url" -> {
                if (node.kind() != Kind.STRING) {
                    findings.wrongKind(node.at(block.position()), Kind.STRING);
                }
            }
            case "urls" ->
                // No value is of the kind that nats-server expects.
                findings.error(block, "interface conversion: interface {} is " + node.kind().goName + ", not []string");
            default -> findings.error(node, "error parsing ocsp config: unsupported field string");
        }
    }

    private static boolean isMode(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "always", "must", "never", "auto" -> true;
            default -> false;
        };
    }

    // Peers

    /** The value of {@code ocsp_peer} in a {@code tls} block. */
    void readPeer(ConfNode node) {
        if (node.kind() == Kind.MAP) {
            for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
                String wrong = wrongPeerField(entry.getKey(), entry.getValue());
                if (wrong != null) {
                    // The error is wrapped in another one, each with its place.
                    findings.error(node, entry.getValue().position().prefix() + PEER + wrong);
                }
            }
        } else if (node.kind() != Kind.BOOLEAN) {
            findings.error(node, "error parsing ocsp peer config: unsupported type " + Kind.MAP.goName);
        }
    }

    private static @Nullable String wrongPeerField(String key, ConfNode node) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "verify", "warn_only", "unknown_is_good", "allow_when_ca_unreachable" ->
                node.kind() == Kind.BOOLEAN ? null : unknown(key);
            case "allowed_clockskew" -> wrongTime(node) == null ? null : "conversion error: unexpected type";
            case "ca_timeout", "cache_ttl_when_next_update_unset" -> {
                String wrong = wrongTime(node);
                yield wrong == null ? null : "conversion error: " + wrong;
            }
            default -> unknown(key);
        };
    }

    private static String unknown(String key) {
        return "unknown field [" + GoText.quote(key) + "]";
    }

    private static @Nullable String wrongTime(ConfNode node) {
        return switch (node.kind()) {
            case INTEGER, FLOAT -> null;
            case STRING -> GoDuration.fault(node.asText());
            default -> "unexpected type";
        };
    }

    // The cache

    void readCache(ConfNode node) {
        if (node.kind() == Kind.MAP) {
            for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
                String wrong = wrongCacheField(entry.getKey(), entry.getValue());
                if (wrong != null) {
                    findings.error(entry.getValue(), wrong);
                }
            }
        } else if (node.kind() != Kind.BOOLEAN) {
            findings.error(node, "error parsing tags: unsupported type " + node.kind().goName);
        }
    }

    private static @Nullable String wrongCacheField(String key, ConfNode node) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "type" -> node.kind() == Kind.STRING ? wrongCacheType(node.asText()) : CACHE + unknown(key);
            case "local_store" -> node.kind() == Kind.STRING ? null : CACHE + unknown(key);
            case "preserve_revoked" -> node.kind() == Kind.BOOLEAN ? null : CACHE + unknown(key);
            case "save_interval" -> {
                String wrong = wrongTime(node);
                // A text that is no duration gets the words of the other block.
                String block = node.kind() == Kind.STRING ? PEER : CACHE;
                yield wrong == null ? null : block + "conversion error: " + wrong;
            }
            default -> CACHE + unknown(key);
        };
    }

    private static @Nullable String wrongCacheType(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "none", "local" -> null;
            default -> CACHE + "unknown type [" + type + "]";
        };
    }
}
