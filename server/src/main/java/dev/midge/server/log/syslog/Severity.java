package dev.midge.server.log.syslog;

/** Severities of RFC 5424, as far as a NATS server uses them. */
public enum Severity {
    CRITICAL(2),
    ERROR(3),
    WARNING(4),
    NOTICE(5),
    DEBUG(7);

    private final int code;

    Severity(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
