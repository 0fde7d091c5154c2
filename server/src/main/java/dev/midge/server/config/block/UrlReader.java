package dev.midge.server.config.block;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.GoUrl;
import java.util.HashSet;
import java.util.Set;

/** Checks the URLs of other servers. */
final class UrlReader {
    private final Findings findings;
    private final ConfValues values;
    private final String of;

    /** @param of the word for what is behind the URLs, such as {@code route} */
    UrlReader(Findings findings, String of) {
        this.findings = findings;
        this.values = new ConfValues(findings);
        this.of = of;
    }

    /** A list of URLs; one that is there twice earns a warning. */
    void readList(ConfNode node) {
        if (node.kind() != Kind.LIST) {
            findings.wrongKind(node, Kind.LIST);
            return;
        }
        Set<String> seen = new HashSet<>();
        for (ConfNode element : node.asList()) {
            if (element.kind() == Kind.STRING && !seen.add(element.asText())) {
                findings.misuse(element, element.asText(), "Duplicate " + of + " entry detected");
            } else {
                read(element);
            }
        }
    }

    void read(ConfNode node) {
        String text = values.text(node);
        if (text != null && GoUrl.fault(text.trim()) != null) {
            findings.error(node, "error parsing " + of + " url [" + GoText.quote(text.trim()) + "]");
        }
    }
}
