package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.midge.auth.Plugin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "5 | :2:3: Expected plugins to be an array, got 5",
                "[ x, {name: a} ] | :2:14: Expected plugin entry to be a map/struct, got x",
                "[ {order: after} ] | :2:28: Plugin entry requires a name",
                "[ {name: 5 } ] | interface conversion: interface {} is int64, not string",
                "[ {name: \"a/b\"} ] | plugin name \"a/b\" may consist of letters, digits, '-', '_' and '.' only",
                "[ {name: \"..\"} ] | plugin name \"..\" may consist of letters, digits, '-', '_' and '.' only",
                "[ {name: a}, {name: a} ] | Duplicate plugin \"a\" detected",
                "[ {name: a, order: first} ] | :2:24: plugin order must be 'before', 'after' or 'fallback'",
                "[ {name: a, timeout: x} ] | :2:24: error parsing plugin timeout: time: invalid duration \"x\"",
                "[ {name: a, timeout: \"0s\"} ] | :2:24: plugin timeout must be more than 0",
                "[ {name: a, timeout: -1 } ] | :2:24: plugin timeout must be more than 0",
                "[ {name: a, config: 5} ] | :2:24: interface conversion: interface {} is int64, not map[string]interface {}",
                "[ {name: a, confg {}} ] | :2:24: unknown field \"confg\"",
            })
    void whatIsWrongIsSaidWithItsPlace(String plugins, String error) {
        ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> read(plugins));
        assertThat(thrown.text()).contains(error);
    }

    @Test
    void everyKeyIsRead() throws ConfigException {
        PluginEntry entry = read("[ {name: a.b-c_1, ORDER: Fallback, timeout: \"1m\","
                        + " config { text: x, number: 5, half: 0.5, on: true, list: [ 1, y ], Deep { er: z } }} ]")
                .get(0);
        assertThat(entry.name()).isEqualTo("a.b-c_1");
        assertThat(entry.order()).isEqualTo(Plugin.Order.FALLBACK);
        assertThat(entry.timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(entry.place()).contains(":2:");
        assertThat(entry.settings())
                .isEqualTo(Map.of(
                        "text",
                        "x",
                        "number",
                        5L,
                        "half",
                        0.5,
                        "on",
                        true,
                        "list",
                        List.of(1L, "y"),
                        "Deep",
                        Map.of("er", "z")));
    }

    @Test
    void nameIsEnough() throws ConfigException {
        PluginEntry entry = read("[ {name: a} ]").get(0);
        assertThat(entry.order()).isEqualTo(Plugin.Order.BEFORE);
        assertThat(entry.timeout()).isNull();
        assertThat(entry.settings()).isEmpty();
    }

    @Test
    void aNumberIsSeconds() throws ConfigException {
        assertThat(read("[ {name: a, timeout: 3 }, {name: b, timeout: 0.5 } ]"))
                .extracting(PluginEntry::timeout)
                .containsExactly(Duration.ofSeconds(3), Duration.ofMillis(500));
    }

    @Test
    void thereAreNoneWhenNoneIsNamed() throws ConfigException {
        assertThat(Configuration.parseText("port: -1", Map.of()).options().plugins())
                .isEmpty();
    }

    private static List<PluginEntry> read(String plugins) throws ConfigException {
        return Configuration.parseText("authorization {\n  plugins: " + plugins + "\n}\n", Map.of())
                .options()
                .plugins();
    }
}
