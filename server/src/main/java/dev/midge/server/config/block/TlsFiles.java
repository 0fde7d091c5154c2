package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfFiles;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.ConfReadException;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.Findings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that a {@code tls} block names: whether they are there, and look like what they should be. */
final class TlsFiles {
    private final Findings findings;
    private final List<Pair> pairs = new ArrayList<>();

    TlsFiles(Findings findings) {
        this.findings = findings;
    }

    private record Pair(String certificate, String key) {}

    /** Whether there is a list of pairs that is not empty. */
    boolean hasPairs() {
        return !pairs.isEmpty();
    }

    // The list of pairs

    void readPairs(ConfNode list) {
        if (list.kind() != Kind.LIST) {
            // nats-server server/opts.go: the type that it names is that of the block.
            unsupported(list, Kind.MAP);
            return;
        }
        for (ConfNode node : list.asList()) {
            if (node.kind() == Kind.MAP) {
                readPair(node);
            } else {
                unsupported(node, node.kind());
            }
        }
    }

    private void unsupported(ConfNode node, Kind kind) {
        findings.error(node, "error parsing certificates config: unsupported type " + kind.goName);
    }

    private void readPair(ConfNode pair) {
        String certificate = "";
        String key = "";
        int errorsBefore = findings.errors().size();
        ConfNode last = pair;
        for (Map.Entry<String, ConfNode> entry : pair.asMap().entrySet()) {
            ConfNode node = entry.getValue();
            last = node;
            if (node.kind() != Kind.STRING) {
                unsupported(node, node.kind());
                continue;
            }
            switch (entry.getKey()) {
                case "cert_file" -> certificate = node.asText();
                case "key_file" -> key = node.asText();
                default ->
                    findings.error(
                            node, "error parsing tls certs config, unknown field " + GoText.quote(entry.getKey()));
            }
        }
        boolean incomplete = certificate.isEmpty() || key.isEmpty();
        if (incomplete && findings.errors().size() == errorsBefore) {
            findings.error(
                    last, "error parsing certificates config: both 'cert_file' and 'cert_key' options are required");
        }
        pairs.add(new Pair(certificate, key));
    }

    // What the files hold

    /** Reports the first thing that is wrong at the place of the block, which is right by itself. */
    void check(ConfNode block, BlockValues tls) {
        String wrong = wrongPair(tls.text("cert_file"), tls.text("key_file"));
        if (wrong == null && !tls.text("ca_file").isEmpty()) {
            wrong = wrongAuthorities(tls.text("ca_file"));
        }
        if (wrong != null) {
            findings.error(block, wrong);
        }
    }

    private @Nullable String wrongPair(String certificate, String key) {
        if (certificate.isEmpty() != key.isEmpty()) {
            return "missing '" + (key.isEmpty() ? "key_file" : "cert_file") + "' in TLS configuration";
        }
        if (!certificate.isEmpty()) {
            String wrong = wrong(new Pair(certificate, key));
            return wrong == null ? null : "error parsing X509 certificate/key pair: " + wrong;
        }
        for (int i = 0; i < pairs.size(); i++) {
            String wrong = wrong(pairs.get(i));
            if (wrong != null) {
                return "error parsing X509 certificate/key pair " + (i + 1) + "/" + pairs.size() + ": " + wrong;
            }
        }
        return null;
    }

    private static @Nullable String wrong(Pair pair) {
        try {
            String certificate = read(pair.certificate());
            String key = read(pair.key());
            if (!isPem(certificate)) {
                return "tls: failed to find any PEM data in certificate input";
            }
            return isPem(key) ? null : "tls: failed to find any PEM data in key input";
        } catch (ConfReadException e) {
            return e.text();
        }
    }

    private static @Nullable String wrongAuthorities(String file) {
        try {
            return isPem(read(file)) ? null : "failed to parse root ca certificate";
        } catch (ConfReadException e) {
            return e.text();
        }
    }

    private static String read(String file) throws ConfReadException {
        return new String(ConfFiles.read(file), StandardCharsets.ISO_8859_1);
    }

    private static boolean isPem(String text) {
        return text.contains("-----BEGIN ");
    }
}
