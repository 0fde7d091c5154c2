package dev.midge.server.config;

import dev.midge.auth.AccountEntry;
import dev.midge.auth.NKeyUserEntry;
import dev.midge.auth.Secret;
import dev.midge.auth.UserEntry;
import dev.midge.server.config.Option.Effect;
import dev.midge.server.config.value.Listen;
import dev.midge.server.config.value.ValueKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of top-level options: one row each, in the order in which they are documented. Defaults stand here and
 * nowhere else; {@code reference.conf} is checked against this table by a test.
 */
public final class Options {
    private static final List<Option<?>> ROWS = new ArrayList<>(96);

    /** Reload applies a change of the row. */
    private static final @Nullable String RELOADED = null;

    // Connections

    public static final Option<String> HOST = text("host|net", "0.0.0.0", "Host", "address of the client listener")
            .zeroIsDefault();
    public static final Option<Integer> PORT =
            count("port", 4222, "Port", "client port; -1 picks a free one").zeroIsDefault();
    static final Option<Listen> LISTEN =
            row("listen", ValueKind.LISTEN, null, "Host", "host and port of the client listener");
    public static final Option<String> CLIENT_ADVERTISE =
            text("client_advertise", "", RELOADED, "host[:port] told to clients instead of the listener's");
    public static final Option<String> SERVER_NAME =
            text("server_name", "", "ServerName", "name in INFO and monitoring; the server id when not given");
    public static final Option<Integer> MAX_CONNECTIONS = count(
            "max_connections|max_conn", 65536, RELOADED, "clients at the same time; 0 or less refuses every client");
    public static final Option<Integer> MAX_SUBSCRIPTIONS =
            count("max_subscriptions|max_subs", 0, "MaxSubs", "subscriptions of one connection; 0 is unlimited");
    public static final Option<Integer> MAX_SUBSCRIPTION_TOKENS = count(
                    "max_sub_tokens|max_subscription_tokens",
                    0,
                    "MaxSubTokens",
                    "tokens in a subscription's subject, 1 to 255; unlimited when not given")
            .within(1, 255);
    public static final Option<Integer> MAX_CONTROL_LINE = count(
                    "max_control_line", 4096, RELOADED, "bytes of a protocol line")
            .within(Long.MIN_VALUE, Integer.MAX_VALUE)
            .zeroIsDefault();
    public static final Option<Long> MAX_PAYLOAD = size(
                    "max_payload", 1024 * 1024, RELOADED, "bytes of one message; not more than max_pending")
            .within(Long.MIN_VALUE, Integer.MAX_VALUE)
            .zeroIsDefault();
    public static final Option<Long> MAX_PENDING = size(
                    "max_pending", 64 * 1024 * 1024, "MaxPending", "bytes waiting for one client before it is slow")
            .zeroIsDefault();
    public static final Option<Integer> MAX_CLOSED_CLIENTS = count(
                    "max_closed_clients", 10000, "MaxClosedClients", "closed connections remembered for monitoring")
            .zeroIsDefault();
    public static final Option<Duration> PING_INTERVAL =
            duration("ping_interval", Duration.ofMinutes(2), RELOADED, "time between two PINGs to an idle client");
    public static final Option<Integer> PING_MAX = count(
                    "ping_max", 2, RELOADED, "unanswered PINGs before the connection is closed")
            .zeroIsDefault();
    public static final Option<Duration> WRITE_DEADLINE =
            duration("write_deadline", Duration.ofSeconds(10), RELOADED, "longest blocking write to a client");
    public static final Option<String> WRITE_TIMEOUT = text(
            "write_timeout",
            "default",
            "WriteTimeout",
            "what a passed write_deadline means: default and close end the connection, retry goes on if anything was written");
    public static final Option<Boolean> NO_HEADER_SUPPORT =
            flag("no_header_support", false, "NoHeaderSupport", "switches HPUB and HMSG off");
    public static final Option<Boolean> NO_FAST_PRODUCER_STALL =
            flag("no_fast_producer_stall", false, RELOADED, "do not slow down publishers whose subscribers lag");
    public static final Option<Boolean> PROXY_PROTOCOL =
            flag("proxy_protocol", false, "ProxyProtocol", "clients may come through a proxy that names their address");
    public static final Option<Integer> EVENT_LOOPS = count(
                    "event_loops",
                    0,
                    "EventLoops",
                    "threads that serve connections; 0 is automatic; not in nats-server")
            .within(0, 1024);
    public static final Option<Duration> LAME_DUCK_DURATION = place(new Option<>(
            "lame_duck_duration",
            ValueKind.DURATION_TEXT,
            Effect.ACTED_ON,
            Duration.ofMinutes(2),
            "LameDuckDuration",
            "time over which lame duck mode closes the clients"));
    public static final Option<Duration> LAME_DUCK_GRACE_PERIOD = place(new Option<>(
                    "lame_duck_grace_period",
                    ValueKind.DURATION_TEXT,
                    Effect.ACTED_ON,
                    Duration.ofSeconds(10),
                    "LameDuckGracePeriod",
                    "time between entering lame duck mode and the first close")
            .zeroIsDefault());

