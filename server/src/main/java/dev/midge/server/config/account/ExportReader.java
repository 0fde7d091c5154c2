package dev.midge.server.config.account;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.GoDuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks what an account lets others see, which is not supported yet. */
final class ExportReader {
    private final Findings findings;
    private final ConfValues values;
    private final List<Export> exports = new ArrayList<>();

    /** What one entry exports, and to whom. */
    record Export(boolean stream, List<String> accounts) {}

    ExportReader(Findings findings) {
        this.findings = findings;
        this.values = new ConfValues(findings);
    }

    /** The entries that are right. */
    List<Export> exports() {
        return exports;
    }

    void read(ConfNode list) {
        if (list.kind() != Kind.LIST) {
            findings.error(list, "Exports should be an array, got " + list.kind().goName);
            return;
        }
        for (ConfNode node : list.asList()) {
            if (node.kind() == Kind.MAP) {
                new Entry().read(node);
            } else {
                findings.error(node, "Export Items should be a map with type entry, got " + node.kind().goName);
            }
        }
    }

    /** One entry while it is read: what may stand in it depends on whether it is a stream or a service. */
    private final class Entry {
        private boolean stream;
        private boolean service;
        private final List<String> accounts = new ArrayList<>();

        void read(ConfNode entry) {
            int errorsBefore = findings.errors().size();
            boolean typed = false;
            for (Map.Entry<String, ConfNode> field : entry.asMap().entrySet()) {
                // The type of a response is the same under each of its names.
                boolean response = isOneOf(field.getKey(), "response", "response_type");
                if (response && typed) {
                    findings.error(field.getValue(), "Duplicate response type definition");
                } else {
                    readField(field.getKey(), field.getValue());
                }
                typed |= response;
            }
            if (findings.errors().size() == errorsBefore && (stream || service)) {
                exports.add(new Export(stream, accounts));
            }
            checkDirectives(entry);
        }

        private void readField(String key, ConfNode node) {
            switch (key.toLowerCase(Locale.ROOT)) {
                case "stream" -> readStream(node);
                case "service" -> readService(node);
                case "response", "response_type" -> readResponse(node);
                case "threshold", "response_threshold", "response_max_time", "response_time" -> readThreshold(node);
                case "accounts" -> readAccounts(node);
                case "latency" -> new LatencyReader(findings).read(node);
                case "account_token_position" -> values.integer(node);
                case "allow_trace" -> values.flag(node);
                default -> findings.unknownField(node, key);
            }
        }

        private void readStream(ConfNode node) {
            if (service) {
                findings.error(node, "Detected stream " + GoText.quote(node) + " but already saw a service");
            } else if (isName("stream", node)) {
                stream = true;
            }
        }

        private void readService(ConfNode node) {
            if (stream) {
                findings.error(node, "Detected service " + GoText.quote(node) + " but already saw a stream");
            } else if (isName("service", node)) {
                service = true;
            }
        }

        private boolean isName(String what, ConfNode node) {
            if (node.kind() != Kind.STRING) {
                findings.error(node, "Expected " + what + " name to be string, got " + node.kind().goName);
            }
            return node.kind() == Kind.STRING;
        }

        private void readResponse(ConfNode node) {
            if (node.kind() != Kind.STRING) {
                findings.error(node, "Expected response type to be string, got " + node.kind().goName);
                return;
            }
            switch (node.asText().toLowerCase(Locale.ROOT)) {
                case "single", "singleton", "stream", "chunk", "chunked" -> {
                    // Known.
                }
                default -> findings.error(node, "Unknown response type: " + GoText.quote(node.asText()));
            }
        }

        private void readThreshold(ConfNode node) {
            String got = node.kind() == Kind.STRING ? GoText.quote(node.asText()) : node.kind().goName;
            boolean valid = node.kind() == Kind.STRING && GoDuration.fault(node.asText()) == null;
            if (!valid) {
                findings.error(node, "Expected response threshold to be a parseable time duration, got " + got);
            }
        }

        private void readAccounts(ConfNode list) {
            if (list.kind() != Kind.LIST) {
                findings.wrongKind(list, Kind.LIST);
                return;
            }
            for (ConfNode node : list.asList()) {
                String name = values.text(node);
                if (name != null) {
                    accounts.add(name);
                }
            }
        }

        /** What stands beside a stream and only means something beside a service. */
        private void checkDirectives(ConfNode entry) {
            if (!stream) {
                return;
            }
            for (Map.Entry<String, ConfNode> field : entry.asMap().entrySet()) {
                String directive = switch (field.getKey().toLowerCase(Locale.ROOT)) {
                    case "response",
                            "response_type",
                            "threshold",
                            "response_threshold",
                            "response_max_time",
                            "response_time" -> "response";
                    case "latency" -> "latency";
                    case "allow_trace" -> "allow_trace";
                    default -> "";
                };
                if (!directive.isEmpty()) {
                    findings.error(field.getValue(), "Detected " + directive + " directive on non-service");
                }
            }
        }
    }

    private static boolean isOneOf(String key, String one, String other) {
        String name = key.toLowerCase(Locale.ROOT);
        return name.equals(one) || name.equals(other);
    }
}
