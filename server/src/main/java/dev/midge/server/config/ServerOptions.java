package dev.midge.server.config;

import dev.midge.auth.AccountEntry;
import dev.midge.auth.AuthConfig;
import dev.midge.auth.Identity;
import dev.midge.auth.NKeyUserEntry;
import dev.midge.auth.Password;
import dev.midge.auth.Secret;
import dev.midge.auth.UserEntry;
import dev.midge.server.config.account.AccountsReader;
import dev.midge.server.config.block.Blocks;
import dev.midge.server.config.language.GoText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of one server: immutable and complete. Each accessor is one row of {@link Options}, where its default
 * stands. Safe to share between threads; a reload replaces the whole object.
 */
public final class ServerOptions {
    private static final int CLIENTS_OF_THE_SYSTEM_ACCOUNT = 4;

    private final @Nullable Object[] values;
    private final @Nullable String configFile;
    private final @Nullable String configDigest;
    private final @Nullable AuthConfig givenAuth;
    private final AuthConfig auth;

    private ServerOptions(Builder builder) {
        this.values = builder.values.clone();
        this.configFile = builder.configFile;
        this.configDigest = builder.configDigest;
        this.givenAuth = builder.auth;
        this.auth = givenAuth == null ? composeAuth() : givenAuth;
    }

    /** A builder that holds every default. */
    public static Builder builder() {
        return new Builder();
    }

    /** Address of the client listener. */
    public String host() {
        return get(Options.HOST);
    }

    /** Client port; -1 picks a free one, 0 stands for the default. */
    public int port() {
        return get(Options.PORT);
    }

    /** Name in INFO and monitoring; null: the server id. */
    public @Nullable String serverName() {
        return textOrNull(Options.SERVER_NAME);
    }

    /** What clients are told to connect to, {@code host[:port]}; null: the listener. */
    public @Nullable String clientAdvertise() {
        return textOrNull(Options.CLIENT_ADVERTISE);
    }

    /** Bytes of a protocol line. */
    public int maxControlLine() {
        return get(Options.MAX_CONTROL_LINE);
    }

    /** Bytes of one message; -1 is unlimited. */
    public long maxPayload() {
        return get(Options.MAX_PAYLOAD);
    }

    /** Bytes waiting for one client before it counts as slow. */
    public long maxPending() {
        return get(Options.MAX_PENDING);
    }

    /** Clients at the same time; 0 or less refuses every client. */
    public int maxConnections() {
        return get(Options.MAX_CONNECTIONS);
    }

    /** Subscriptions of one connection; 0 is unlimited. */
    public int maxSubscriptions() {
        return get(Options.MAX_SUBSCRIPTIONS);
    }

    /** Tokens in the subject of a subscription; 0 is unlimited. */
    public int maxSubscriptionTokens() {
        return get(Options.MAX_SUBSCRIPTION_TOKENS);
    }

    /** Closed connections remembered for monitoring. */
    public int maxClosedClients() {
        return get(Options.MAX_CLOSED_CLIENTS);
    }

    /** Time between two PINGs to an idle client. */
    public Duration pingInterval() {
        return get(Options.PING_INTERVAL);
    }

    /** Unanswered PINGs before the connection is closed. */
    public int pingMax() {
        return get(Options.PING_MAX);
    }

    /** Longest time that bytes may wait for a client that does not read. */
    public Duration writeDeadline() {
        return get(Options.WRITE_DEADLINE);
    }

    /** What a passed write deadline means: {@code default}, {@code close} or {@code retry}. */
    public String writeTimeout() {
        return get(Options.WRITE_TIMEOUT);
    }

    /** Whether HPUB and HMSG are switched off. */
    public boolean noHeaderSupport() {
        return get(Options.NO_HEADER_SUPPORT);
    }

    /** Whether publishers are not slowed down for lagging subscribers. */
    public boolean noFastProducerStall() {
        return get(Options.NO_FAST_PRODUCER_STALL);
    }

