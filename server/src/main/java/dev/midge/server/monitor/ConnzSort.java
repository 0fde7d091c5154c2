package dev.midge.server.monitor;

import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The orders of {@code /connz}, by the value of {@code sort}. What is equal stands by its number. */
enum ConnzSort {
    CID,
    START,
    SUBS,
    PENDING,
    MSGS_TO,
    MSGS_FROM,
    BYTES_TO,
    BYTES_FROM,
    LAST,
    IDLE,
    UPTIME,
    STOP,
    REASON,
    RTT;

    /** The order of that name, null when there is none. */
    static @Nullable ConnzSort of(String text) {
        for (ConnzSort sort : values()) {
            if (sort.text().equals(text)) {
                return sort;
            }
        }
        return null;
    }

    /** {@code now} is the one moment at which connections that are open are compared. */
    Comparator<ConnectionEntry> order(long now) {
        return switch (this) {
            case CID, START -> ascending(ConnectionEntry::id);
            case SUBS -> descending(e -> e.figures().subscriptions());
            case PENDING -> descending(e -> e.figures().traffic().pendingBytes());
            case MSGS_TO -> descending(e -> e.figures().traffic().outMessages());
            case MSGS_FROM -> descending(e -> e.figures().traffic().inMessages());
            case BYTES_TO -> descending(e -> e.figures().traffic().outBytes());
            case BYTES_FROM -> descending(e -> e.figures().traffic().inBytes());
            case LAST -> descending(e -> e.figures().times().lastActivity());
            case IDLE -> ascending(e -> e.figures().times().lastActivity());
            case UPTIME -> ascending(e -> e.uptimeAt(now));
            case STOP -> descending(e -> e.figures().times().taken());
            case REASON -> Comparator.comparing(ConnectionEntry::reason).thenComparingLong(ConnectionEntry::id);
            case RTT -> descending(e -> e.figures().times().roundTrip());
        };
    }

    private static Comparator<ConnectionEntry> ascending(ToLongFunction<ConnectionEntry> key) {
        return Comparator.comparingLong(key).thenComparingLong(ConnectionEntry::id);
    }

    private static Comparator<ConnectionEntry> descending(ToLongFunction<ConnectionEntry> key) {
        return Comparator.comparingLong(key).reversed().thenComparingLong(ConnectionEntry::id);
    }

    /** Orders by something that only closed connections have. */
    boolean closedOnly() {
        return this == STOP || this == REASON;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
