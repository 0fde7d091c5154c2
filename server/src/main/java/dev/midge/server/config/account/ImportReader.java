package dev.midge.server.config.account;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what an account takes from others, which is not supported yet. */
final class ImportReader {
    private final Findings findings;
    private final ConfValues values;
    private final List<Import> imports = new ArrayList<>();

    /** What one entry imports, from whom, and under which subject; {@code place} is that of the entry. */
    record Import(boolean stream, String account, String subject, String to) {}

    ImportReader(Findings findings) {
        this.findings = findings;
        this.values = new ConfValues(findings);
    }

    /** The entries that are right. */
    List<Import> imports() {
        return imports;
    }

    void read(ConfNode list) {
        if (list.kind() != Kind.LIST) {
            findings.error(list, "Imports should be an array, got " + list.kind().goName);
            return;
        }
        Map<String, Import> services = new HashMap<>();
        for (ConfNode node : list.asList()) {
            if (node.kind() != Kind.MAP) {
                findings.error(node, "Import Items should be a map with type entry, got " + node.kind().goName);
                continue;
            }
            Import read = new Entry().read(node);
            if (read != null) {
                add(services, node, read);
            }
        }
    }

    private void add(Map<String, Import> services, ConfNode node, Import read) {
        Import same = read.stream() ? null : services.putIfAbsent(read.to() + " " + read.account(), read);
        if (same == null) {
            imports.add(read);
        } else {
            findings.error(
                    node,
                    "Duplicate service import subject " + GoText.quote(read.to())
                            + ", previously used in import for account " + GoText.quote(same.account())
                            + ", subject " + GoText.quote(same.subject()));
        }
    }

    /** One entry while it is read. */
    private final class Entry {
        private @Nullable ConfNode trace;
        private boolean stream;
        private boolean service;
        private String account = "";
        private String subject = "";
        private String prefix = "";
        private String to = "";

        @Nullable
        Import read(ConfNode entry) {
            int errorsBefore = findings.errors().size();
            for (Map.Entry<String, ConfNode> field : entry.asMap().entrySet()) {
                readField(field.getKey(), field.getValue());
            }
            if (service && trace != null) {
                findings.error(trace, "Detected allow_trace directive on a non-stream");
            }
            boolean right = findings.errors().size() == errorsBefore && (stream || service);
            return right ? new Import(stream, account, subject, to.isEmpty() ? subject : to) : null;
        }

        private void readField(String key, ConfNode node) {
            switch (key.toLowerCase(Locale.ROOT)) {
                case "stream" -> {
                    if (service) {
                        findings.error(node, "Detected stream but already saw a service");
                    } else {
                        stream |= readSource("Stream", node);
                    }
                }
                case "service" -> {
                    if (stream) {
                        findings.error(node, "Detected service but already saw a stream");
                    } else {
                        service |= readSource("Service", node);
                    }
                }
                case "prefix" -> prefix = text(node);
                case "to" -> {
                    to = text(node);
                    if (stream && !prefix.isEmpty()) {
                        findings.error(node, "Stream import can not have a 'prefix' and a 'to' property");
                    }
                }
                case "share" -> values.flag(node);
                case "allow_trace" -> trace = service || values.flag(node) != null ? node : null;
                default -> findings.unknownField(node, key);
            }
        }

        private String text(ConfNode node) {
            String text = values.text(node);
            return text == null ? "" : text;
        }

        private boolean readSource(String what, ConfNode node) {
            if (node.kind() != Kind.MAP) {
                findings.error(node, what + " entry should be an account map, got " + node.kind().goName);
                return false;
            }
            for (Map.Entry<String, ConfNode> field : node.asMap().entrySet()) {
                switch (field.getKey().toLowerCase(Locale.ROOT)) {
                    case "account" -> account = text(field.getValue());
                    case "subject" -> subject = text(field.getValue());
                    default -> findings.unknownField(field.getValue(), field.getKey());
                }
            }
            boolean complete = !account.isEmpty() && !subject.isEmpty();
            if (!complete) {
                findings.error(node, "Expect an account name and a subject");
            }
            return complete;
        }
    }
}
