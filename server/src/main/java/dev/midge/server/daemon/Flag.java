package dev.midge.server.daemon;

import dev.midge.server.flag.DefinedFlag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every flag of the nats-server command line, with its names, the kind of its value and the option it sets.
 *
 * <p>A flag without an option key steers the process itself or belongs to a feature listed in {@link Status}.
 */
enum Flag implements DefinedFlag {
    HELP(Kind.BOOL, Status.PROCESS, null, "h", "help"),
    VERSION(Kind.BOOL, Status.PROCESS, null, "v", "version"),
    HELP_TLS(Kind.BOOL, Status.PROCESS, null, "help_tls"),
    CONFIG(Kind.TEXT, Status.PROCESS, null, "c", "config"),
    CHECK(Kind.BOOL, Status.PROCESS, null, "t"),
    SIGNAL(Kind.TEXT, Status.PROCESS, null, "sl", "signal"),
    NEW_KEY(Kind.TEXT, Status.PROCESS, null, "k"),
    HEALTH_CHECK(Kind.BOOL, Status.PROCESS, null, "healthcheck"),

    IGNORE_UNSUPPORTED(Kind.BOOL, Status.OPTION, "ignore_unsupported", "ignore-unsupported", "ignore_unsupported"),

    PORT(Kind.INT, Status.OPTION, "port", "p", "port"),
    HOST(Kind.TEXT, Status.OPTION, "host", "a", "addr", "net"),
    SERVER_NAME(Kind.TEXT, Status.OPTION, "server_name", "n", "name", "server_name"),
    CLIENT_ADVERTISE(Kind.TEXT, Status.OPTION, "client_advertise", "client_advertise"),
    PID_FILE(Kind.TEXT, Status.OPTION, "pid_file", "P", "pid"),
    PORTS_FILE_DIR(Kind.TEXT, Status.OPTION, "ports_file_dir", "ports_file_dir"),
    HTTP_PORT(Kind.INT, Status.OPTION, "http_port", "m", "http_port"),
    HTTPS_PORT(Kind.INT, Status.REFUSED, null, "ms", "https_port"),

    USER(Kind.TEXT, Status.OPTION, "authorization.user", "user"),
    PASSWORD(Kind.TEXT, Status.OPTION, "authorization.password", "pass"),
    TOKEN(Kind.TEXT, Status.OPTION, "authorization.token", "auth"),
    AUTH_TIMEOUT(Kind.FLOAT, Status.OPTION, "authorization.timeout", "auth_timeout"),

    DEBUG(Kind.BOOL, Status.OPTION, "debug", "D", "debug"),
    TRACE(Kind.BOOL, Status.OPTION, "trace", "V", "trace"),
    DEBUG_AND_TRACE(Kind.BOOL, Status.OPTION, null, "DV"),
    DEBUG_AND_VERBOSE_TRACE(Kind.BOOL, Status.OPTION, null, "DVV"),
    VERBOSE_TRACE(Kind.BOOL, Status.OPTION, null, "VV"),
    LOGTIME(Kind.BOOL, Status.OPTION, "logtime", "T", "logtime"),
    LOGTIME_UTC(Kind.BOOL, Status.OPTION, "logtime_utc", "logtime_utc"),
    LOG_FILE(Kind.TEXT, Status.OPTION, "log_file", "l", "log"),
    LOG_SIZE_LIMIT(Kind.INT, Status.OPTION, "logfile_size_limit", "log_size_limit"),
    MAX_TRACED_MSG_LEN(Kind.INT, Status.OPTION, "max_traced_msg_len", "max_traced_msg_len"),
    LOG_FORMAT(Kind.TEXT, Status.OPTION, "log_format", "log_format"),
    SYSLOG(Kind.BOOL, Status.OPTION, "syslog", "s", "syslog"),
    REMOTE_SYSLOG(Kind.TEXT, Status.OPTION, "remote_syslog", "r", "remote_syslog"),

    TLS(Kind.BOOL, Status.REFUSED, null, "tls"),
    TLS_VERIFY(Kind.BOOL, Status.REFUSED, null, "tlsverify"),
    TLS_CERT(Kind.TEXT, Status.REFUSED, null, "tlscert"),
    TLS_KEY(Kind.TEXT, Status.REFUSED, null, "tlskey"),
    TLS_CA_CERT(Kind.TEXT, Status.REFUSED, null, "tlscacert"),

    JETSTREAM(Kind.BOOL, Status.IGNORED, null, "js", "jetstream"),
    STORE_DIR(Kind.TEXT, Status.IGNORED, null, "sd", "store_dir"),

    CLUSTER(Kind.TEXT, Status.IGNORED, null, "cluster", "cluster_listen"),
    CLUSTER_NAME(Kind.TEXT, Status.IGNORED, null, "cluster_name"),
    CLUSTER_ADVERTISE(Kind.TEXT, Status.IGNORED, null, "cluster_advertise"),
    NO_ADVERTISE(Kind.BOOL, Status.IGNORED, null, "no_advertise"),
    CONNECT_RETRIES(Kind.INT, Status.IGNORED, null, "connect_retries"),
    ROUTES(Kind.TEXT, Status.REFUSED, null, "routes"),

    PROFILE(Kind.INT, Status.IGNORED, null, "profile");

    enum Status {
        /** Steers this process: help, check, signal, new keys. */
        PROCESS,
        /** Sets an option of the server. */
        OPTION,
        /** Belongs to a feature that is not there yet, and a server without it still does what its clients need. */
        IGNORED,
        /** Belongs to a feature that is not there yet and must not be missed silently. */
        REFUSED
    }

    private final Kind kind;
    private final Status status;
    private final @Nullable String option;

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed.
    private final List<String> names;

    Flag(Kind kind, Status status, @Nullable String option, String... names) {
        this.kind = kind;
        this.status = status;
        this.option = option;
        this.names = List.of(names);
    }

    @Override
    public Kind kind() {
        return kind;
    }

    Status status() {
        return status;
    }

    /** The key of the option as a configuration file spells it, blocks joined by a dot. */
    @Nullable
    String option() {
        return option;
    }

    /** The shortest name with its dash, for messages. */
    String display() {
        return "-" + names.get(0);
    }

    @Override
    public boolean isNamed(String name) {
        return names.contains(name);
    }
}