    /** Whether a connection may begin with the header of a proxy, which names the client's address. */
    public boolean proxyProtocol() {
        return get(Options.PROXY_PROTOCOL);
    }

    /** Threads that serve connections; 0 is automatic. */
    public int eventLoops() {
        return get(Options.EVENT_LOOPS);
    }

    /** Time over which lame duck mode closes the clients, grace period included. */
    public Duration lameDuckDuration() {
        return get(Options.LAME_DUCK_DURATION);
    }

    /** Time between entering lame duck mode and the first close. */
    public Duration lameDuckGracePeriod() {
        return get(Options.LAME_DUCK_GRACE_PERIOD);
    }

    /** File that receives the process id; null: none. */
    public @Nullable String pidFile() {
        return textOrNull(Options.PID_FILE);
    }

    /** Directory that receives the file with the addresses of the listeners; null: none. */
    public @Nullable String portsFileDir() {
        return textOrNull(Options.PORTS_FILE_DIR);
    }

    /** Address of the monitoring listener; the client host unless given. */
    public String httpHost() {
        String given = get(Options.HTTP_HOST);
        return given.isEmpty() ? host() : given;
    }

    /** Monitoring port; 0 is off, -1 picks a free one. */
    public int httpPort() {
        return get(Options.HTTP_PORT);
    }

    /** Path under which monitoring answers, as it was written; empty is the root. */
    public String httpBasePath() {
        return get(Options.HTTP_BASE_PATH);
    }

    /** What monitoring marks this server with, in lower case, each once. */
    public List<String> serverTags() {
        return get(Options.SERVER_TAGS);
    }

    /** What monitoring says about this server besides, by name. */
    public Map<String, String> serverMetadata() {
        return get(Options.SERVER_METADATA);
    }

    /** Whether DBG lines are logged. */
    public boolean debug() {
        return get(Options.DEBUG);
    }

    /** Whether TRC lines are logged. */
    public boolean trace() {
        return get(Options.TRACE);
    }

    /** Whether traffic of the system account is traced too. */
    public boolean traceVerbose() {
        return get(Options.TRACE_VERBOSE);
    }

    /** Whether payload traces show headers only. */
    public boolean traceHeaders() {
        return get(Options.TRACE_HEADERS);
    }

    /** Bytes of a payload shown in a trace; 0 is unlimited. */
    public int maxTracedMsgLen() {
        return get(Options.MAX_TRACED_MSG_LEN);
    }

    /** Whether log lines carry a time. */
    public boolean logtime() {
        return get(Options.LOGTIME);
    }

    /** Whether that time is UTC instead of local. */
    public boolean logtimeUtc() {
        return get(Options.LOGTIME_UTC);
    }

    /** Log file; null: standard error. */
    public @Nullable String logFile() {
        return textOrNull(Options.LOG_FILE);
    }

    /** {@code text} or {@code json}: what the lines of a log file and of standard error look like. */
    public String logFormat() {
        return get(Options.LOG_FORMAT);
    }

    /** Whether to log to the syslog of this machine; a log file and {@link #remoteSyslog} come first. */
    public boolean syslog() {
        return get(Options.SYSLOG);
    }

    /** Address of a syslog elsewhere, null if none; a log file comes first. */
    public @Nullable String remoteSyslog() {
        return textOrNull(Options.REMOTE_SYSLOG);
    }

    /** Bytes after which the log file is moved away; 0 or less is never. */
    public long logFileSizeLimit() {
        return get(Options.LOG_SIZE_LIMIT);
    }

    /** Log files to keep, the one in use included; 0 or less keeps all. */
    public int logFileMaxNum() {
        return get(Options.LOG_MAX_NUM);
    }

    /** Account of the server itself: the one that is named, else {@code $SYS}; null when there is to be none. */
    public @Nullable String systemAccount() {
        String named = namedSystemAccount();
        if (!named.isEmpty()) {
            return named;
        }
        return get(Options.NO_SYSTEM_ACCOUNT) ? null : AccountsReader.DEFAULT_SYSTEM_ACCOUNT;
    }

