package dev.midge.server.config;

import dev.midge.server.config.value.KeyNames;
import dev.midge.server.config.value.ValueKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One setting: its key and aliases, the kind of value a file may give it, its default, and what reload does with it.
 * The rows of {@link Options} are the only place where these facts are written down.
 *
 * @param <T> type of the value once read
 */
public final class Option<T> {
    /** What this server does with the option. */
    enum Effect {
        ACTED_ON,
        /** Accepted and without effect here; the operator is told once. */
        NOTICED,
        /** Not there yet, and messages or data would be lost without it; {@code ignore_unsupported} starts all the same. */
        REFUSED,
        /** Not there yet, and the server would be open, or closed, against the operator's will: never ignored. */
        GUARDED,
        /** Not a key of its own: filled by another row. */
        DERIVED
    }

    private final List<String> names;
    private final ValueKind kind;
    private final Effect effect;
    private final @Nullable T defaultValue;
    private final @Nullable String reloadName;
    private final String meaning;
    private boolean zeroMeansDefault;
    private long least = Long.MIN_VALUE;
    private long most = Long.MAX_VALUE;
    private int index = -1;

    Option(
            String names,
            ValueKind kind,
            Effect effect,
            @Nullable T defaultValue,
            @Nullable String reloadName,
            String meaning) {
        this.names = KeyNames.split(names);
        this.kind = kind;
        this.effect = effect;
        this.defaultValue = defaultValue;
        this.reloadName = reloadName;
        this.meaning = meaning;
    }

    /** The canonical key, as it stands in a configuration file. */
    public String key() {
        return names.get(0);
    }

    /** The canonical key and its aliases, lower case. */
    List<String> names() {
        return names;
    }

    ValueKind kind() {
        return kind;
    }

    Effect effect() {
        return effect;
    }

    @Nullable
    T defaultValue() {
        return defaultValue;
    }

    /** Name under which a reload refuses a change of this option; null when a reload applies it. */
    @Nullable
    String reloadName() {
        return reloadName;
    }

    String meaning() {
        return meaning;
    }

    /** The value to keep: the default where the row says that "nothing" stands for it. */
    @Nullable
    T orDefault(T value) {
        return zeroMeansDefault && isNothing(value) ? defaultValue : value;
    }

    long least() {
        return least;
    }

    long most() {
        return most;
    }

    int index() {
        return index;
    }

    /** 0, or an empty text, in a file or flag stands for the default, as it does in nats-server. */
    Option<T> zeroIsDefault() {
        zeroMeansDefault = true;
        return this;
    }

    Option<T> within(long low, long high) {
        least = low;
        most = high;
        return this;
    }

    /** Called once, when the table is assembled. */
    Option<T> placedAt(int position) {
        index = position;
        return this;
    }

    @Override
    public String toString() {
        return key();
    }

    private static boolean isNothing(Object value) {
        if (value instanceof Number number) {
            return number.longValue() == 0;
        }
        if (value instanceof Duration duration) {
            return duration.isZero();
        }
        return value instanceof String text && text.isEmpty();
    }
}
