package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.midge.server.config.language.GoText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionReaderTest {
    /** Run on nats-server 2.15.2; the file name is empty because the text was given directly. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "port: \"4222\"          | :1:0: interface conversion: interface {} is string, not int64",
                "port: 1.5               | :1:0: interface conversion: interface {} is float64, not int64",
                "host: 5                 | :1:0: interface conversion: interface {} is int64, not string",
                "host: yes               | :1:0: interface conversion: interface {} is bool, not string",
                "host: 2020-01-01T00:00:00Z | :1:0: interface conversion: interface {} is time.Time, not string",
                "host: []                | :1:0: interface conversion: interface {} is []interface {}, not string",
                "host: {}                | :1:0: interface conversion: interface {} is map[string]interface {}, not string",
                "debug: \"true\"         | :1:0: interface conversion: interface {} is string, not bool",
                "authorization: 5        | :1:0: interface conversion: interface {} is int64, not map[string]interface {}",
                "bogus: 1                | :1:0: unknown field \"bogus\"",
                "'bo\"gus': 1           | :1:1: unknown field \"bo\\\"gus\"",
                "listen: abc             | :1:0: could not parse address string \"abc\"",
                "listen: \"::1:80\"      | :1:0: could not parse address string \"::1:80\"",
                "listen: \"[::1]80\"     | :1:0: could not parse address string \"[::1]80\"",
                "listen: \"[::1\"        | :1:0: could not parse address string \"[::1\"",
                "listen: \"a]:1\"        | :1:0: could not parse address string \"a]:1\"",
                "listen: \"x:y\"         | :1:0: could not parse port \"y\"",
                "listen: \"x:\"          | :1:0: could not parse port \"\"",
                "listen: \"x:0x1\"       | :1:0: could not parse port \"0x1\"",
                "listen: \"x:99999999999999999999\" | :1:0: could not parse port \"99999999999999999999\"",
                "http: 1.5               | :1:0: expected port or host:port, got float64",
                "server_name: \"a b\"    | :1:0: server name cannot contain spaces",
                "max_sub_tokens: 256     | :1:0: max_sub_tokens value is too big",
                "MAX_SUB_TOKENS: 0       | :1:0: MAX_SUB_TOKENS value can not be negative",
                "event_loops: -1         | :1:0: event_loops value can not be negative",
                "event_loops: 1025       | :1:0: event_loops value is too big",
                "max_payload: 2gb        | :1:0: max_payload value is too big",
                "max_control_line: 2gb   | :1:0: max_control_line value is too big",
                "ping_interval: \"x\"    | :1:0: error parsing ping_interval: time: invalid duration \"x\"",
                "write_deadline: \"5d\"  | :1:0: error parsing write_deadline: time: unknown unit \"d\" in duration \"5d\"",
                "lame_duck_duration: 5   | :1:0: interface conversion: interface {} is int64, not string",
                "lame_duck_duration: \"5s\" | :1:0: invalid lame_duck_duration of 5s, minimum is 30 seconds",
                "lame_duck_duration: x   | :1:0: error parsing lame_duck_duration: time: invalid duration \"x\"",
                "lame_duck_grace_period: \"-1s\" | :1:0: invalid lame_duck_grace_period, needs to be positive",
                "write_timeout: later    | :1:0: write_timeout must be 'default', 'close' or 'retry'",
                "system_account: 5       | :1:0: system account name must be a string",
                "server_tags: 5          | :1:0: error parsing tags: unsupported type int64",
                "server_tags: [x, true]  | :1:0: error parsing tags: unsupported type *conf.token where string is expected",
                "server_metadata: 5      | :1:0: error parsing metadata: unsupported type int64",
                "server_metadata: {a: 5} | :1:18: interface conversion: interface {} is int64, not string",
                "feature_flags: 5        | :1:0: error parsing feature flags: unsupported type int64",
                "feature_flags: {x: 5}   | :1:16: error parsing feature flag \"x\": expected bool, got int64",
                "websocket: 5            | :1:0: Expected websocket to be a map, got int64",
                "leafnodes: 5            | :1:0: Expected map to define a leafnode, got int64",
                "cluster: 5              | :1:0: Expected map to define cluster, got int64",
                "mqtt: 5                 | :1:0: Expected mqtt to be a map, got int64",
                "gateway: 5              | :1:0: Expected gateway to be a map, got int64",
                "jetstream: 5            | :1:0: Expected map, bool or string to define JetStream, got int64",
                "jetstream: foo          | :1:0: Expected 'enabled' or 'disabled' for string value, got 'foo'",
                "cluster {bogus: 1}      | :1:9: unknown field \"bogus\"",
                "websocket {port: \"1\"} | :1:11: interface conversion: interface {} is string, not int64",
                "accounts: [A, A]        | :1:14: Duplicate Account Entry: A",
                "accounts: [\"$G\"]      | :1:12: \"$G\" is a Reserved Account",
                "accounts { A: 5 }       | :1:11: Expected map entries for accounts",
                "accounts { \"$G\" {} }  | :1:12: \"$G\" is a Reserved Account",
                "accounts { A { zzz: 1 } } | :1:15: unknown field \"zzz\"",
                "accounts { A { nkey: A5 } } | :1:15: Not a valid public nkey for an account: \"A5\"",
                "accounts { A { limits: 5 } } | :1:15: Expected account limits to be a map/struct, got 5",
                "accounts { A { limits { zzz: 5 } } } | :1:24: Unknown field \"zzz\" parsing account limits",
                "accounts { A { limits { max_conn: x } } } | :1:24: interface conversion: interface {} is string, not int64",
                "accounts { A { imports: 5 } } | :1:15: Imports should be an array, got int64",
                "accounts { A { exports: x } } | :1:15: Exports should be an array, got string",
                "accounts { A { maps: x } } | :1:15: interface conversion: interface {} is string, not map[string]interface {}",
                "accounts { A { default_permissions: 5 } } | :1:15: Expected permissions to be a map/struct, got 5",
                "accounts { A { users: x } } | Expected users field to be an array, got x",
                "accounts { A { users: [{}] } } | :1:25: User entry requires a user",
                "accounts { A { msg_trace: 5 } } | :1:15: Expected account message trace \"msg_trace\" to be a string or a map/struct, got int64",
                "accounts { A { trace_dest: \"t.*\" } } | :1:15: Trace destination \"t.*\" is not valid",
                "accounts { A { msg_trace { dest: \"t.*\" } } } | :1:27: Trace destination \"t.*\" is not valid",
                "accounts { A { msg_trace { dest: 5 } } } | :1:27: Field \"dest\" should be a string, got int64",
                "accounts { A { msg_trace { dest: t, sampling: 101 } } } | :1:36: Ttrace destination sampling value 101 is invalid, needs to be [1..100]",
                "accounts { A { msg_trace { dest: t, sampling: \"x%\" } } } | :1:36: Invalid trace destination sampling value \"x%\"",
                "accounts { A { msg_trace { dest: t, sampling: true } } } | :1:36: Trace destination sampling field \"sampling\" should be an integer or a percentage, got bool",
                "accounts { A { msg_trace { zzz: t } } } | :1:27: Unknown field \"zzz\" parsing account message trace map/struct \"msg_trace\"",
                "accounts { A { jetstream: 5 } } | Expected map, bool or string to define JetStream, got int64",
                "accounts { A { jetstream: x } } | Expected 'enabled' or 'disabled' for string value, got 'x'",
                "proxies: 5              | :1:0: expected proxies to be a map/struct, got int64",
                "proxies { zzz: 5 }      | :1:10: unknown field \"zzz\"",
                "proxies { trusted: x }  | :1:10: expected proxies' trusted field to be an array, got string",
                "proxies { trusted: [x] } | :1:20: expected proxies' trusted entry to be a map/struct, got string",
                "proxies { trusted: [{key: 5 }] } | :1:21: interface conversion: interface {} is int64, not string",
                "proxies { trusted: [{key: x}] } | :1:21: invalid proxy key \"x\"",
                "proxies { trusted: [{public_key: UABC}] } | :1:21: invalid proxy key \"UABC\"",
                "proxies { trusted: [{zzz: UABC}] } | :1:21: unknown field \"zzz\"",
            })
    void wrongEntryIsReportedInTheWordsOfNatsServer(String text, String error) {
        assertThat(failure(text).errors()).containsExactly(error);
    }

    @Test
    void whatFixturesSendIsAcceptedWithANotice() throws ConfigException {
        Configuration configuration = read("""
                jetstream { store_dir: "/tmp/x", max_mem: 1G }
                JetStream: enabled
                leafnodes { listen: "127.0.0.1:-1" }
                websocket { port: -1, no_tls: true }
                cluster { name: c, port: 6222, authorization { user: u, password: p }, routes: [] }
                server_tags: [a, b]
                server_metadata { a: b }
                system_account: "$SYS"
                accounts { "$SYS" { users: [ {user: admin, password: x} ] }, APP { jetstream: enabled, imports: [] } }
                lame_duck_duration: "30s"
                lame_duck_grace_period: "1s"
                no_system_account: true
                server_name: one
                """);

        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.notices())
                .contains(
                        ":1:0: jetstream has no effect in this server",
                        ":2:1: JetStream has no effect in this server",
                        ":9:68: jetstream has no effect in this server")
                .hasSize(6);
        assertThat(configuration.options().auth().users()).hasSize(1);
    }

    @Test
    void samplingOfTracesWithoutADestinationIsAWarning() throws ConfigException {
        assertThat(read("accounts { A { msg_trace { sampling: \"10%\" } } }").warningText())
                .isEqualTo(":1:15: Trace destination sampling ignored since no destination was set\n");
        assertThat(read("accounts { A { msg_trace { sampling: \"10%\", dest: t } } }")
                        .warnings())
                .isEmpty();
    }

    @Test
    void whatIsSwitchedOffIsNotRefused() throws ConfigException {
        assertThat(read("https_port: 0, operator: [], mappings {}, resolver_preload {}\nleafnodes { remotes: [] }\n"
                                + "accounts { A { imports: [], exports: [], mappings {} } }, proxies { trusted: [] }")
                        .warnings())
                .isEmpty();
    }

    @Test
    void allWrongEntriesAreReportedAtOnceInTheOrderOfTheFile() {
        ConfigException failure = failure("""
                bogus: 1
                ping_interval: 5
                port: x
                authorization { users: [ {user: a, zzz: 1}, {password: x} ] }
                debug: 1
                """);

        assertThat(failure.warnings())
                .containsExactly(
                        ":2:1: invalid use of field \"ping_interval\": ping_interval should be converted to a duration");
        assertThat(failure.errors())
                .containsExactly(
                        ":1:0: unknown field \"bogus\"",
                        ":3:1: interface conversion: interface {} is string, not int64",
                        ":4:36: unknown field \"zzz\"",
                        ":4:46: User entry requires a user",
                        ":5:1: interface conversion: interface {} is int64, not bool");
        assertThat(failure.text()).startsWith(":2:1: invalid use of field").endsWith("is int64, not bool\n");
    }

    @Test
    void durationWithoutAUnitIsSecondsAndAWarning() throws ConfigException {
        Configuration configuration = read("ping_interval: 30, write_deadline: 2m");

        assertThat(configuration.warningText())
                .isEqualTo(
                        ":1:0: invalid use of field \"ping_interval\": ping_interval should be converted to a duration\n"
                                + ":1:19: invalid use of field \"write_deadline\": write_deadline should be converted to a"
                                + " duration\n");
        assertThat(configuration.options().pingInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(configuration.options().writeDeadline()).isEqualTo(Duration.ofSeconds(2_000_000));
    }

    @Test
    void wrongKindOfDurationIsAWarningAndAnError() {
        ConfigException failure = failure("write_deadline: 1.5");

        assertThat(failure.warnings()).hasSize(1);
        assertThat(failure.errors()).containsExactly(":1:0: interface conversion: interface {} is float64, not int64");
    }

    @Test
    void endlessDurationDoesNotOverflow() throws ConfigException {
        assertThat(read("write_deadline: 9223372036854775807").options().writeDeadline())
                .isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    }

    @Test
    void helperKeyIsNoUnknownFieldWhenAVariableRefersToIt() throws ConfigException {
        assertThat(read("p = 5\nport = $p").options().port()).isEqualTo(5);
        assertThat(failure("p = 5\nport = 6").errors()).containsExactly(":1:0: unknown field \"p\"");
    }

    @Test
    void laterAliasWins() throws ConfigException {
        assertThat(read("max_conn: 1\nmax_connections: 2").options().maxConnections())
                .isEqualTo(2);
        assertThat(read("port: 5\nlisten: \"x:6\"").options().port()).isEqualTo(6);
        assertThat(read("listen: \"x:6\"\nport: 5\nlisten: \"y:7\"").options().host())
                .isEqualTo("y");
        assertThat(read("trace_verbose: true\ntrace: false").options().trace()).isFalse();
        assertThat(read("trace: true\ntrace_headers: false").options().trace()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "4333, 0.0.0.0, 4333",
        "':4333', 0.0.0.0, 4333",
        "'[::1]:-1', ::1, -1",
        "localhost:4333, localhost, 4333"
    })
    void listenSetsHostAndPort(String listen, String host, int port) throws ConfigException {
        boolean number = listen.chars().allMatch(Character::isDigit);
        ServerOptions options = read("host: x\nlisten: " + (number ? listen : GoText.quote(listen)))
                .options();

        assertThat(options.host()).isEqualTo(host);
        assertThat(options.port()).isEqualTo(port);
    }

    @Test
    void valuesOfTheEnvironmentAreReadAsIfTheyStoodInTheFile() throws ConfigException {
        Configuration configuration = Configuration.parseText(
                "port: $PORT\nauthorization { users: $USERS }",
                Map.of("PORT", "-1", "USERS", "[ {user: a, password: b} ]"));

        assertThat(configuration.options().port()).isEqualTo(-1);
        assertThat(configuration.options().auth().users()).hasSize(1);
    }

    @Test
    void errorInsideAValueOfTheEnvironmentHasNoPlace() {
        ConfigException failure = catchThrowableOfType(
                ConfigException.class,
                () -> Configuration.parseText("authorization: $A", Map.of("A", "{users: [{user: a, zzz: 1}]}")));

        assertThat(failure.errors()).isEqualTo(List.of("unknown field \"zzz\""));
    }

    /** What should be a seed may be one with a wrong character. */
    @Test
    void theSeedOfALeafNodeIsNotShown() {
        assertThat(failure(
                                "leafnodes { remotes: [ { nkey: SUAMK2FG4MI6UE3ACF3FK3OIQBCEIEZV7NSWFFEW63UXMRLFM2XLAXK4GX } ] }")
                        .errors())
                .containsExactly(":1:25: Remote leafnode nkey is not a valid seed: \"[REDACTED]\"");
    }

    @Test
    void aDirectoryOfStoresIsGivenOnce() {
        assertThat(failure("jetstream { store_dir: \"/tmp/x\" }, store_dir: \"/tmp/y\"")
                        .errors())
                .containsExactly(":1:35: Duplicate 'store_dir' configuration");
    }

    @Test
    void systemAccountCountsInLowerCaseOnly() throws ConfigException {
        assertThat(read("System_Account: 5").warnings()).isEmpty();
        assertThat(read("accounts: [A]\nSystem: A").options().systemAccount()).isEqualTo("$SYS");
    }

    private static Configuration read(String text) throws ConfigException {
        return Configuration.parseText(text, Map.of());
    }

    private static ConfigException failure(String text) {
        return catchThrowableOfType(ConfigException.class, () -> read(text));
    }
}