    /** Whether that account is made by the server, because the configuration speaks of none. */
    public boolean createsSystemAccount() {
        return namedSystemAccount().isEmpty() && !get(Options.NO_SYSTEM_ACCOUNT);
    }

    /** The account that the configuration says is the system account; the default one when it is configured. */
    String namedSystemAccount() {
        String named = get(Options.SYSTEM_ACCOUNT);
        return named.isEmpty() && hasAccount(AccountsReader.DEFAULT_SYSTEM_ACCOUNT)
                ? AccountsReader.DEFAULT_SYSTEM_ACCOUNT
                : named;
    }

    /**
     * How many clients of its own nats-server has before the first from outside: with a system account four, and one for
     * each account beside it. Client ids are counted from there.
     */
    public int internalClients() {
        String system = systemAccount();
        if (system == null) {
            return 0;
        }
        int others = 0;
        for (AccountEntry account : auth.accounts()) {
            others += account.name().equals(system) ? 0 : 1;
        }
        return CLIENTS_OF_THE_SYSTEM_ACCOUNT + others;
    }

    /** Whether there is such an account: a configured one, or the global one. */
    boolean hasAccount(String name) {
        for (AccountEntry account : auth.accounts()) {
            if (account.name().equals(name)) {
                return true;
            }
        }
        return name.equals(Identity.GLOBAL_ACCOUNT);
    }

    /**
     * Whether everybody without credentials is to be let in although there are users. nats-server server/server.go
     * configureAccounts: when they are there for the sake of the system account only, and nothing was said about others.
     */
    public boolean wantsCompanionUser() {
        return givenAuth == null
                && !get(Options.AUTH_DEFINED)
                && auth.noAuthUser() == null
                && auth.accounts().size() == 1
                && !namedSystemAccount().isEmpty();
    }

    /** Whether a password stands in plain text: that of a user, or one beside which no user is named. */
    public boolean hasPlaintextPasswords() {
        String password = get(Options.AUTH_PASSWORD).reveal();
        return auth.hasPlaintextPasswords()
                || (!password.isEmpty() && !Password.of(password).isBcrypt());
    }

    /** Time that a client has to log in. */
    public Duration authTimeout() {
        return auth.timeout();
    }

    /** Who may connect. */
    public AuthConfig auth() {
        return auth;
    }

    /** Authenticators of others, in the order in which the configuration names them. */
    public List<PluginEntry> plugins() {
        return get(Options.AUTH_PLUGINS);
    }

    /** The configuration file as it was named on the command line; null: none. */
    public @Nullable String configFile() {
        return configFile;
    }

    /** {@code sha256:} and the digest of what the configuration file says; null: no file. */
    public @Nullable String configDigest() {
        return configDigest;
    }

    /**
     * Passwords and tokens that nobody can log in with, because they look like a bcrypt hash and are none: to be logged
     * as warnings at start and reload. Users are named, secrets are not.
     */
    public List<String> unusableSecrets() {
        List<String> texts = new ArrayList<>();
        Password token = auth.token();
        if (token != null && token.isMalformedHash()) {
            texts.add("The token looks like a bcrypt hash and is none: nobody can log in with it");
        }
        UserEntry single = auth.singleUser();
        if (single != null) {
            addUnusable(texts, single);
        }
        for (UserEntry user : auth.users()) {
            addUnusable(texts, user);
        }
        return texts;
    }

    private static void addUnusable(List<String> texts, UserEntry user) {
        Password password = user.password();
        if (password != null && password.isMalformedHash()) {
            texts.add("The password of user " + GoText.quote(user.name())
                    + " looks like a bcrypt hash and is none: nobody can log in with it");
        }
    }

