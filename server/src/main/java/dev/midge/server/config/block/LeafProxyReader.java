package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.language.Position;
import dev.midge.server.config.value.BlockRows;
import dev.midge.server.config.value.BlockValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.GoUrl;
import dev.midge.server.config.value.RowsReader;
import dev.midge.server.config.value.ValueKind;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the HTTP proxy through which a leaf node connects. */
final class LeafProxyReader extends RowsReader {
    private static final BlockRows ROWS = new BlockRows()
            .known("url", ValueKind.STRING)
            .known("username", ValueKind.STRING)
            .known("password", ValueKind.STRING)
            .known("timeout", ValueKind.BLOCK)
            .known("tls", ValueKind.BLOCK);

    /** Keys of {@code tls} that mean something to the client of a proxy. */
    private static final Set<String> TLS_KEYS = Set.of(
            "cert_file",
            "key_file",
            "ca_file",
            "insecure",
            "cipher_suites",
            "allow_insecure_cipher_suites",
            "curve_preferences",
            "min_version",
            "timeout",
            "cert_store",
            "cert_match_by",
            "cert_match",
            "cert_match_skip_invalid",
            "ca_certs_match",
            "certs",
            "certificates");

    private @Nullable Position place;
    private @Nullable Duration timeout;
    private @Nullable Duration tlsTimeout;
    private BlockValues proxy = BlockValues.NONE;

    LeafProxyReader(Findings findings) {
        super(findings);
    }

    void read(ConfNode node) {
        if (requireMap(node, "Expected proxy to be a map, got ")) {
            place = node.position();
            proxy = readRows("proxy", node, ROWS);
        }
    }

    @Override
    protected void readSpecial(String name, String key, ConfNode node) {
        if (name.equals("timeout")) {
            timeout = values.duration("proxy timeout", node);
        } else {
            readTls(node);
        }
    }

    private void readTls(ConfNode node) {
        boolean supported = true;
        if (node.kind() == ConfNode.Kind.MAP) {
            for (var entry : node.asMap().entrySet()) {
                if (!TLS_KEYS.contains(entry.getKey().toLowerCase(Locale.ROOT))) {
                    findings.error(entry.getValue(), GoText.quote(entry.getKey()) + " is not supported for proxy TLS");
                    supported = false;
                }
            }
        }
        if (supported) {
            tlsTimeout = new TlsReader(findings, TlsReader.Use.LISTENER).read(node);
        }
    }

    // Together

    /** Checks the proxy once its remote has been read. */
    void check(BlockValues remote) {
        String wrong = wrong(remote);
        if (place != null && wrong != null) {
            findings.error(place, wrong);
        }
    }

    private @Nullable String wrong(BlockValues remote) {
        boolean tls = proxy.has("tls");
        if (proxy.text("url").isEmpty()) {
            boolean other = !proxy.text("username").isEmpty()
                    || !proxy.text("password").isEmpty()
                    || (timeout != null && !timeout.isZero())
                    || tls;
            return other ? "proxy URL must be specified when other proxy options are set" : null;
        }
        String fault = GoUrl.fault(proxy.text("url"));
        if (fault != null) {
            return "invalid proxy URL: parse " + GoText.quote(proxy.text("url")) + ": " + fault;
        }
        GoUrl url = GoUrl.parse(proxy.text("url"));
        if (!url.scheme().equals("http") && !url.scheme().equals("https")) {
            return "proxy URL scheme must be http or https, got: " + url.scheme();
        }
        if (url.host().isEmpty()) {
            return "proxy URL must specify a host";
        }
        if (tls && !url.scheme().equals("https")) {
            return "proxy TLS configuration requires an https proxy URL, got: " + url.scheme();
        }
        return wrongValues(remote);
    }

    private @Nullable String wrongValues(BlockValues remote) {
        if (timeout != null && timeout.isNegative()) {
            return "proxy timeout must be >= 0";
        }
        if (tlsTimeout != null && tlsTimeout.isNegative()) {
            return "proxy TLS timeout must be >= 0";
        }
        if (proxy.text("username").isEmpty() != proxy.text("password").isEmpty()) {
            return "proxy username and password must both be specified or both be empty";
        }
        for (String url : remote.texts("url")) {
            if (url.trim().startsWith("wss:") && !remote.has("tls")) {
                return "proxy is configured but remote URL " + GoUrl.redact(url.trim())
                        + " requires TLS and no TLS configuration is provided. When using proxy with TLS endpoints,"
                        + " ensure TLS is properly configured for the leafnode remote";
            }
        }
        return null;
    }
}
