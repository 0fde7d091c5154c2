package dev.midge.server.config;

import dev.midge.auth.Plugin;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code authorization.plugins}.
 *
 * @param name how the authenticator calls itself
 * @param order when it is asked
 * @param timeout how long an answer may take; null: as long as a client has to log in
 * @param settings its {@code config} block: strings, numbers, booleans, times, lists and maps of these
 * @param place where the entry stands, as a prefix of messages
 */
public record PluginEntry(
        String name, Plugin.Order order, @Nullable Duration timeout, Map<String, Object> settings, String place) {

    /** An entry that stands elsewhere is the same entry: a reload keeps its authenticator. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PluginEntry that
                && name.equals(that.name)
                && order == that.order
                && Objects.equals(timeout, that.timeout)
                && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, order, timeout, settings);
    }
}
