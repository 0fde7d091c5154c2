package dev.midge.server.config.account;

import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.Findings;
import java.util.Set;

/** Checks imports and exports of all accounts of a file, which are not supported yet. */
final class BorderReader {
    private final Findings findings;
    private final ImportReader imports;
    private final ExportReader exports;

    BorderReader(Findings findings) {
        this.findings = findings;
        this.imports = new ImportReader(findings);
        this.exports = new ExportReader(findings);
    }

    /** @param key {@code imports} or {@code exports} */
    void read(String key, ConfNode node) {
        if (key.equals("imports")) {
            imports.read(node);
        } else {
            exports.read(node);
        }
    }

    /** Whether the accounts exist that are named; reported where the block of all accounts stands, as in nats-server. */
    void checkAccounts(ConfNode accounts, Set<String> known) {
        for (ExportReader.Export export : exports.exports()) {
            for (String name : export.accounts()) {
                check(accounts, known, name, export.stream() ? "stream export" : "service export");
            }
        }
        for (ImportReader.Import read : imports.imports()) {
            check(accounts, known, read.account(), read.stream() ? "stream import" : "service import");
        }
    }

    private void check(ConfNode accounts, Set<String> known, String name, String what) {
        if (!known.contains(name)) {
            findings.error(accounts, GoText.quote(name) + " account not defined for " + what);
        }
    }
}
