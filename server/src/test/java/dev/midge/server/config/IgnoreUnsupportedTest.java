package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not there yet: what is refused, and what the operator may have ignored. */
class IgnoreUnsupportedTest {
    private static final String IGNORE = "\nignore_unsupported: true";
    private static final String HINT = "; ignore_unsupported: true starts without it";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "https: 8443                         | :1:0: https",
                "https_port: -1                      | :1:0: https_port",
                "mappings { a: b }                   | :1:0: mappings",
                "gateway { name: x }                 | :1:0: gateway",
                "mqtt { port: -1 }                   | :1:0: mqtt",
                "jetstream { domain: x }             | :1:12: jetstream domain",
                "cluster { routes: [\"nats://x:1\"] } | :1:10: cluster routes",
                "leafnodes { authorization {user: x} } | :1:12: leafnodes authorization",
                "websocket { authorization {token: x} } | :1:12: websocket authorization",
                "accounts { A { maps {a: b} } }      | :1:15: accounts mappings",
            })
    void whatMessagesDependOnIsRefusedUnlessItIsIgnored(String text, String what) throws ConfigException {
        assertThat(failure(text).errors()).containsExactly(what + " is not supported yet" + HINT);

        assertThat(read(text + IGNORE).notices()).contains(what + " is not supported yet and ignored");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "tls {}                              | tls",
                "trusted_keys: OBDD77RRIS354ECD52ZBYPU6BY6EQ3VHXS655OXDTAY5ITNOG7FAIMG3 | trusted_keys",
                "resolver: MEMORY                    | resolver",
                "resolver_pinned_accounts: A         | resolver_pinned_accounts",
                "default_sentinel: x                 | default_sentinel",
            })
    void whatKeepsSomebodyOutIsRefusedInAnyCase(String text, String what) {
        assertThat(failure(text + IGNORE).errors()).containsExactly(":1:0: " + what + " is not supported yet");
    }

    @Test
    void aFlagWinsOverTheFile() throws ConfigException {
        assertThat(read("gateway { name: x }", true).notices()).hasSize(1);

        assertThat(catchThrowableOfType(ConfigException.class, () -> read("gateway { name: x }" + IGNORE, false))
                        .errors())
                .containsExactly(":1:0: gateway is not supported yet" + HINT);
    }

    @Test
    void whatIsWrongIsReportedAllTheSame() {
        assertThat(failure("gateway: 5" + IGNORE).errors())
                .containsExactly(":1:0: Expected gateway to be a map, got int64");
    }

    @Test
    void theKeyItselfIsABoolean() {
        assertThat(failure("ignore_unsupported: \"yes\"").errors())
                .containsExactly(":1:0: interface conversion: interface {} is string, not bool");
    }

    private static Configuration read(String text) throws ConfigException {
        return Configuration.parseText(text, Map.of());
    }

    private static Configuration read(String text, boolean flag) throws ConfigException {
        CommandLineOverrides flags = new CommandLineOverrides().set(Options.IGNORE_UNSUPPORTED, flag);
        return Configuration.parseText(text, Map.of(), flags);
    }

    private static ConfigException failure(String text) {
        return catchThrowableOfType(ConfigException.class, () -> read(text));
    }
}
