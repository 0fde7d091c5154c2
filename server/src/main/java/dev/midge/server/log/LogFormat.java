package dev.midge.server.log;

import org.jspecify.annotations.Nullable;

/** How the lines of a log file or of standard error look; a syslog has a format of its own. */
public enum LogFormat {
    /** Like those of nats-server. */
    TEXT,
    /** A JSON object each. */
    JSON;

    /** The format of that name, null if there is none. */
    public static @Nullable LogFormat of(String name) {
        return switch (name) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default -> null;
        };
    }
}
