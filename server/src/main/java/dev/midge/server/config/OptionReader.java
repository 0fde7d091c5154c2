package dev.midge.server.config;

import dev.midge.auth.Secret;
import dev.midge.server.config.Option.Effect;
import dev.midge.server.config.block.BlockReader;
import dev.midge.server.config.block.Blocks;
import dev.midge.server.config.language.ConfDigest;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.GoDuration;
import dev.midge.server.config.value.Listen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the top level of a configuration into a {@link Layer}, row by row. A wrong entry is reported and does not keep
 * its neighbours from being read.
 */
final class OptionReader {
    private static final Duration SHORTEST_LAME_DUCK = Duration.ofSeconds(30);

    private final Findings findings;
    private final ConfValues values;
    private final Layer layer;
    private final BlockReader blocks;
    private final AuthorizationReader authorization;

    OptionReader(Findings findings, Layer layer) {
        this.findings = findings;
        this.layer = layer;
        this.values = new ConfValues(findings);
        this.blocks = new BlockReader(findings);
        this.authorization = new AuthorizationReader(findings, layer);
    }

    /** Call before {@link #read}: what is to be ignored may stand in front of the line that says so. */
    void readIgnoreUnsupported(Map<String, ConfNode> root) {
        for (Map.Entry<String, ConfNode> entry : root.entrySet()) {
            ConfNode node = entry.getValue();
            if (node.kind() == Kind.BOOLEAN && Options.find(entry.getKey()) == Options.IGNORE_UNSUPPORTED) {
                layer.set(Options.IGNORE_UNSUPPORTED, node.asBoolean(), node.position());
            }
        }
    }

    /** What blocks say whose features are not there; valid after {@link #read}. */
    Blocks blocks() {
        return blocks.blocks(authorization.accountsWithJetStream());
    }

    void read(Map<String, ConfNode> root) {
        for (Map.Entry<String, ConfNode> entry : root.entrySet()) {
            Option<?> row = Options.find(entry.getKey());
            if (row == null) {
                findings.unknownField(entry.getValue(), entry.getKey());
            } else {
                read(row, entry.getKey(), entry.getValue());
            }
        }
        authorization.finish();
    }

    private void read(Option<?> row, String key, ConfNode node) {
        int errorsBefore = findings.errors().size();
        switch (row.kind()) {
            case STRING -> readText(row, key, node);
            case INTEGER -> readNumber(row, key, node);
            case BOOLEAN -> readFlag(row, node);
            case DURATION -> store(row, values.duration(row.key(), node), node);
            case DURATION_TEXT -> store(row, lameDuck(row, values.durationText(row.key(), node), node), node);
            case LISTEN -> readListen(row, node);
            case STRING_OR_LIST -> readTexts(row, node);
            case BLOCK -> readBlock(row, node);
        }
        if (findings.errors().size() == errorsBefore) {
            tellEffect(row, key, node);
        }
    }

    private void tellEffect(Option<?> row, String key, ConfNode node) {
        boolean wanted = !(node.isOff() && isOptional(row));
        if (row.effect() == Effect.NOTICED) {
            findings.notice(node, key + " has no effect in this server");
        } else if (row.effect() == Effect.REFUSED && wanted) {
            findings.unsupported(node, key);
        } else if (row.effect() == Effect.GUARDED && wanted) {
            findings.guarded(node, key);
        }
    }

    /** An empty value of most options asks for nothing; that of tls asks for TLS. */
    private static boolean isOptional(Option<?> row) {
        return !"tls".equals(row.key());
    }

    // Values

    /** Keeps a value that was read; the row knows its type, which the kind has determined. */
    @SuppressWarnings("unchecked")
    private <T> void store(Option<T> row, @Nullable Object value, ConfNode node) {
        if (value != null) {
            layer.set(row, (T) value, node.position());
        }
    }

    private void readText(Option<?> row, String key, ConfNode node) {
        if (row == Options.SYSTEM_ACCOUNT) {
            readSystemAccount(key, node);
            return;
        }
        String text = values.text(node);
        if (text == null) {
            return;
        }
        if (row.key().equals("store_dir")) {
            blocks.readStoreDirectory(node);
        } else if (row == Options.SERVER_NAME && text.indexOf(' ') >= 0) {
            findings.error(node, "server name cannot contain spaces");
        } else if (row == Options.WRITE_TIMEOUT) {
            store(row, values.writeTimeout(node), node);
        } else if (row == Options.LOG_FORMAT && !OptionsValidation.isLogFormat(text)) {
            findings.error(node, OptionsValidation.WRONG_LOG_FORMAT);
        } else {
            store(row, text, node);
        }
    }

