package dev.midge.server.log;

/** The levels of a NATS server log, least important first, each with the three letters that stand in its lines. */
public enum LogLevel {
    TRACE("TRC"),
    DEBUG("DBG"),
    INFO("INF"),
    WARN("WRN"),
    ERROR("ERR"),
    FATAL("FTL");

    private final String label;

    LogLevel(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