    // Files

    public static final Option<String> PID_FILE = text("pid_file|pidfile", "", RELOADED, "file that receives the pid");
    public static final Option<String> PORTS_FILE_DIR =
            text("ports_file_dir", "", RELOADED, "directory that receives the file with the listeners' addresses");

    // What is not there yet

    public static final Option<Boolean> IGNORE_UNSUPPORTED = flag(
            "ignore_unsupported",
            false,
            "IgnoreUnsupported",
            "start without refused options, with a warning for each; not in nats-server");

    // Authentication; the authorization block fills these

    static final Option<String> AUTH_USER = derived("authorization.user", "", RELOADED, "name of the single user");
    static final Option<Secret> AUTH_PASSWORD =
            derived("authorization.password", Secret.of(""), RELOADED, "password of the single user");
    static final Option<Secret> AUTH_TOKEN = derived("authorization.token", Secret.of(""), RELOADED, "single token");
    public static final Option<Duration> AUTH_TIMEOUT = derived(
                    "authorization.timeout", Duration.ofSeconds(2), RELOADED, "time that a client has to log in")
            .zeroIsDefault();
    static final Option<List<UserEntry>> AUTH_USERS = derived("authorization.users", List.of(), RELOADED, "users");
    static final Option<List<NKeyUserEntry>> AUTH_NKEYS =
            derived("authorization.nkeys", List.of(), RELOADED, "users with an NKey");
    static final Option<Boolean> AUTH_DEFINED =
            derived("authorization.defined", false, RELOADED, "there is such a block, which ends anonymous access");
    public static final Option<List<PluginEntry>> AUTH_PLUGINS =
            derived("authorization.plugins", List.of(), RELOADED, "authenticators of others");
    static final Option<Boolean> AUTH_PROXY_REQUIRED = derived(
            "authorization.proxy_required",
            false,
            "ProxyRequired",
            "the single user or token must come through a proxy");
    static final Option<List<String>> PROXIES =
            derived("proxies.trusted", List.of(), RELOADED, "public keys of the proxies that clients may come through");
    public static final Option<String> NO_AUTH_USER =
            text("no_auth_user", "", "NoAuthUser", "user that a client without credentials becomes");

    // Accounts; the accounts block fills the first

    static final Option<List<AccountEntry>> ACCOUNTS =
            derived("accounts.list", List.of(), RELOADED, "accounts, with their limits");
    public static final Option<String> SYSTEM_ACCOUNT =
            text("system_account|system", "", "SystemAccount", "account of the server itself; $SYS when not given");
    public static final Option<Boolean> NO_SYSTEM_ACCOUNT = flag(
            "no_system_account|no_system|no_sys_acc", false, "NoSystemAccount", "$SYS is not made when not configured");

    // Monitoring

    public static final Option<String> HTTP_HOST =
            derived("http_host", "", "HTTPHost", "address of the monitoring listener; the client host when empty");
    public static final Option<Integer> HTTP_PORT =
            count("http_port|monitor_port", 0, "HTTPPort", "monitoring port; 0 is off, -1 picks a free one");
    static final Option<Listen> HTTP = row("http", ValueKind.LISTEN, null, "HTTPPort", "host and port of monitoring");
    public static final Option<String> HTTP_BASE_PATH =
            text("http_base_path", "", "HTTPBasePath", "path under which monitoring answers");
    public static final Option<List<String>> SERVER_TAGS =
            row("server_tags", ValueKind.STRING_OR_LIST, List.of(), RELOADED, "tags shown by monitoring");
    public static final Option<Map<String, String>> SERVER_METADATA =
            row("server_metadata", ValueKind.BLOCK, Map.of(), RELOADED, "names and values shown by monitoring");

