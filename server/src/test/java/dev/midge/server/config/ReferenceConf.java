package dev.midge.server.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the table of options as {@code reference.conf}; {@link OptionsTest} fails when the file is another one. */
final class ReferenceConf {
    private ReferenceConf() {}

    static String render() {
        StringBuilder text = new StringBuilder();
        text.append(
                "# Every setting with its default, as ReferenceConf renders the rows of Options. It is the lowest layer of\n");
        text.append(
                "# Configuration.snapshot(); configuration files are written in the language of nats-server, not in this one.\n");
        text.append("midge {\n");
        for (Option<?> row : Options.rows()) {
            text.append("  # ").append(row.meaning()).append('\n');
            Object value = row.defaultValue();
            text.append(value == null ? "  # " + row.key() + " is not set" : "  " + row.key() + " = " + hocon(value));
            text.append('\n');
        }
        return text.append("}\n").toString();
    }

    private static String hocon(Object value) {
        return ConfigValueFactory.fromAnyRef(ConfigSnapshot.plain(value)).render(ConfigRenderOptions.concise());
    }

    /** Rewrites the file after a change of the table. */
    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), render());
    }
}
