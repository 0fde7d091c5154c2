package dev.midge.server.config;

import dev.midge.auth.Secret;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One option that a reload finds changed, and what the log says about it when the change is applied. */
public final class OptionChange {
    private final Option<?> option;
    private final @Nullable Object before;
    private final @Nullable Object now;

    OptionChange(Option<?> option, @Nullable Object before, @Nullable Object now) {
        this.option = option;
        this.before = before;
        this.now = now;
    }

    /** The row of the table. */
    public Option<?> option() {
        return option;
    }

    /** Whether other proxies are trusted now. */
    public boolean isOfProxies() {
        return option == Options.PROXIES;
    }

    /** Why the reload is refused; null when the change can be applied. The names are those of nats-server. */
    @Nullable
    String refusal() {
        String name = option.reloadName();
        if (name == null) {
            return null;
        }
        return "config reload not supported for " + name + ": old=" + goText(before) + ", new=" + goText(now);
    }

    /** The lines that nats-server logs for this change, none for some. */
    public List<String> lines() {
        String value = goText(now);
        if (option.effect() == Option.Effect.NOTICED) {
            return List.of();
        }
        return switch (option.key()) {
            case "client_advertise" -> List.of("Reload: client_advertise = " + value);
            case "authorization.user" -> List.of("Reloaded: authorization username");
            case "authorization.nkeys" -> List.of("Reloaded: authorization nkey users");
            case "authorization.password", "authorization.token", "authorization.users", "authorization.plugins" ->
                List.of("Reloaded: " + option.key().replace('.', ' '));
            case "authorization.timeout" -> List.of("Reloaded: authorization timeout = " + value);
            case "accounts.list" -> List.of("Reloaded: accounts");
            case "server_tags" -> List.of("Reloaded: tags");
            case "server_metadata" -> List.of("Reloaded: metadata");
            case "no_fast_producer_stall" ->
                List.of("Reloaded: fast producers will " + (now == Boolean.TRUE ? "not " : "") + "be stalled");
            case "pid_file" -> value.isEmpty() ? List.of() : List.of("Reloaded: pid_file = " + value);
            case "proxies.trusted" -> proxies();
            // Rows that change without a line in nats-server: only their removal can be reloaded.
            case "no_auth_user", "system_account", "authorization.defined" -> List.of();
            default -> List.of("Reloaded: " + option.key() + " = " + value);
        };
    }

    private List<String> proxies() {
        List<String> lines = new ArrayList<>();
        List<String> removed = without(before, now);
        List<String> added = without(now, before);
        if (!removed.isEmpty()) {
            lines.add("Reloaded: proxies trusted keys " + quoted(removed) + " were removed");
        }
        if (!added.isEmpty()) {
            lines.add("Reloaded: proxies trusted keys " + quoted(added) + " were added");
        }
        return lines;
    }

    private static List<String> without(@Nullable Object all, @Nullable Object others) {
        List<String> rest = new ArrayList<>();
        for (Object one : (Collection<?>) Objects.requireNonNull(all)) {
            if (!((Collection<?>) Objects.requireNonNull(others)).contains(one)) {
                rest.add(one.toString());
            }
        }
        return rest;
    }

    private static String quoted(List<String> texts) {
        StringBuilder all = new StringBuilder("[");
        for (String text : texts) {
            all.append(all.length() == 1 ? "" : " ").append(GoText.quote(text));
        }
        return all.append(']').toString();
    }

    /** As Go prints values with {@code %v}; secrets are not shown. */
    private String goText(@Nullable Object value) {
        if (value instanceof Duration duration) {
            return option == Options.AUTH_TIMEOUT
                    ? GoText.number(duration.toNanos() / 1e9)
                    : GoDuration.format(duration);
        }
        if (value instanceof Secret secret) {
            return secret.isEmpty() ? "" : secret.toString();
        }
        if (value == null) {
            return switch (option.kind()) {
                case INTEGER -> "0";
                case BOOLEAN -> "false";
                default -> "";
            };
        }
        // nats-server keeps no name for this default.
        return option == Options.WRITE_TIMEOUT && value.equals("default") ? "" : value.toString();
    }

    @Override
    public String toString() {
        return option.key();
    }
}
