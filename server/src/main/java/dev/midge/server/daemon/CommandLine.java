package dev.midge.server.daemon;

import dev.midge.server.config.ClusterUrl;
import dev.midge.server.config.Configuration;
import dev.midge.server.flag.FlagException;
import dev.midge.server.flag.FlagParser;
import dev.midge.server.flag.GoNumber;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the arguments ask for: one {@link Action}, and for a server the options that override its file.
 *
 * <p>Order as in nats-server: version, help and TLS help end the process, then a positional does, then a signal; a new
 * key and a health check, of which nats-server knows nothing, come last.
 */
final class CommandLine {

    enum Action {
        RUN,
        CHECK,
        SIGNAL,
        NEW_KEY,
        HEALTH_CHECK,
        SHOW_VERSION,
        SHOW_HELP,
        SHOW_TLS_HELP
    }

    /** An option given as a flag: the key as a configuration file spells it, and the text. */
    record Setting(String option, String value) {}

    private final Map<Flag, String> values = new EnumMap<>(Flag.class);
    private final List<Setting> settings = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private @Nullable String unrecognized;

    private CommandLine() {}

    /** @throws FlagException if the flags themselves are malformed */
    static CommandLine parse(String... arguments) throws FlagException {
        FlagParser<Flag> parser = new FlagParser<>(Flag.values(), arguments);
        CommandLine line = new CommandLine();
        for (FlagParser.Occurrence<Flag> occurrence : parser.parse()) {
            line.values.put(occurrence.flag(), occurrence.value());
        }
        line.collectSettings();
        line.applyPositional(parser.positionals());
        return line;
    }

    private void applyPositional(List<String> positionals) {
        if (positionals.isEmpty()) {
            return;
        }
        String first = positionals.get(0);
        switch (first.toLowerCase(Locale.ROOT)) {
            case "version" -> values.put(Flag.VERSION, "true");
            case "help" -> values.put(Flag.HELP, "true");
            default -> unrecognized = first;
        }
    }

    private void collectSettings() {
        for (Map.Entry<Flag, String> entry : values.entrySet()) {
            Flag flag = entry.getKey();
            String value = entry.getValue();
            if (flag.option() != null) {
                settings.add(new Setting(flag.option(), value));
            } else if (flag.status() == Flag.Status.IGNORED && !isSwitchedOff(value)) {
                ignored.add(flag.display());
            }
        }
        // nats-server applies the combined switches after the plain ones, whatever their order on the line.
        addSwitches(Flag.DEBUG_AND_TRACE, "debug", "trace");
        addSwitches(Flag.DEBUG_AND_VERBOSE_TRACE, "debug", "trace", "trace_verbose");
        addSwitches(Flag.VERBOSE_TRACE, "trace", "trace_verbose");
    }

    /** The values with which nats-server leaves the feature of a flag alone. */
    private static boolean isSwitchedOff(String value) {
        return value.isEmpty() || value.equals("false") || value.equals("0");
    }

    private void addSwitches(Flag flag, String... options) {
        String value = values.get(flag);
        if (value != null) {
            for (String option : options) {
                settings.add(new Setting(option, value));
            }
        }
    }

    Action action() {
        if (isSet(Flag.VERSION)) {
            return Action.SHOW_VERSION;
        }
        if (isSet(Flag.HELP)) {
            return Action.SHOW_HELP;
        }
        if (isSet(Flag.HELP_TLS)) {
            return Action.SHOW_TLS_HELP;
        }
        if (!signal().isEmpty()) {
            return Action.SIGNAL;
        }
        if (values.containsKey(Flag.NEW_KEY)) {
            return Action.NEW_KEY;
        }
        if (isSet(Flag.HEALTH_CHECK)) {
            return Action.HEALTH_CHECK;
        }
        return isSet(Flag.CHECK) ? Action.CHECK : Action.RUN;
    }

    /** Why the server cannot be started with these arguments, or null; the text follows {@code nats-server: }. */
    @Nullable
    String refusal() {
        if (unrecognized != null) {
            return "unrecognized command: " + GoNumber.quoted(unrecognized);
        }
        return null;
    }

    /**
     * A flag whose neglect would be dangerous, named in words; asked only when a server is to run.
     *
     * @param file the configuration, which may have an address for routes
     * @param ignoreUnsupported whether the operator accepts that messages go astray; nothing makes up for missing TLS
     */
    @Nullable
    String unsupported(Configuration file, boolean ignoreUnsupported) {
        String wrong = ClusterUrl.fault(text(Flag.CLUSTER));
        wrong = wrong == null ? unsupportedTls() : wrong;
        if (wrong != null) {
            return wrong;
        }
        if (hasRoutes() && text(Flag.CLUSTER).isEmpty() && !file.hasClusterListener()) {
            return "solicited routes require cluster capabilities, e.g. --cluster";
        }
        if (text(Flag.CLUSTER_NAME).indexOf(' ') >= 0) {
            return "cluster name cannot contain spaces";
        }
        if (ignoreUnsupported) {
            return null;
        }
        if (hasRoutes()) {
            return "-routes is not supported yet; --ignore-unsupported starts without it";
        }
        return hasHttpsPort() ? "monitoring over https is not supported yet, use -m" : null;
    }

    private boolean hasRoutes() {
        return !text(Flag.ROUTES).isEmpty();
    }

    private boolean hasHttpsPort() {
        return !text(Flag.HTTPS_PORT).isEmpty() && !text(Flag.HTTPS_PORT).equals("0");
    }

    private @Nullable String unsupportedTls() {
        if ("false".equals(values.get(Flag.TLS))) {
            return null;
        }
        boolean wanted = values.containsKey(Flag.TLS)
                || values.containsKey(Flag.TLS_VERIFY)
                || values.containsKey(Flag.TLS_CERT)
                || values.containsKey(Flag.TLS_KEY)
                || values.containsKey(Flag.TLS_CA_CERT);
        if (!wanted) {
            return null;
        }
        if (text(Flag.TLS_CERT).isEmpty()) {
            return "TLS Server certificate must be present and valid";
        }
        if (text(Flag.TLS_KEY).isEmpty()) {
            return "TLS Server private key must be present and valid";
        }
        return "TLS is not supported yet";
    }

    /** The argument of {@code --signal}, empty if there is none. */
    String signal() {
        return text(Flag.SIGNAL);
    }

    /** The type of key that {@code -k} asks for. */
    String newKey() {
        return text(Flag.NEW_KEY);
    }

    /** The file of {@code -c}, null if none was named. */
    @Nullable
    String configFile() {
        String file = text(Flag.CONFIG);
        return file.isEmpty() ? null : file;
    }

    /** Options given as flags, to be applied over the file in this order. */
    List<Setting> settings() {
        return List.copyOf(settings);
    }

    /** Flags that were given and have no effect yet, for one warning at start; parameter as above. */
    List<String> ignored(boolean ignoreUnsupported) {
        List<String> flags = new ArrayList<>(ignored);
        if (ignoreUnsupported && hasRoutes()) {
            flags.add(Flag.ROUTES.display());
        }
        if (ignoreUnsupported && hasHttpsPort()) {
            flags.add(Flag.HTTPS_PORT.display());
        }
        return flags;
    }

    private boolean isSet(Flag flag) {
        return "true".equals(values.get(flag));
    }

    private String text(Flag flag) {
        String value = values.get(flag);
        return value == null ? "" : value;
    }
}
