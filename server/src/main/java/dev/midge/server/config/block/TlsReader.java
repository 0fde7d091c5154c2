package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.GoDuration;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.TimeoutReader;
import dev.midge.server.config.value.ValueKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a {@code tls} block, and looks whether its files are there. There is no TLS yet: this finds mistakes. */
final class TlsReader extends RowsReader {
    /** What the block is for. */
    enum Use {
        /** Clients, leaf nodes, a resolver: either side of a connection whose other side is not a server of ours. */
        LISTENER,
        /** Routes and gateways. */
        PEER
    }

    private static final int PIN_LENGTH = 64;
    private static final String PIN = "hex-encoded sha256 of DER encoded SubjectPublicKeyInfo";

    private static final BlockRows ROWS = new BlockRows()
            .known("cert_file", ValueKind.BLOCK)
            .known("key_file", ValueKind.BLOCK)
            .known("ca_file", ValueKind.BLOCK)
            .known("insecure", ValueKind.BLOCK)
            .known("verify", ValueKind.BLOCK)
            .known("verify_and_map", ValueKind.BLOCK)
            .known("verify_cert_and_check_known_urls", ValueKind.BLOCK)
            .known("allow_insecure_cipher_suites", ValueKind.BLOCK)
            .known("cipher_suites", ValueKind.BLOCK)
            .known("curve_preferences", ValueKind.BLOCK)
            .known("timeout", ValueKind.BLOCK)
            .known("connection_rate_limit", ValueKind.BLOCK)
            .known("pinned_certs", ValueKind.BLOCK)
            .known("cert_store", ValueKind.BLOCK)
            .known("cert_match_by", ValueKind.BLOCK)
            .known("cert_match", ValueKind.BLOCK)
            .known("ca_certs_match", ValueKind.BLOCK)
            .known("handshake_first|first|immediate", ValueKind.BLOCK)
            .known("cert_match_skip_invalid", ValueKind.BLOCK)
            .known("ocsp_peer", ValueKind.BLOCK)
            .known("certs|certificates", ValueKind.BLOCK)
            .known("min_version", ValueKind.BLOCK);

    private final Use use;
    private final List<String> insecure = new ArrayList<>();
    private final TlsFiles files;
    private @Nullable Duration timeout;

    TlsReader(Findings findings, Use use) {
        super(findings);
        this.use = use;
        this.files = new TlsFiles(findings);
    }

    /** The timeout that the block sets; null if it sets none. */
    @Nullable
    Duration read(ConfNode node) {
        if (!requireKind(node, ConfNode.Kind.MAP)) {
            return null;
        }
        int errorsBefore = findings.errors().size();
        BlockValues tls = readRows("tls", node, ROWS);
        if (findings.errors().size() == errorsBefore) {
            checkTogether(node, tls);
        }
        return timeout;
    }

    private void checkTogether(ConfNode node, BlockValues tls) {
        if (files.hasPairs() && !tls.text("cert_file").isEmpty()) {
            findings.error(node, "error parsing tls config, cannot combine 'cert_file' option with 'certs' option");
        } else if (!insecure.isEmpty() && !tls.flag("allow_insecure_cipher_suites")) {
            findings.error(
                    node,
                    "insecure cipher suites configured without 'allow_insecure_cipher_suites' option set: "
                            + String.join(", ", insecure));
        } else {
            files.check(node, tls);
        }
    }

    @Override
    protected void unknown(String key, ConfNode node) {
        findings.error(node, "error parsing tls config, unknown field " + GoText.quote(key));
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        switch (name) {
            case "cert_file", "key_file", "ca_file" -> require(name, node, ConfNode.Kind.STRING, "filename");
            case "verify_cert_and_check_known_urls" -> readKnownUrls(name, node);
            case "insecure", "verify", "verify_and_map", "allow_insecure_cipher_suites" ->
                require(name, node, ConfNode.Kind.BOOLEAN, "a boolean");
            case "cipher_suites" -> readCiphers(node);
            case "curve_preferences" -> readCurves(node);
            case "timeout" -> timeout = new TimeoutReader(findings, "tls").read(node);
            case "connection_rate_limit" -> readRateLimit(node);
            case "pinned_certs" -> readPins(node);
            case "cert_store" -> readStore(node);
            case "cert_match_by" -> readMatchBy(node);
            case "cert_match" -> requireText(name, node);
            case "cert_match_skip_invalid" -> readSkipInvalid(node);
            case "ca_certs_match" -> readMatches(node);
            case "handshake_first" -> readHandshakeFirst(key, node);
            case "ocsp_peer" -> new OcspReader(findings).readPeer(node);
            case "certs" -> files.readPairs(node);
            case "min_version" -> readMinimumVersion(node);
            default -> throw new IllegalStateException(name);
        }
    }

    private boolean require(String name, ConfNode node, ConfNode.Kind kind, String what) {
        if (node.kind() != kind) {
            findings.error(node, "error parsing tls config, expected '" + name + "' to be " + what);
        }
        return node.kind() == kind;
    }

    private void readKnownUrls(String name, ConfNode node) {
        if (require(name, node, ConfNode.Kind.BOOLEAN, "a boolean") && node.asBoolean() && use == Use.LISTENER) {
            findings.error(node, name + " not supported in this context");
        }
    }