    /**
     * Checks the settings together; the first thing that does not fit ends the check. {@link Configuration#options} has
     * done it already; a program that uses the builder leaves it to the server's start.
     */
    public void validate() throws ConfigException {
        OptionsValidation.check(this, new Blocks());
    }

    /** A builder that starts from these options. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The value of one row that has a default. */
    <T> T get(Option<T> option) {
        T value = find(option);
        if (value == null) {
            throw new IllegalStateException(option.key() + " has no value");
        }
        return value;
    }

    @SuppressWarnings("unchecked") // Builder.set stored a T at the index of an Option<T>
    <T> @Nullable T find(Option<T> option) {
        return (T) values[option.index()];
    }

    private AuthConfig composeAuth() {
        AuthConfig.Builder builder = AuthConfig.builder()
                .noAuthUser(textOrNull(Options.NO_AUTH_USER))
                .proxyRequired(get(Options.AUTH_PROXY_REQUIRED))
                .timeout(get(Options.AUTH_TIMEOUT));
        // nats-server server/auth.go: a password without a user name does not switch authentication on.
        String user = get(Options.AUTH_USER);
        if (!user.isEmpty()) {
            builder.singleUser(user, get(Options.AUTH_PASSWORD).reveal());
        }
        Secret token = get(Options.AUTH_TOKEN);
        if (!token.isEmpty()) {
            builder.token(token.reveal());
        }
        for (String key : get(Options.PROXIES)) {
            builder.trustedProxy(key);
        }
        for (AccountEntry entry : get(Options.ACCOUNTS)) {
            builder.account(entry);
        }
        for (UserEntry entry : get(Options.AUTH_USERS)) {
            builder.user(entry);
        }
        for (NKeyUserEntry entry : get(Options.AUTH_NKEYS)) {
            builder.nkeyUser(entry);
        }
        return builder.build();
    }

    private @Nullable String textOrNull(Option<String> option) {
        String text = get(option);
        return text.isEmpty() ? null : text;
    }

    /** Collects settings, each under the name of its accessor; not safe for use by several threads. */
    public static final class Builder {
        private final @Nullable Object[] values;
        private @Nullable String configFile;
        private @Nullable String configDigest;
        private @Nullable AuthConfig auth;

        private Builder() {
            List<Option<?>> rows = Options.rows();
            values = new Object[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = rows.get(i).defaultValue();
            }
        }

        private Builder(ServerOptions from) {
            values = from.values.clone();
            configFile = from.configFile;
            configDigest = from.configDigest;
            auth = from.givenAuth;
        }

        public Builder host(String value) {
            return set(Options.HOST, value);
        }

        public Builder port(int value) {
            return set(Options.PORT, value);
        }

        public Builder serverName(String value) {
            return set(Options.SERVER_NAME, value);
        }

        public Builder clientAdvertise(String value) {
            return set(Options.CLIENT_ADVERTISE, value);
        }

        public Builder maxControlLine(int value) {
            return set(Options.MAX_CONTROL_LINE, value);
        }

        public Builder maxPayload(long value) {
            return set(Options.MAX_PAYLOAD, value);
        }

        public Builder maxPending(long value) {
            return set(Options.MAX_PENDING, value);
        }

        public Builder maxConnections(int value) {
            return set(Options.MAX_CONNECTIONS, value);
        }

        public Builder maxSubscriptions(int value) {
            return set(Options.MAX_SUBSCRIPTIONS, value);
        }

        public Builder maxSubscriptionTokens(int value) {
            return set(Options.MAX_SUBSCRIPTION_TOKENS, value);
        }

        public Builder maxClosedClients(int value) {
            return set(Options.MAX_CLOSED_CLIENTS, value);
        }

        public Builder pingInterval(Duration value) {
            return set(Options.PING_INTERVAL, value);
        }

        public Builder pingMax(int value) {
            return set(Options.PING_MAX, value);
        }

        public Builder writeDeadline(Duration value) {
            return set(Options.WRITE_DEADLINE, value);
        }

