package dev.midge.server.config.account;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks mappings of subjects, which are not supported yet. */
public final class MappingsReader {
    private static final long WHOLE = 100;

    private final Findings findings;
    private final ConfValues values;

    public MappingsReader(Findings findings) {
        this.findings = findings;
        this.values = new ConfValues(findings);
    }

    public void read(ConfNode node) {
        if (node.kind() != Kind.MAP) {
            findings.wrongKind(node, Kind.MAP);
            return;
        }
        for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
            if (PermissionsReader.isSubject(entry.getKey())) {
                readDestinations(entry.getValue());
            } else {
                findings.error(node, "Subject " + GoText.quote(entry.getKey()) + " is not a valid subject");
            }
        }
    }

    private void readDestinations(ConfNode node) {
        if (node.kind() == Kind.STRING) {
            return;
        }
        for (ConfNode destination : node.kind() == Kind.LIST ? node.asList() : List.of(node)) {
            if (destination.kind() == Kind.MAP) {
                readDestination(destination);
            } else {
                findings.error(destination, "Expected an entry for the mapping destination");
            }
        }
    }

    private void readDestination(ConfNode destination) {
        int errorsBefore = findings.errors().size();
        String subject = "";
        boolean weighted = false;
        for (Map.Entry<String, ConfNode> entry : destination.asMap().entrySet()) {
            ConfNode node = entry.getValue();
            switch (entry.getKey().toLowerCase(Locale.ROOT)) {
                case "dest", "destination" -> {
                    String text = text(destination, node);
                    subject = text == null ? "" : text;
                }
                case "weight" -> {
                    weighted = true;
                    readWeight(node);
                }
                case "cluster" -> text(destination, node);
                default ->
                    findings.error(node, "Unknown field " + GoText.quote(entry.getKey()) + " for mapping destination");
            }
        }
        if (!weighted && findings.errors().size() == errorsBefore) {
            findings.error(destination, "Missing weight for mapping destination " + GoText.quote(subject));
        }
    }

    /** A value of another kind is reported where the destination stands. */
    private @Nullable String text(ConfNode destination, ConfNode node) {
        return values.text(node.at(destination.position()));
    }

    private void readWeight(ConfNode node) {
        switch (node.kind()) {
            case INTEGER -> checkWeight(node, node.asInteger());
            case STRING -> {
                String text = node.asText();
                String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
                if (GoText.integerFault("Atoi", number) == null) {
                    checkWeight(node, Long.parseLong(number));
                } else {
                    findings.error(node, "Invalid weight " + GoText.quote(number) + " for mapping destination");
                }
            }
            default -> findings.error(node, "Unknown entry type for weight of " + node + "\n");
        }
    }

    private void checkWeight(ConfNode node, long weight) {
        if (weight < 0 || weight > WHOLE) {
            findings.error(node, "Invalid weight " + weight + " for mapping destination");
        }
    }
}
