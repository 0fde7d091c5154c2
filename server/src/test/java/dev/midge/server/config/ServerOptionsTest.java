package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import dev.midge.auth.AccountEntry;
import dev.midge.auth.AuthConfig;
import dev.midge.auth.Password;
import dev.midge.auth.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerOptionsTest {
    private static final String NKEY = "UDNJ5DL65IUSZQRKIXVNYWBGNLHOHPA3KJATE2X7SWLB76TEVNIRDJK5";

    /** Every setting there is a value for, with a value that is not the default. */
    private static final String EVERYTHING = """
            net: 127.0.0.1
            port: 4333
            client_advertise: "example.org:4222"
            server_name: one
            max_conn: 10
            max_subs: 11
            max_sub_tokens: 12
            max_control_line: 1k
            max_payload: 2kb
            max_pending: 3MB
            max_closed_clients: 14
            ping_interval: "15s"
            ping_max: 16
            write_deadline: "17s"
            write_timeout: retry
            no_header_support: true
            no_fast_producer_stall: yes
            proxy_protocol: true
            event_loops: 3
            lame_duck_duration: "40s"
            lame_duck_grace_period: "18s"
            pidfile: "/run/one.pid"
            ports_file_dir: "/run/ports"
            authorization {
              timeout: 3.5
              proxy_required: true
              users: [ {user: u, password: p}, {nkey: %s} ]
              plugins: [ {name: directory, config: {password: hidden}} ]
            }
            no_auth_user: u
            proxies { trusted: [ {key: %s} ] }
            accounts { A { limits { max_conn: 4 }, users: [ {user: v, password: p} ] } }
            system_account: A
            no_system_account: true
            http: "127.0.0.2:8333"
            http_base_path: "a/../nats"
            server_tags: [ " A ", b, a, "" ]
            server_metadata { one: two, "three.four": five }
            debug: on
            trace_verbose: true
            trace_headers: true
            max_traced_msg_len: 20
            logtime: false
            logtime_utc: true
            logfile: "/var/log/one.log"
            logfile_size_limit: 1MB
            logfile_max_num: 5
            syslog: true
            remote_syslog: "udp://127.0.0.1:514"
            log_format: json
            no_sublist_cache: true
            ignore_unsupported: true
            """.formatted(NKEY, NKEY);

    private static final String SINGLE_USER = "authorization { user: a, password: b }";
    private static final String TOKEN = "authorization { token: t }";

    @Test
    void defaults() {
        ServerOptions options = ServerOptions.builder().build();

        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("host", "0.0.0.0");
        expected.put("port", 4222);
        expected.put("client_advertise", "");
        expected.put("server_name", "");
        expected.put("max_connections", 65536);
        expected.put("max_subscriptions", 0);
        expected.put("max_sub_tokens", 0);
        expected.put("max_control_line", 4096);
        expected.put("max_payload", 1048576L);
        expected.put("max_pending", 67108864L);
        expected.put("max_closed_clients", 10000);
        expected.put("ping_interval", Duration.ofMinutes(2));
        expected.put("ping_max", 2);
        expected.put("write_deadline", Duration.ofSeconds(10));
        expected.put("write_timeout", "default");
        expected.put("no_header_support", false);
        expected.put("no_fast_producer_stall", false);
        expected.put("proxy_protocol", false);
        expected.put("event_loops", 0);
        expected.put("lame_duck_duration", Duration.ofMinutes(2));
        expected.put("lame_duck_grace_period", Duration.ofSeconds(10));
        expected.put("pid_file", "");
        expected.put("ports_file_dir", "");
        expected.put("ignore_unsupported", false);
        expected.put("authorization.user", "");
        expected.put("authorization.password", Secret.of(""));
        expected.put("authorization.token", Secret.of(""));
        expected.put("authorization.timeout", Duration.ofSeconds(2));
        expected.put("authorization.users", List.of());
        expected.put("authorization.nkeys", List.of());
        expected.put("authorization.defined", false);
        expected.put("authorization.plugins", List.of());
        expected.put("authorization.proxy_required", false);
        expected.put("proxies.trusted", List.of());
        expected.put("no_auth_user", "");
        expected.put("accounts.list", List.of());
        expected.put("system_account", "");
        expected.put("no_system_account", false);
        expected.put("http_host", "");
        expected.put("http_port", 0);
        expected.put("http_base_path", "");
        expected.put("server_tags", List.of());
        expected.put("server_metadata", Map.of());
        expected.put("debug", false);
        expected.put("trace", false);
        expected.put("trace_verbose", false);
        expected.put("trace_headers", false);
        expected.put("max_traced_msg_len", 0);
        expected.put("logtime", true);
        expected.put("logtime_utc", false);
        expected.put("log_file", "");
        expected.put("logfile_size_limit", 0L);
        expected.put("logfile_max_num", 0);
        expected.put("syslog", false);
        expected.put("remote_syslog", "");
        expected.put("log_format", "text");
        expected.put("disable_sublist_cache", false);

        Map<String, Object> actual = new LinkedHashMap<>();
        for (Option<?> row : Options.rows()) {
            if (row.defaultValue() != null) {
                actual.put(row.key(), options.get(row));
            }
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void defaultsOfWhatMayBeAbsent() {
        ServerOptions options = ServerOptions.builder().build();

        assertThat(options.serverName()).isNull();
        assertThat(options.clientAdvertise()).isNull();
        assertThat(options.pidFile()).isNull();
        assertThat(options.portsFileDir()).isNull();
        assertThat(options.logFile()).isNull();
        assertThat(options.logFileSizeLimit()).isZero();
        assertThat(options.logFileMaxNum()).isZero();
        assertThat(options.remoteSyslog()).isNull();
        assertThat(options.configFile()).isNull();
        assertThat(options.configDigest()).isNull();
        assertThat(options.httpHost()).isEqualTo("0.0.0.0");
        assertThat(options.auth().singleUser()).isNull();
        assertThat(options.auth().token()).isNull();
        assertThat(options.auth().noAuthUser()).isNull();
    }

    @Test
    void everySettingOfAFileArrives() throws ConfigException {
        ServerOptions options = read(EVERYTHING).options();

        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(options.port()).isEqualTo(4333);
        assertThat(options.clientAdvertise()).isEqualTo("example.org:4222");
        assertThat(options.serverName()).isEqualTo("one");
        assertThat(options.maxConnections()).isEqualTo(10);
        assertThat(options.maxSubscriptions()).isEqualTo(11);
        assertThat(options.maxSubscriptionTokens()).isEqualTo(12);
        assertThat(options.maxControlLine()).isEqualTo(1000);
        assertThat(options.maxPayload()).isEqualTo(2048);
        assertThat(options.maxPending()).isEqualTo(3 * 1024 * 1024);
        assertThat(options.maxClosedClients()).isEqualTo(14);
        assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(options.pingMax()).isEqualTo(16);
        assertThat(options.writeDeadline()).isEqualTo(Duration.ofSeconds(17));
        assertThat(options.writeTimeout()).isEqualTo("retry");
        assertThat(options.noHeaderSupport()).isTrue();
        assertThat(options.noFastProducerStall()).isTrue();
        assertThat(options.proxyProtocol()).isTrue();
        assertThat(options.eventLoops()).isEqualTo(3);
        assertThat(options.lameDuckDuration()).isEqualTo(Duration.ofSeconds(40));
        assertThat(options.lameDuckGracePeriod()).isEqualTo(Duration.ofSeconds(18));
        assertThat(options.pidFile()).isEqualTo("/run/one.pid");
        assertThat(options.portsFileDir()).isEqualTo("/run/ports");
        assertThat(options.authTimeout()).isEqualTo(Duration.ofMillis(3500));
        assertThat(options.httpHost()).isEqualTo("127.0.0.2");
        assertThat(options.httpPort()).isEqualTo(8333);
        assertThat(options.httpBasePath()).isEqualTo("a/../nats");
        assertThat(options.serverTags()).containsExactly("a", "b");
        assertThat(options.serverMetadata()).isEqualTo(Map.of("one", "two", "three.four", "five"));
        assertThat(options.debug()).isTrue();
        assertThat(options.trace()).isTrue();
        assertThat(options.traceVerbose()).isTrue();
        assertThat(options.traceHeaders()).isTrue();
        assertThat(options.maxTracedMsgLen()).isEqualTo(20);
        assertThat(options.logtime()).isFalse();
        assertThat(options.logtimeUtc()).isTrue();
        assertThat(options.logFile()).isEqualTo("/var/log/one.log");
        assertThat(options.logFileSizeLimit()).isEqualTo(1_048_576);
        assertThat(options.logFileMaxNum()).isEqualTo(5);
        assertThat(options.syslog()).isTrue();
        assertThat(options.remoteSyslog()).isEqualTo("udp://127.0.0.1:514");
        assertThat(options.logFormat()).isEqualTo("json");
        assertThat(options.auth().proxyRequired()).isTrue();
        assertThat(options.auth().noAuthUser()).isEqualTo("u");
        assertThat(options.auth().users())
                .extracting(user -> user.account() + "/" + user.name())
                .containsExactlyInAnyOrder("$G/u", "A/v");
        assertThat(options.plugins()).extracting(PluginEntry::name).containsExactly("directory");
        assertThat(options.auth().trustedProxies()).containsExactly(NKEY);
        assertThat(options.auth().accounts()).extracting(AccountEntry::name).containsExactly("A");
        assertThat(options.auth().accounts().get(0).maxConnections()).isEqualTo(4);
        assertThat(options.systemAccount()).isEqualTo("A");
        assertThat(options.auth().nkeyUsers()).extracting(user -> user.nkey()).containsExactly(NKEY);
    }

    @Test
    void singleUserAndTokenArrive() throws ConfigException {
        assertThat(read(SINGLE_USER).options().auth().singleUser())
                .satisfies(user -> assertThat(user.name()).isEqualTo("a"))
                .satisfies(user -> assertThat(user.password()).isEqualTo(Password.of("b")));
        assertThat(read(TOKEN).options().auth().token()).isEqualTo(Password.of("t"));
    }

    /** Fails for a new row until it is given a value other than its default above. */
    @Test
    void noRowIsForgottenInThisTest() throws ConfigException {
        Set<String> untouched = new TreeSet<>();
        for (Option<?> row : Options.rows()) {
            untouched.add(row.key());
        }
        for (String text : List.of(EVERYTHING, SINGLE_USER, TOKEN)) {
            ServerOptions options = read(text).options();
            for (Option<?> row : Options.rows()) {
                if (row.defaultValue() != null && !row.defaultValue().equals(options.get(row))) {
                    untouched.remove(row.key());
                }
            }
        }
        for (Option<?> row : Options.rows()) {
            boolean valueless = row.defaultValue() == null;
            if (valueless) {
                untouched.remove(row.key());
            }
        }

        assertThat(untouched).isEmpty();
    }

    @Test
    void snapshotAndOptionsAgreeOnEveryKey() throws ConfigException {
        CommandLineOverrides overrides = new CommandLineOverrides()
                .set(Options.PORT, -1)
                .set(Options.DEBUG, false)
                .set(Options.PING_INTERVAL, Duration.ofSeconds(3))
                .user("x")
                .password("y");
        for (String text : List.of("", EVERYTHING, SINGLE_USER, TOKEN, "port: 0, ping_max: 0, max_pending: 0")) {
            for (CommandLineOverrides flags : List.of(overrides, new CommandLineOverrides())) {
                Configuration configuration = read(text);
                Config snapshot = configuration.snapshot(flags);
                ServerOptions options = configuration.options(flags);
                for (Option<?> row : OptionsTest.settings()) {
                    Object value = options.find(row);
                    assertThat(snapshot.hasPath(row.key()) ? OptionsTest.number(snapshot.getAnyRef(row.key())) : null)
                            .as(row.key())
                            .isEqualTo(value == null ? null : OptionsTest.number(ConfigSnapshot.plain(value)));
                }
            }
        }
    }

    @Test
    void snapshotTellsWhereASettingComesFromAndHidesSecrets() throws ConfigException {
        Config snapshot =
                read("\nport: 5\n" + SINGLE_USER).snapshot(new CommandLineOverrides().set(Options.DEBUG, true));

        assertThat(snapshot.getValue("port").origin().lineNumber()).isEqualTo(2);
        assertThat(snapshot.getValue("debug").origin().description()).isEqualTo("command line");
        assertThat(snapshot.getString("authorization.password")).isEqualTo("[REDACTED]");
    }

    @Test
    void snapshotNamesPluginsAndHidesTheirSettings() throws ConfigException {
        Config snapshot = read(EVERYTHING).snapshot(new CommandLineOverrides());

        assertThat(snapshot.getStringList("authorization.plugins")).containsExactly("directory");
        assertThat(snapshot.root().render()).doesNotContain("hidden");
    }

    @Test
    void flagsWinOverTheFile() throws ConfigException {
        CommandLineOverrides flags = new CommandLineOverrides()
                .set(Options.PORT, -1)
                .set(Options.DEBUG, false)
                .set(Options.HTTP_PORT, 0)
                .user("x");

        ServerOptions options =
                read("port: 5, debug: true, http: 8222\n" + SINGLE_USER).options(flags);

        assertThat(options.port()).isEqualTo(-1);
        assertThat(options.debug()).isFalse();
        assertThat(options.httpPort()).isZero();
        assertThat(options.auth().singleUser().name()).isEqualTo("x");
        assertThat(options.auth().singleUser().password()).isEqualTo(Password.of("b"));
    }

    @Test
    void nothingStandsForTheDefaultWhereNatsServerSaysSo() throws ConfigException {
        ServerOptions options = read("""
                listen: ":0"
                ping_interval: "0s", ping_max: 0, write_deadline: "0s", max_control_line: 0, max_payload: 0
                max_pending: 0, max_closed_clients: 0, lame_duck_grace_period: "0s"
                authorization { timeout: 0 }
                """).options();
        ServerOptions defaults =
                ServerOptions.builder().set(Options.AUTH_DEFINED, true).build();

        for (Option<?> row : Options.rows()) {
            assertThat((Object) options.find(row)).as(row.key()).isEqualTo(defaults.find(row));
        }
    }

    @Test
    void noConnectionsMeansNobody() throws ConfigException {
        assertThat(read("max_connections: 0").options().maxConnections()).isEqualTo(-1);
    }

    @Test
    void numbersTooLargeForTheirTypeStayTooLarge() throws ConfigException {
        assertThat(read("port: 4294971518").options().port()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void monitoringListensWhereClientsDo() throws ConfigException {
        ServerOptions options = read("host: 127.0.0.1, http: 8222").options();

        assertThat(options.httpHost()).isEqualTo("127.0.0.1");
        assertThat(options.httpPort()).isEqualTo(8222);
    }

    @Test
    void programMaySayWhoConnects() {
        AuthConfig auth =
                AuthConfig.builder().token("t").timeout(Duration.ofSeconds(9)).build();

        ServerOptions options = ServerOptions.builder().auth(auth).build();

        assertThat(options.auth()).isSameAs(auth);
        assertThat(options.authTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(options.toBuilder().port(1).build().auth()).isSameAs(auth);
    }

    @Test
    void builderKeepsWhatItStartsFrom() throws ConfigException {
        ServerOptions options = read(EVERYTHING).options();

        ServerOptions copy = options.toBuilder().port(1).build();

        assertThat(copy.port()).isEqualTo(1);
        assertThat(copy.maxPayload()).isEqualTo(options.maxPayload());
        assertThat(copy.auth().users()).hasSize(2);
    }

    @Test
    void settingsAreCheckedTogether() throws ConfigException {
        assertThat(combination("lame_duck_duration: \"30s\", lame_duck_grace_period: \"40s\", max_payload: 100MB"))
                .isEqualTo("lame duck grace period (40s) should be strictly lower than lame duck duration (30s)");
        assertThat(combination("max_payload: 10MB, max_pending: 1MB"))
                .isEqualTo("max_payload (10485760) cannot be higher than max_pending (1048576)");
        assertThat(combination("no_auth_user: zzz"))
                .isEqualTo("no_auth_user: \"zzz\" present, but users/nkeys are not defined");
        assertThat(combination("no_auth_user: zzz\nauthorization { users: [{user: a}] }"))
                .isEqualTo("no_auth_user: \"zzz\" not present as user or nkey in authorization block or account"
                        + " configuration");
        assertThat(combination("no_auth_user: zzz\naccounts { A { users: [{user: a}] } }"))
                .startsWith("no_auth_user: \"zzz\" not present as user or nkey");
        assertThat(combination("system_account: zzz\naccounts { A {} }"))
                .isEqualTo("error resolving system account: account missing");
        assertThat(combination("proxies { trusted: [ {} ] }")).isEqualTo("proxy trusted key \"\" is invalid");
        assertThat(catchThrowableOfType(
                                ConfigException.class,
                                () -> ServerOptions.builder()
                                        .serverName("a b")
                                        .build()
                                        .validate())
                        .text())
                .isEqualTo("server name cannot contain spaces");
    }

    @Test
    void secretsThatOnlyLookLikeAHashAreNamedByTheirUser() throws ConfigException {
        String hash = "$2a$04$abcdefghijklmnopqrstuuLZYjhNQAOdpbzt4WxWlUHjv1wsyH5DG";

        assertThat(read("authorization { users: [{user: a, password: $2a$11$...}, {user: b, password: %s}, {user: c}] }"
                                .formatted(hash))
                        .options()
                        .unusableSecrets())
                .containsExactly(
                        "The password of user \"a\" looks like a bcrypt hash and is none: nobody can log in with it");
        assertThat(read("accounts { A { users: [{user: a, password: $2a$11$...}] } }")
                        .options()
                        .unusableSecrets())
                .hasSize(1);
        assertThat(read("authorization { user: x, password: $2a$11$... }")
                        .options()
                        .unusableSecrets())
                .hasSize(1);
        assertThat(read("authorization { token: $2a$11$... }").options().unusableSecrets())
                .containsExactly("The token looks like a bcrypt hash and is none: nobody can log in with it");
        assertThat(read("authorization { token: t }").options().unusableSecrets())
                .isEmpty();
    }

    @Test
    void systemAccountIsTheNamedOneElseTheConfiguredOneElseMade() throws ConfigException {
        assertThat(systemAccount("")).isEqualTo("$SYS, made");
        assertThat(systemAccount("no_system_account: true")).isEqualTo("null");
        assertThat(systemAccount("accounts { $SYS {}, A {} }")).isEqualTo("$SYS");
        assertThat(systemAccount("accounts { $SYS {}, A {} }\nno_system_account: true"))
                .isEqualTo("$SYS");
        assertThat(systemAccount("accounts { $SYS {}, A {} }\nsystem_account: A"))
                .isEqualTo("A");
        assertThat(systemAccount("accounts [A, B]\nsystem: B\nsystem_account: A"))
                .isEqualTo("A");
        assertThat(systemAccount("accounts [A, B]\nsystem_account: A\nsystem: B"))
                .isEqualTo("A");
        assertThat(systemAccount("accounts [A, B]\nSystem_Account: A")).isEqualTo("$SYS, made");
    }

    private static String systemAccount(String text) throws ConfigException {
        ServerOptions options = read(text).options();
        return options.systemAccount() + (options.createsSystemAccount() ? ", made" : "");
    }

    @Test
    void companionUserIsWantedBesideNothingButASystemAccount() throws ConfigException {
        String system = "accounts { $SYS { users: [ {user: s, password: p} ] } }\n";

        assertThat(read(system).options().wantsCompanionUser()).isTrue();
        assertThat(read("accounts { $SYS {} }").options().wantsCompanionUser()).isTrue();
        assertThat(read("accounts [ADM]\nsystem_account: ADM").options().wantsCompanionUser())
                .isTrue();
        assertThat(read(system + "authorization { timeout: 1 }").options().wantsCompanionUser())
                .isFalse();
        assertThat(read(system + "no_auth_user: s").options().wantsCompanionUser())
                .isFalse();
        assertThat(read("accounts { $SYS {}, A {} }").options().wantsCompanionUser())
                .isFalse();
        assertThat(read("accounts { A { users: [ {user: a} ] } }").options().wantsCompanionUser())
                .isFalse();
        assertThat(read("").options().wantsCompanionUser()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4 | port: -1",
                "6 | accounts { A {}, B {} }",
                "4 | accounts { $SYS {} }",
                "5 | accounts { A {}, B {} }, system_account: A",
                "0 | accounts { A {} }, no_system_account: true"
            })
    void clientsOfTheServerItselfAreThoseOfItsAccounts(int count, String text) throws ConfigException {
        assertThat(Configuration.parseText(text, Map.of()).options().internalClients())
                .isEqualTo(count);
    }

    @Test
    void aPasswordIsInPlainTextThoughNoUserIsNamed() throws ConfigException {
        assertThat(read("authorization { password: secret }").options().hasPlaintextPasswords())
                .isTrue();
        assertThat(read("authorization { user: u, password: \"$2a$04$x\" }")
                        .options()
                        .hasPlaintextPasswords())
                .isFalse();
        assertThat(read("authorization { token: t }").options().hasPlaintextPasswords())
                .isFalse();
    }

    @Test
    void noAuthUserMayBeAnNkey() throws ConfigException {
        assertThat(read("no_auth_user: %s\nauthorization { users: [{nkey: %s}] }".formatted(NKEY, NKEY))
                        .options()
                        .auth()
                        .noAuthUser())
                .isEqualTo(NKEY);
    }

    private static String combination(String text) throws ConfigException {
        Configuration configuration = read(text);
        return catchThrowableOfType(ConfigException.class, configuration::options)
                .text();
    }

    private static Configuration read(String text) throws ConfigException {
        return Configuration.parseText(text, Map.of());
    }
}