        /** One of {@code default}, {@code close} and {@code retry}. */
        public Builder writeTimeout(String value) {
            return set(Options.WRITE_TIMEOUT, value);
        }

        public Builder noHeaderSupport(boolean value) {
            return set(Options.NO_HEADER_SUPPORT, value);
        }

        public Builder noFastProducerStall(boolean value) {
            return set(Options.NO_FAST_PRODUCER_STALL, value);
        }

        public Builder proxyProtocol(boolean value) {
            return set(Options.PROXY_PROTOCOL, value);
        }

        public Builder eventLoops(int value) {
            return set(Options.EVENT_LOOPS, value);
        }

        public Builder lameDuckDuration(Duration value) {
            return set(Options.LAME_DUCK_DURATION, value);
        }

        public Builder lameDuckGracePeriod(Duration value) {
            return set(Options.LAME_DUCK_GRACE_PERIOD, value);
        }

        public Builder pidFile(String value) {
            return set(Options.PID_FILE, value);
        }

        public Builder portsFileDir(String value) {
            return set(Options.PORTS_FILE_DIR, value);
        }

        public Builder httpHost(String value) {
            return set(Options.HTTP_HOST, value);
        }

        public Builder httpPort(int value) {
            return set(Options.HTTP_PORT, value);
        }

        public Builder httpBasePath(String value) {
            return set(Options.HTTP_BASE_PATH, value);
        }

        public Builder serverTags(List<String> value) {
            return set(Options.SERVER_TAGS, List.copyOf(value));
        }

        public Builder serverMetadata(Map<String, String> value) {
            return set(Options.SERVER_METADATA, Map.copyOf(value));
        }

        public Builder debug(boolean value) {
            return set(Options.DEBUG, value);
        }

        public Builder trace(boolean value) {
            return set(Options.TRACE, value);
        }

        public Builder traceVerbose(boolean value) {
            return set(Options.TRACE_VERBOSE, value);
        }

        public Builder traceHeaders(boolean value) {
            return set(Options.TRACE_HEADERS, value);
        }

        public Builder maxTracedMsgLen(int value) {
            return set(Options.MAX_TRACED_MSG_LEN, value);
        }

        public Builder logtime(boolean value) {
            return set(Options.LOGTIME, value);
        }

        public Builder logtimeUtc(boolean value) {
            return set(Options.LOGTIME_UTC, value);
        }

        public Builder logFile(String value) {
            return set(Options.LOG_FILE, value);
        }

        public Builder logFileSizeLimit(long value) {
            return set(Options.LOG_SIZE_LIMIT, value);
        }

        public Builder logFileMaxNum(int value) {
            return set(Options.LOG_MAX_NUM, value);
        }

        /** {@code text} or {@code json}. */
        public Builder logFormat(String value) {
            return set(Options.LOG_FORMAT, value);
        }

        public Builder syslog(boolean value) {
            return set(Options.SYSLOG, value);
        }

        public Builder remoteSyslog(String value) {
            return set(Options.REMOTE_SYSLOG, value);
        }

        /** Name of the account of the server itself, which has to exist. */
        public Builder systemAccount(String value) {
            return set(Options.SYSTEM_ACCOUNT, value);
        }

        /** Who may connect, for a server that is configured by a program; replaces what a file or flags said. */
        public Builder auth(AuthConfig value) {
            auth = value;
            return this;
        }

        public Builder plugins(List<PluginEntry> value) {
            return set(Options.AUTH_PLUGINS, List.copyOf(value));
        }

        /** Names the file that the settings came from, and the digest of what it says. */
        public Builder configFile(String path, String digest) {
            configFile = path;
            configDigest = digest;
            return this;
        }

        /** Sets one row; 0 or an empty text restores the default of a row for which they stand for it. */
        public <T> Builder set(Option<T> option, T value) {
            values[option.index()] = option.orDefault(value);
            return this;
        }

        public ServerOptions build() {
            return new ServerOptions(this);
        }
    }
}