    // Log

    public static final Option<Boolean> DEBUG = flag("debug", false, RELOADED, "DBG lines");
    public static final Option<Boolean> TRACE = flag("trace", false, RELOADED, "TRC lines");
    public static final Option<Boolean> TRACE_VERBOSE =
            flag("trace_verbose", false, RELOADED, "TRC lines, system account included; sets trace too");
    public static final Option<Boolean> TRACE_HEADERS =
            flag("trace_headers", false, RELOADED, "payload trace shows headers only; sets trace too");
    public static final Option<Integer> MAX_TRACED_MSG_LEN =
            count("max_traced_msg_len", 0, RELOADED, "bytes of a payload shown in a trace; 0 is unlimited");
    public static final Option<Boolean> LOGTIME = flag("logtime", true, RELOADED, "time in log lines");
    public static final Option<Boolean> LOGTIME_UTC = flag("logtime_utc", false, RELOADED, "UTC instead of local time");
    public static final Option<String> LOG_FILE =
            text("log_file|logfile", "", RELOADED, "log file; standard error if none");
    public static final Option<Long> LOG_SIZE_LIMIT = size(
            "logfile_size_limit|log_size_limit", 0, "LogSizeLimit", "bytes after which the log file is moved away");
    public static final Option<Integer> LOG_MAX_NUM =
            count("logfile_max_num|log_max_num", 0, "LogMaxFiles", "log files to keep, that in use included; 0 is all");
    public static final Option<Boolean> SYSLOG =
            flag("syslog", false, RELOADED, "log to the syslog of this machine if there is no log file");
    public static final Option<String> REMOTE_SYSLOG = text(
            "remote_syslog",
            "",
            RELOADED,
            "log to the syslog at udp://host:port, tcp://host:port or unix:///path if there is no log file");

    public static final Option<String> LOG_FORMAT = text(
            "log_format",
            "text",
            RELOADED,
            "lines of a log file and of standard error: text, as in nats-server, or json; not in nats-server");

    // Accepted, and without effect here

    static final Option<Boolean> DISABLE_SUBLIST_CACHE = flag(
            "disable_sublist_cache|no_sublist_cache", false, "NoSublistCache", "no effect: there is no such cache");

    static {
        noticed("feature_flags", ValueKind.BLOCK, "FeatureFlags", "experiments of nats-server");
        noticed("prof_port", ValueKind.INTEGER, "ProfPort", "profiler of the Go runtime");
        noticed("prof_block_rate", ValueKind.INTEGER, RELOADED, "profiler of the Go runtime");
        noticed(
                "connect_error_reports",
                ValueKind.INTEGER,
                RELOADED,
                "how often failed outgoing connections are logged");
        noticed("reconnect_error_reports", ValueKind.INTEGER, RELOADED, "how often failed reconnects are logged");
        noticed("allow_non_tls", ValueKind.BOOLEAN, "AllowNonTLS", "one port for clients with and without TLS");
        noticed("ocsp", ValueKind.BLOCK, RELOADED, "stapling");
        noticed("ocsp_cache", ValueKind.BLOCK, RELOADED, "cache of peers' certificate states");
        noticed("store_dir|storedir", ValueKind.STRING, RELOADED, "directory of JetStream");
        noticed("default_js_domain", ValueKind.BLOCK, "JsAccDefaultDomain", "JetStream domains of accounts");
        noticed("jetstream", ValueKind.BLOCK, RELOADED, "streams and their storage");
        noticed("cluster", ValueKind.BLOCK, "Cluster", "routes to other servers");
        noticed("leafnodes|leaf", ValueKind.BLOCK, "LeafNode", "leaf nodes");
        noticed("websocket|ws", ValueKind.BLOCK, "Websocket", "clients over WebSocket");
    }

    // Blocks that are read by code of their own

    static {
        block("authorization", RELOADED, "who may connect");
        block("accounts", RELOADED, "isolated groups of users");
        block("proxies", RELOADED, "proxies that clients may come through");
    }

    // Not supported: messages would go astray, or somebody would wait for a port that is not there

    static {
        refused("https", ValueKind.LISTEN, "HTTPSPort", "monitoring over TLS");
        refused("https_port", ValueKind.INTEGER, "HTTPSPort", "monitoring over TLS");
        refused("mappings|maps", ValueKind.BLOCK, RELOADED, "mappings of subjects");
        refused("gateway", ValueKind.BLOCK, "Gateway", "connections between clusters");
        refused("mqtt", ValueKind.BLOCK, "MQTT", "clients that speak MQTT");
    }