    private void readRateLimit(ConfNode node) {
        if (node.kind() != ConfNode.Kind.INTEGER) {
            findings.error(node, "error parsing tls config, 'connection_rate_limit' wrong type");
        }
    }

    // Lists of names

    private void readCiphers(ConfNode list) {
        for (ConfNode node : names("cipher_suites", list)) {
            String cipher = node.asText();
            if (TlsNames.INSECURE_CIPHERS.contains(cipher)) {
                insecure.add(cipher);
            } else if (!TlsNames.SECURE_CIPHERS.contains(cipher)) {
                findings.error(node, "unrecognized cipher " + cipher);
            }
        }
    }

    private void readCurves(ConfNode list) {
        for (ConfNode node : names("curve_preferences", list)) {
            if (!TlsNames.CURVES.contains(node.asText())) {
                findings.error(node, "unrecognized curve preference " + node.asText());
            }
        }
    }

    /** The texts of a list that must not be empty. */
    private List<ConfNode> names(String what, ConfNode list) {
        if (!requireKind(list, ConfNode.Kind.LIST)) {
            return List.of();
        }
        if (list.asList().isEmpty()) {
            findings.error(list, "error parsing tls config, '" + what + "' cannot be empty");
        }
        return texts(list);
    }

    private List<ConfNode> texts(ConfNode list) {
        List<ConfNode> texts = new ArrayList<>();
        for (ConfNode node : list.asList()) {
            if (requireKind(node, ConfNode.Kind.STRING)) {
                texts.add(node);
            }
        }
        return texts;
    }

    private void readPins(ConfNode list) {
        if (list.kind() != ConfNode.Kind.LIST) {
            findings.error(list, "error parsing tls config, expected 'pinned_certs' to be a list of " + PIN);
            return;
        }
        for (ConfNode node : texts(list)) {
            String pin = node.asText().toLowerCase(Locale.ROOT);
            if (!isPin(pin)) {
                findings.error(
                        node, "error parsing tls config, 'pinned_certs' key " + pin + " does not look like " + PIN);
            }
        }
    }

    private static boolean isPin(String text) {
        boolean valid = text.length() == PIN_LENGTH;
        for (int i = 0; i < text.length() && valid; i++) {
            valid = text.charAt(i) < 0x80 && Character.digit(text.charAt(i), 16) >= 0;
        }
        return valid;
    }

    // Windows certificate stores, which exist elsewhere in no way

    private void readStore(ConfNode node) {
        if (requireText("cert_store", node)) {
            boolean named = switch (node.asText().toLowerCase(Locale.ROOT)) {
                case "windowscurrentuser", "windowslocalmachine" -> true;
                default -> false;
            };
            findings.error(
                    node,
                    named
                            ? "cert_store not compatible with current operating system"
                            : "cert store type not implemented");
        }
    }

    private void readMatchBy(ConfNode node) {
        if (requireText("cert_match_by", node)) {
            switch (node.asText().toLowerCase(Locale.ROOT)) {
                case "issuer", "subject", "thumbprint" -> {
                    // Known, and without use here.
                }
                default -> findings.error(node, "cert match by type not implemented");
            }
        }
    }

    private boolean requireText(String name, ConfNode node) {
        boolean right = node.kind() == ConfNode.Kind.STRING && !node.asText().isEmpty();
        if (!right) {
            findings.error(node, "expected '" + name + "' to be a valid non-empty string");
        }
        return right;
    }

    private void readSkipInvalid(ConfNode node) {
        if (node.kind() != ConfNode.Kind.BOOLEAN) {
            findings.error(node, "expected 'cert_match_skip_invalid' to be a boolean");
        }
    }

    private void readMatches(ConfNode node) {
        if (node.kind() != ConfNode.Kind.LIST) {
            return; // nats-server looks at texts and lists only
        }
        for (ConfNode element : node.asList()) {
            if (element.kind() != ConfNode.Kind.STRING) {
                findings.error(
                        node, "error parsing ca_cert_match: unsupported type *conf.token where string is expected");
                return;
            }
        }
    }

    // Handshake

    private void readHandshakeFirst(String key, ConfNode node) {
        if (node.kind() == ConfNode.Kind.STRING) {
            if (!isHandshakeFirst(node.asText())) {
                findings.error(
                        node, "field " + GoText.quote(key) + "'s value " + GoText.quote(node.asText()) + " is invalid");
            }
        } else if (node.kind() != ConfNode.Kind.BOOLEAN) {
            findings.error(
                    node, "field " + GoText.quote(key) + " should be a boolean or a string, got " + node.kind().goName);
        }
    }

    private static boolean isHandshakeFirst(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "on", "false", "off", "auto", "auto_fallback" -> true;
            default -> GoDuration.fault(text) == null;
        };
    }

    private void readMinimumVersion(ConfNode node) {
        String wrong = wrongVersion(node);
        if (wrong != null) {
            findings.error(node, "error parsing tls config: " + wrong);
        }
    }

    private static @Nullable String wrongVersion(ConfNode node) {
        if (node.kind() != ConfNode.Kind.STRING) {
            return "'min_version' wrong type: " + node;
        }
        return switch (node.asText()) {
            case "1.2", "1.3" -> null;
            case "1.0", "1.1" -> "unsupported TLS version: TLS " + node.asText();
            default -> "unknown version: " + node.asText();
        };
    }
}
