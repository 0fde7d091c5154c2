package dev.midge.server.config;

import dev.midge.auth.Identity;
import dev.midge.auth.NKeyUserEntry;
import dev.midge.auth.UserEntry;
import dev.midge.server.config.account.AccountsReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a reload finds changed, in the order in which nats-server compares and applies it: that of the fields of its options
 * (nats-server server/reload.go diffOptions). Immutable.
 */
public final class OptionChanges {
    private static final List<Option<?>> FIRST = List.of(
            Options.SERVER_NAME,
            Options.HOST,
            Options.PORT,
            Options.CLIENT_ADVERTISE,
            Options.TRACE,
            Options.DEBUG,
            Options.TRACE_VERBOSE,
            Options.TRACE_HEADERS,
            Options.DISABLE_SUBLIST_CACHE,
            Options.NO_HEADER_SUPPORT,
            Options.LOGTIME,
            Options.LOGTIME_UTC,
            Options.MAX_CONNECTIONS,
            Options.MAX_SUBSCRIPTIONS,
            Options.MAX_SUBSCRIPTION_TOKENS,
            Options.AUTH_NKEYS,
            Options.AUTH_USERS,
            Options.ACCOUNTS,
            Options.NO_AUTH_USER,
            Options.SYSTEM_ACCOUNT,
            Options.NO_SYSTEM_ACCOUNT,
            Options.AUTH_USER,
            Options.AUTH_PASSWORD,
            Options.AUTH_PROXY_REQUIRED,
            Options.PROXY_PROTOCOL,
            Options.AUTH_TOKEN,
            Options.PING_INTERVAL,
            Options.PING_MAX,
            Options.HTTP_HOST,
            Options.HTTP_PORT,
            Options.HTTP_BASE_PATH,
            Options.AUTH_TIMEOUT,
            Options.MAX_CONTROL_LINE,
            Options.MAX_PAYLOAD,
            Options.MAX_PENDING,
            Options.NO_FAST_PRODUCER_STALL,
            Options.PID_FILE,
            Options.PORTS_FILE_DIR,
            Options.LOG_FILE,
            Options.LOG_SIZE_LIMIT,
            Options.LOG_MAX_NUM,
            Options.SYSLOG,
            Options.REMOTE_SYSLOG,
            Options.WRITE_DEADLINE,
            Options.WRITE_TIMEOUT,
            Options.MAX_CLOSED_CLIENTS,
            Options.LAME_DUCK_DURATION,
            Options.LAME_DUCK_GRACE_PERIOD,
            Options.MAX_TRACED_MSG_LEN,
            Options.SERVER_TAGS,
            Options.SERVER_METADATA,
            Options.PROXIES);

    private final List<OptionChange> all;

    private OptionChanges(List<OptionChange> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Compares the options in force with those that are to take their place. A port of -1 is that of the listener, which
     * stays.
     *
     * @param clientPort the port listened on
     * @throws ConfigException when something has changed that takes a restart; it names the first such option
     */
    public static OptionChanges between(ServerOptions before, ServerOptions now, int clientPort)
            throws ConfigException {
        List<OptionChange> changes = new ArrayList<>();
        for (Option<?> option : inOrder()) {
            Object old =
                    option == Options.SYSTEM_ACCOUNT ? before.namedSystemAccount() : value(option, before, clientPort);
            Object fresh = value(option, now, clientPort);
            if (!alwaysCounts(option) && same(option, old, fresh)) {
                continue;
            }
            OptionChange change = new OptionChange(option, old, fresh);
            String refusal = change.refusal();
            if (refusal != null && !mayBeRemoved(option, before, now)) {
                throw ConfigException.combination(refusal);
            }
            changes.add(change);
        }
        return new OptionChanges(changes);
    }

    private static Set<Option<?>> inOrder() {
        Set<Option<?>> order = new LinkedHashSet<>(FIRST);
        order.addAll(Options.rows());
        return order;
    }

    /** nats-server does not compare these; so every reload has all clients judged again. */
    private static boolean alwaysCounts(Option<?> option) {
        return option == Options.AUTH_USERS || option == Options.ACCOUNTS;
    }

    /** What is in force, which some accessors know better than the row. */
    private static @Nullable Object value(Option<?> option, ServerOptions options, int clientPort) {
        if (option == Options.PORT) {
            return options.port() == -1 ? clientPort : options.port();
        }
        if (option == Options.HTTP_HOST) {
            return options.httpHost();
        }
        if (option == Options.AUTH_TIMEOUT) {
            return options.auth().timeout();
        }
        if (option == Options.AUTH_PROXY_REQUIRED) {
            return options.auth().proxyRequired();
        }
        if (option == Options.PROXIES) {
            return options.auth().trustedProxies();
        }
        if (option == Options.NO_AUTH_USER) {
            return Objects.requireNonNullElse(options.auth().noAuthUser(), "");
        }
        return options.find(option);
    }

    private static boolean same(Option<?> option, @Nullable Object old, @Nullable Object fresh) {
        if (option == Options.AUTH_NKEYS && old instanceof List<?> before && fresh instanceof List<?> now) {
            return before.equals(now) && !anyInAnAccount(now);
        }
        if (option == Options.PROXIES && old instanceof List<?> before && fresh instanceof List<?> now) {
            return before.containsAll(now) && now.containsAll(before);
        }
        return Objects.equals(old, fresh);
    }

    /** Accounts never compare as equal in nats-server, nor does what belongs to them. */
    private static boolean anyInAnAccount(List<?> users) {
        for (Object user : users) {
            if (user instanceof NKeyUserEntry entry && !entry.account().equals(Identity.GLOBAL_ACCOUNT)) {
                return true;
            }
        }
        return false;
    }

    /** Two options can be taken out where nobody depends on them any more; otherwise they are for the start. */
    private static boolean mayBeRemoved(Option<?> option, ServerOptions before, ServerOptions now) {
        if (option == Options.NO_AUTH_USER) {
            String old = before.auth().noAuthUser();
            return old != null && now.auth().noAuthUser() == null && !hasUser(now, old);
        }
        return option == Options.SYSTEM_ACCOUNT
                && before.namedSystemAccount().equals(AccountsReader.DEFAULT_SYSTEM_ACCOUNT)
                && now.get(Options.SYSTEM_ACCOUNT).isEmpty();
    }

    private static boolean hasUser(ServerOptions options, String name) {
        for (UserEntry user : options.auth().users()) {
            if (user.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Every change, in the order in which it is applied. */
    public List<OptionChange> all() {
        return all;
    }

    /** Whether one of these rows has changed. */
    public boolean concern(Option<?>... options) {
        for (OptionChange change : all) {
            for (Option<?> option : options) {
                if (change.option() == option) {
                    return true;
                }
            }
        }
        return false;
    }
}
