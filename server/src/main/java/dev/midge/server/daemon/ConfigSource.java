package dev.midge.server.daemon;

import dev.midge.server.config.CommandLineOverrides;
import dev.midge.server.config.ConfigException;
import dev.midge.server.config.Configuration;
import dev.midge.server.config.ServerOptions;
import org.jspecify.annotations.Nullable;

/** Where the options of a daemon come from, at its start and at each reload: its file, and its flags over that. */
final class ConfigSource {

    private final @Nullable String file;
    private final CommandLineOverrides flags;

    ConfigSource(@Nullable String file, CommandLineOverrides flags) {
        this.file = file;
        this.flags = flags;
    }

    /** Whether there is anything to read again. */
    boolean hasFile() {
        return file != null;
    }

    /** What the file says now. Without a file, nothing. */
    Configuration read() throws ConfigException {
        return file == null ? Configuration.none() : Configuration.parseFile(file, System.getenv(), flags);
    }

    /** The options of that: every flag wins, also those that nats-server forgets at a reload. */
    ServerOptions options(Configuration read) throws ConfigException {
        return read.options(flags);
    }
}
