package dev.midge.server.config.value;

/** What may stand in a configuration file for a key. Nothing is ever converted between kinds. */
public enum ValueKind {
    STRING,
    INTEGER,
    BOOLEAN,
    /** Go duration text, or an integer number of seconds with a warning. */
    DURATION,
    /** Go duration text only. */
    DURATION_TEXT,
    /** A port, or {@code host:port}. */
    LISTEN,
    STRING_OR_LIST,
    /** Read, and its shape checked, by code of its own. */
    BLOCK
}