    /** nats-server server/opts.go: the key counts in lower case only, in any other it is known and ignored. */
    private void readSystemAccount(String key, ConfNode node) {
        boolean canonical = key.equals("system_account");
        if (!canonical && !key.equals("system")) {
            return;
        }
        if (node.kind() != Kind.STRING) {
            findings.error(node, "system account name must be a string");
        } else if (canonical || layer.find(Options.SYSTEM_ACCOUNT) == null) {
            layer.set(Options.SYSTEM_ACCOUNT, node.asText(), node.position());
        }
    }

    private void readNumber(Option<?> row, String key, ConfNode node) {
        Long number = values.integer(node);
        if (number == null) {
            return;
        }
        if (number > row.most()) {
            findings.error(node, key + " value is too big");
        } else if (number < row.least()) {
            findings.error(node, key + " value can not be negative");
        } else if (row == Options.MAX_CONNECTIONS && number == 0) {
            // nats-server server/opts.go: 0 in a file is "nobody", and only an absent value is the default.
            store(row, -1, node);
        } else {
            Object value = number;
            if (!(row.defaultValue() instanceof Long)) {
                value = ConfValues.saturated(number);
            }
            store(row, value, node);
        }
    }

    private void readFlag(Option<?> row, ConfNode node) {
        Boolean flag = values.flag(node);
        store(row, flag, node);
        if (flag != null && (row == Options.TRACE_VERBOSE || row == Options.TRACE_HEADERS)) {
            layer.set(Options.TRACE, flag, node.position());
        }
    }

    private @Nullable Duration lameDuck(Option<?> row, @Nullable Duration duration, ConfNode node) {
        if (duration == null) {
            return null;
        }
        if (row == Options.LAME_DUCK_DURATION && duration.compareTo(SHORTEST_LAME_DUCK) < 0) {
            findings.error(
                    node, "invalid lame_duck_duration of " + GoDuration.format(duration) + ", minimum is 30 seconds");
        }
        if (row == Options.LAME_DUCK_GRACE_PERIOD && duration.isNegative()) {
            findings.error(node, "invalid lame_duck_grace_period, needs to be positive");
        }
        return duration;
    }

    private void readListen(Option<?> row, ConfNode node) {
        Listen listen = values.listen(node);
        if (listen == null) {
            return;
        }
        if (row == Options.LISTEN) {
            layer.set(Options.HOST, listen.host(), node.position());
            layer.set(Options.PORT, listen.port(), node.position());
        } else if (row == Options.HTTP) {
            layer.set(Options.HTTP_HOST, listen.host(), node.position());
            layer.set(Options.HTTP_PORT, listen.port(), node.position());
        }
    }

    private void readTexts(Option<?> row, ConfNode node) {
        switch (row.key()) {
            case "server_tags" -> layer.set(Options.SERVER_TAGS, tags(node), node.position());
            case "operator" -> blocks.readOperators(node);
            case "trusted_keys" -> blocks.readTrustedKeys(node);
            default -> values.texts(row.key(), node);
        }
    }

    /** nats-server: trimmed, in lower case, each once; what is empty is left out. */
    private List<String> tags(ConfNode node) {
        List<String> tags = new ArrayList<>();
        for (String text : values.textsOrNone("tags", node)) {
            String tag = text.trim().toLowerCase(Locale.ROOT);
            if (!tag.isEmpty() && !tags.contains(tag)) {
                tags.add(tag);
            }
        }
        return List.copyOf(tags);
    }

    /** Names and their values; empty after an error, and without a value that is no text. */
    private Map<String, String> metadata(ConfNode node) {
        if (node.kind() != Kind.MAP) {
            findings.error(node, "error parsing metadata: unsupported type " + node.kind().goName);
            return Map.of();
        }
        Map<String, String> metadata = new HashMap<>();
        for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
            String text = values.text(entry.getValue());
            if (text != null) {
                metadata.put(entry.getKey(), text);
            }
        }
        return Map.copyOf(metadata);
    }

    /** What a block without effect here says, so that a reload sees it change; it may hold secrets. */
    private void keepForReload(Option<?> row, ConfNode node) {
        if (row.reloadName() != null) {
            store(row, Secret.of(ConfDigest.json(node)), node);
        }
    }

    private void readBlock(Option<?> row, ConfNode node) {
        switch (row.key()) {
            case "authorization" -> authorization.read(node);
            case "accounts" -> authorization.readAccounts(node);
            case "proxies" -> layer.set(Options.PROXIES, new ProxiesReader(findings).read(node), node.position());
            case "server_metadata" -> layer.set(Options.SERVER_METADATA, metadata(node), node.position());
            default -> {
                blocks.read(row.key(), node);
                keepForReload(row, node);
            }
        }
    }
}
