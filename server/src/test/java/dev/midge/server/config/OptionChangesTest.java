package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midge.auth.Secret;
import dev.midge.server.config.Option.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionChangesTest {

    private static final int PORT = 4222;

    @Test
    void everyOptionThatTakesARestartIsRefusedByItsName() {
        List<String> refused = new ArrayList<>();
        for (Option<?> row : Options.rows()) {
            String name = row.reloadName();
            Object other = row.effect() == Effect.NOTICED ? null : other(row.defaultValue());
            if (name != null && other != null) {
                assertThatThrownBy(() -> OptionChanges.between(defaults(), with(row, other), PORT))
                        .as(row.key())
                        .isInstanceOf(ConfigException.class)
                        .hasMessageStartingWith("config reload not supported for " + name + ": old=");
                refused.add(name);
            }
        }
        assertThat(refused).contains("ServerName", "Host", "Port", "MaxPending", "LameDuckDuration", "NoSystemAccount");
    }

    @Test
    void whatAReloadAppliesHasALine() throws ConfigException {
        for (Option<?> row : Options.rows()) {
            boolean silent = row.effect() == Effect.NOTICED || row == Options.AUTH_DEFINED;
            Object other = silent ? null : other(row.defaultValue());
            if (row.reloadName() == null && other != null) {
                OptionChanges changes = OptionChanges.between(defaults(), with(row, other), PORT);
                assertThat(changes.concern(row)).as(row.key()).isTrue();
                for (OptionChange change : changes.all()) {
                    assertThat(change.lines()).as(row.key()).hasSize(1);
                    assertThat(change.lines().get(0)).startsWith("Reload");
                }
            }
        }
    }

    @Test
    void nothingIsAlwaysAChangeOfUsersAndAccounts() throws ConfigException {
        assertThat(OptionChanges.between(defaults(), defaults(), PORT).all())
                .extracting(OptionChange::option)
                .containsExactly(Options.AUTH_USERS, Options.ACCOUNTS);
    }

    @Test
    void secretsDoNotAppearInRefusals() {
        assertThatThrownBy(() -> OptionChanges.between(
                        read("websocket { no_tls: true }"), read("websocket { no_tls: true, port: 80 }"), PORT))
                .hasMessage("config reload not supported for Websocket: old=[REDACTED], new=[REDACTED]");
    }

    private static ServerOptions read(String text) throws ConfigException {
        return Configuration.parseText(text, Map.of()).options();
    }

    private static ServerOptions defaults() {
        return ServerOptions.builder().build();
    }

    @SuppressWarnings("unchecked") // other() gives a value of the type of the default
    private static <T> ServerOptions with(Option<T> row, Object value) {
        return ServerOptions.builder().set(row, (T) value).build();
    }

    /** Another value of that type. */
    private static Object other(Object value) {
        if (value instanceof Boolean flag) {
            return !flag;
        }
        if (value instanceof Integer number) {
            return number + 1;
        }
        if (value instanceof Long number) {
            return number + 1;
        }
        if (value instanceof Duration duration) {
            return duration.plusSeconds(1);
        }
        if (value instanceof String) {
            return "other";
        }
        if (value instanceof Secret) {
            return Secret.of("other");
        }
        return value instanceof Map ? Map.of("other", "value") : null;
    }
}
