package dev.midge.server.config;

import com.typesafe.config.Config;
import dev.midge.server.config.block.Blocks;
import dev.midge.server.config.language.ConfDigest;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfParser;
import dev.midge.server.config.language.ConfReadException;
import dev.midge.server.config.value.Findings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one configuration file, or a text in its language, says. Immutable; a reload reads another one.
 *
 * <p>Reading reports every wrong entry at once. {@link #options} lays the command line over it and checks the settings
 * together, which {@code -t} does not do.
 */
public final class Configuration {
    private final Layer file;
    private final Findings findings;
    private final Blocks blocks;
    private final @Nullable String path;
    private final @Nullable String digest;

    private Configuration(
            Layer file, Findings findings, Blocks blocks, @Nullable String path, @Nullable String digest) {
        this.file = file;
        this.findings = findings;
        this.blocks = blocks;
        this.path = path;
        this.digest = digest;
    }

    /** No file: every setting has its default or comes from the command line. */
    public static Configuration none() {
        return new Configuration(new Layer(), new Findings(), new Blocks(), null, null);
    }

    /**
     * Reads a file.
     *
     * @param path as the operator wrote it; it stands so in messages
     * @param environment where variables are looked up that the file does not define
     */
    public static Configuration parseFile(String path, Map<String, String> environment) throws ConfigException {
        return parseFile(path, environment, new CommandLineOverrides());
    }

    /**
     * Reads a file for a server with flags: {@code --ignore-unsupported} wins over the key {@code ignore_unsupported}. All
     * other flags count only in {@link #options(CommandLineOverrides)}.
     */
    public static Configuration parseFile(String path, Map<String, String> environment, CommandLineOverrides overrides)
            throws ConfigException {
        Map<String, ConfNode> root;
        try {
            root = ConfParser.parseFile(path, environment);
        } catch (ConfReadException e) {
            throw ConfigException.unreadable(e);
        }
        Findings findings = new Findings();
        if (root.isEmpty()) {
            findings.warning(path + ": config has no values or is empty");
        }
        return read(root, findings, overrides, path, ConfDigest.of(root));
    }

    /** Reads a text; includes are relative to the working directory. */
    public static Configuration parseText(String text, Map<String, String> environment) throws ConfigException {
        return parseText(text, environment, new CommandLineOverrides());
    }

    static Configuration parseText(String text, Map<String, String> environment, CommandLineOverrides overrides)
            throws ConfigException {
        try {
            return read(ConfParser.parseText(text, environment), new Findings(), overrides, null, null);
        } catch (ConfReadException e) {
            throw ConfigException.unreadable(e);
        }
    }

    private static Configuration read(
            Map<String, ConfNode> root,
            Findings findings,
            CommandLineOverrides overrides,
            @Nullable String path,
            @Nullable String digest)
            throws ConfigException {
        Layer layer = new Layer();
        OptionReader reader = new OptionReader(findings, layer);
        reader.readIgnoreUnsupported(root);
        if (ignoresUnsupported(layer, overrides)) {
            findings.ignoreUnsupported();
        }
        reader.read(root);
        if (findings.hasErrors()) {
            throw ConfigException.fields(findings.warnings(), findings.errors());
        }
        return new Configuration(layer, findings, reader.blocks(), path, digest);
    }

    /** Texts that nats-server prints on standard error before it starts, and for which {@code -t} fails. */
    public List<String> warnings() {
        return List.copyOf(findings.warnings());
    }

    /** The warnings as they are printed: each with a line feed; empty when there are none. */
    public String warningText() {
        return ConfigException.lines(findings.warnings());
    }

    /** What was accepted and has no effect in this server, to be logged once at start. {@code -t} does not mind. */
    public List<String> notices() {
        return List.copyOf(findings.notices());
    }

    /** Whether the operator wants a server without what is not supported yet: the flag says so, else the file. */
    public boolean ignoresUnsupported(CommandLineOverrides overrides) {
        return ignoresUnsupported(file, overrides);
    }

    private static boolean ignoresUnsupported(Layer file, CommandLineOverrides overrides) {
        Boolean flag = overrides.layer().find(Options.IGNORE_UNSUPPORTED);
        return Boolean.TRUE.equals(flag == null ? file.find(Options.IGNORE_UNSUPPORTED) : flag);
    }

    /** Whether the file has an address for routes, without which nats-server takes none from the command line. */
    public boolean hasClusterListener() {
        return blocks.hasClusterListener();
    }

    /** {@code sha256:} and the digest of what the file says; null for a text and when there is no file. */
    public @Nullable String digest() {
        return digest;
    }

    /** The settings of a server with this configuration and no flags. */
    public ServerOptions options() throws ConfigException {
        return options(new CommandLineOverrides());
    }

    /** The settings of a server with this configuration, where a flag wins over the file. */
    public ServerOptions options(CommandLineOverrides overrides) throws ConfigException {
        ServerOptions.Builder builder = ServerOptions.builder();
        file.copyTo(builder);
        overrides.layer().copyTo(builder);
        if (path != null && digest != null) {
            builder.configFile(path, digest);
        }
        ServerOptions options = builder.build();
        OptionsValidation.check(options, blocks);
        return options;
    }

    /**
     * The same settings by key, with the source of each: for showing them. Secrets are replaced. Not for the start-up path: this loads the configuration library.
     */
    public Config snapshot(CommandLineOverrides overrides) {
        return ConfigSnapshot.of(overrides.layer(), file);
    }
}