    // Not supported: a server that ignored them would be open, or closed, against the operator's will

    static {
        guarded("tls", ValueKind.BLOCK, RELOADED, "encryption of client connections");
        guarded(
                "operator|operators|root|roots|root_operator|root_operators",
                ValueKind.STRING_OR_LIST,
                "TrustedOperators",
                "JWTs of operators");
        guarded("trusted_keys|trusted", ValueKind.STRING_OR_LIST, "TrustedKeys", "public keys of operators");
        guarded(
                "resolver|account_resolver|accounts_resolver",
                ValueKind.BLOCK,
                RELOADED,
                "where account JWTs come from");
        guarded("resolver_tls", ValueKind.BLOCK, RELOADED, "TLS towards the resolver");
        guarded("resolver_preload", ValueKind.BLOCK, RELOADED, "account JWTs");
        guarded("resolver_pinned_accounts", ValueKind.STRING_OR_LIST, RELOADED, "accounts that may connect");
        guarded("default_sentinel", ValueKind.STRING, RELOADED, "JWT of clients that bring none");
    }

    private static final Map<String, Option<?>> BY_NAME = byName();

    private Options() {}

    /** Every row, in documented order. */
    static List<Option<?>> rows() {
        return Collections.unmodifiableList(ROWS);
    }

    /** The row of a key or alias; nothing for a key that no option has. */
    static @Nullable Option<?> find(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    private static Map<String, Option<?>> byName() {
        Map<String, Option<?>> names = new HashMap<>(256);
        for (Option<?> row : ROWS) {
            if (row.effect() != Effect.DERIVED) {
                for (String name : row.names()) {
                    names.put(name, row);
                }
            }
        }
        return names;
    }

    private static void noticed(String names, ValueKind kind, @Nullable String reloadName, String meaning) {
        place(new Option<Object>(names, kind, Effect.NOTICED, null, reloadName, meaning));
    }

    private static void refused(String names, ValueKind kind, @Nullable String reloadName, String meaning) {
        place(new Option<Object>(names, kind, Effect.REFUSED, null, reloadName, meaning));
    }

    private static void guarded(String names, ValueKind kind, @Nullable String reloadName, String meaning) {
        place(new Option<Object>(names, kind, Effect.GUARDED, null, reloadName, meaning));
    }

    private static void block(String names, @Nullable String reloadName, String meaning) {
        place(new Option<Object>(names, ValueKind.BLOCK, Effect.ACTED_ON, null, reloadName, meaning));
    }

    private static Option<String> text(String names, String defaultValue, @Nullable String reloadName, String meaning) {
        return row(names, ValueKind.STRING, defaultValue, reloadName, meaning);
    }

    private static Option<Integer> count(String names, int defaultValue, @Nullable String reloadName, String meaning) {
        return row(names, ValueKind.INTEGER, defaultValue, reloadName, meaning);
    }

    private static Option<Long> size(String names, long defaultValue, @Nullable String reloadName, String meaning) {
        return row(names, ValueKind.INTEGER, defaultValue, reloadName, meaning);
    }

    private static Option<Boolean> flag(
            String names, boolean defaultValue, @Nullable String reloadName, String meaning) {
        return row(names, ValueKind.BOOLEAN, defaultValue, reloadName, meaning);
    }

    private static Option<Duration> duration(
            String names, Duration defaultValue, @Nullable String reloadName, String meaning) {
        return row(names, ValueKind.DURATION, defaultValue, reloadName, meaning).zeroIsDefault();
    }

    private static <T> Option<T> derived(
            String names, @Nullable T defaultValue, @Nullable String reloadName, String meaning) {
        return place(new Option<>(names, ValueKind.STRING, Effect.DERIVED, defaultValue, reloadName, meaning));
    }

    private static <T> Option<T> row(
            String names, ValueKind kind, @Nullable T defaultValue, @Nullable String reloadName, String meaning) {
        return place(new Option<>(names, kind, Effect.ACTED_ON, defaultValue, reloadName, meaning));
    }

    private static <T> Option<T> place(Option<T> option) {
        ROWS.add(option.placedAt(ROWS.size()));
        return option;
    }
}
