package dev.midge.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.midge.auth.AccountEntry;
import dev.midge.auth.NKeyUserEntry;
import dev.midge.auth.Secret;
import dev.midge.auth.UserEntry;
import dev.midge.server.config.language.Position;
import dev.midge.server.config.value.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers of settings as one {@link Config}: command line over file over {@code reference.conf}. The only class that knows
 * the library, so that a plain start does not load it.
 *
 * <p>Values arrive here after our own reading, because the library's notion of sizes, durations and booleans is another
 * one: {@code 64MB} would silently become a different number.
 */
final class ConfigSnapshot {
    private static final String REDACTED = "[REDACTED]";

    private ConfigSnapshot() {}

    static Config of(Layer commandLine, Layer file) {
        return config(commandLine).withFallback(config(file)).withFallback(defaults());
    }

    /** The defaults, which a test holds equal to the table of options. */
    static Config defaults() {
        return ConfigFactory.parseResources(ConfigSnapshot.class.getClassLoader(), "reference.conf")
                .getConfig("midge");
    }

    private static Config config(Layer layer) {
        Config config = ConfigFactory.empty();
        for (Option<?> row : Options.rows()) {
            Object value = layer.find(row);
            if (value != null) {
                config = config.withValue(row.key(), value(value).withOrigin(origin(layer.position(row))));
            }
        }
        return config;
    }

    private static ConfigOrigin origin(Position position) {
        if (position.line() == 0) {
            return ConfigOriginFactory.newSimple("command line");
        }
        return ConfigOriginFactory.newFile(position.file())
                .withLineNumber(position.line())
                .withComments(List.of("column " + position.column()));
    }

    private static ConfigValue value(Object value) {
        return ConfigValueFactory.fromAnyRef(plain(value));
    }

    /** A value of one of the library's kinds. */
    static Object plain(Object value) {
        if (value instanceof Duration duration) {
            return GoDuration.format(duration);
        }
        if (value instanceof Secret secret) {
            return secret.isEmpty() ? "" : REDACTED;
        }
        if (value instanceof List<?> list) {
            List<Object> plain = new ArrayList<>();
            for (Object element : list) {
                plain.add(plain(element));
            }
            return plain;
        }
        if (value instanceof PluginEntry plugin) {
            return plugin.name(); // its settings may hold secrets
        }
        if (value instanceof AccountEntry account) {
            return account.name();
        }
        if (value instanceof UserEntry user) {
            return user.name();
        }
        return value instanceof NKeyUserEntry user ? user.nkey() : value;
    }
}
