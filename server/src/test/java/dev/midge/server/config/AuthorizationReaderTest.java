package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.midge.auth.AccountEntry;
import dev.midge.auth.AuthConfig;
import dev.midge.auth.ConnectionType;
import dev.midge.auth.Password;
import dev.midge.auth.UserEntry;
import dev.midge.auth.permission.Permissions;
import dev.midge.auth.permission.ResponsePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationReaderTest {
    private static final String NKEY = "UDNJ5DL65IUSZQRKIXVNYWBGNLHOHPA3KJATE2X7SWLB76TEVNIRDJK5";

    /** Run on nats-server 2.15.2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "password: 1234 | :1:16: interface conversion: interface {} is int64, not string",
                "timeout: true | :1:16: error parsing authorization config, 'timeout' wrong type",
                "timeout: \"x\" | :1:16: error parsing authorization config, 'timeout' time: invalid duration \"x\"",
                "zzz: 1 | :1:16: unknown field \"zzz\"",
                "auth_callout: 5 | :1:16: Expected authorization callout to be a map/struct, got 5",
                "user: a, pass: b, token: t | :1:0: Cannot have a user/pass and token",
                "pass: b, token: t | :1:0: Cannot have a user/pass and token",
                "user: a, users: [] | :1:0: Can not have a single user/pass and a users array",
                "token: a, users: [] | :1:0: Can not have a token and a users array",
                "users: [{user: a}, {user: b}, {user: a}] | :1:0: Duplicate user \"a\" detected",
                "users: 5 | :1:16: Expected users field to be an array, got 5",
                "users: [x, {user: a}] | :1:24: Expected user entry to be a map/struct, got x",
                "users: [{}] | :1:26: User entry requires a user",
                "users: [{pass: x}] | :1:25: User entry requires a user",
                "users: [{user: 5, pass: x}] | :1:25: interface conversion: interface {} is int64, not string",
                "users: [{nkey: UABC}] | :1:25: Not a valid public nkey for a user",
                "users: [{user: a, zzz: 1}] | :1:34: unknown field \"zzz\"",
                "users: [{user: a, account: A}] | :1:34: unknown field \"account\"",
                "users: [{user: a, clients: 5}] | :1:34: error parsing allowed connection types: unsupported type int64",
                "users: [{user: a, clients: [true]}] | :1:44: error parsing allowed connection types: unsupported type in array bool",
                "users: [{user: a, clients: [foo, mqtt, \"b\\\"r\"]}] | :1:34: invalid connection types [\"FOO\" \"B\\\"R\"]",
                "users: [{user: a, permissions: 5}] | :1:34: Expected permissions to be a map/struct, got 5",
                "users: [{user: a, permissions {zzz: 1}}] | :1:47: Unknown field \"zzz\" parsing permissions",
                "permissions {pub: \"a b\"} | subject \"a b\" is not a valid subject",
                "permissions {pub: \"a..b\"} | subject \"a..b\" is not a valid subject",
                "permissions {pub: [a, \"a.>.b\"]} | subject \"a.>.b\" is not a valid subject",
                "permissions {pub: 5} | Expected subject permissions to be a subject, or array of subjects, got int64",
                "permissions {pub: [5 ]} | :1:35: Subject in permissions array cannot be cast to string",
                "permissions {pub {allow: \"a b\"}} | :1:34: subject \"a b\" is not a valid subject",
                "permissions {pub {deny: 5}} | :1:34: Expected subject permissions to be a subject, or array of subjects, got int64",
                "permissions {pub {alow: a}} | :1:34: Unknown field name \"alow\" parsing subject permissions, only 'allow' or 'deny' are permitted",
                "permissions {sub: \"a b c\"} | subject \"a b c\" is not a valid subject",
                "permissions {sub: \"a..b c\"} | subject \"a..b\" is not a valid subject",
                "permissions {sub: \"a c..d\"} | queue \"c..d\" is not a valid queue",
                "permissions {allow_responses: 5} | :1:29: error parsing response permissions, expected a boolean or a map",
                "permissions {allow_responses {max: x}} | :1:46: interface conversion: interface {} is string, not int64",
                "permissions {allow_responses {expires: 5}} | :1:46: error parsing expires, not a duration string",
                "permissions {allow_responses {ttl: x}} | :1:46: error parsing expires: time: invalid duration \"x\"",
                "permissions {allow_responses {zzz: 5}} | :1:46: Unknown field \"zzz\" parsing permissions",
            })
    void wrongEntryIsReportedInTheWordsOfNatsServer(String text, String error) {
        assertThat(failure("authorization { " + text + " }").errors()).contains(error);
    }

    @Test
    void nkeyUsersTakeNoNames() {
        assertThat(failure("authorization { users: [ {nkey: %s, user: a} ] }".formatted(NKEY))
                        .errors())
                .containsExactly(":1:90: Nkey users do not take usernames or passwords");
        assertThat(failure("authorization { users: [ {nkey: %s, password: a} ] }".formatted(NKEY))
                        .errors())
                .containsExactly(":1:90: Nkey users do not take usernames or passwords");
    }

    @Test
    void nkeyMayStandOnceOnly() {
        assertThat(failure("authorization { users: [ {nkey: %s}, {nkey: %s} ] }".formatted(NKEY, NKEY))
                        .errors())
                .containsExactly(":1:0: Duplicate nkey \"" + NKEY + "\" detected");
    }

    /** Run on nats-server 2.15.2, which reads blocks in any order and reports one of two texts. */
    @Test
    void usersOfAccountsGoWithNeitherASingleUserNorAToken() {
        String accounts = "accounts { A { users: [ {user: s, password: x} ] } }\n";

        assertThat(failure(accounts + "authorization { user: a }").errors())
                .containsExactly(":1:15: Can not have a single user/pass and accounts");
        assertThat(failure("authorization { user: a }\n" + accounts).errors())
                .containsExactly(":2:16: Can not have a single user/pass and accounts");
        assertThat(failure("authorization { token: a }\naccounts { A { users: [ {nkey: " + NKEY + "} ] } }")
                        .errors())
                .containsExactly(":2:16: Can not have a token and accounts");
        assertThat(failure("authorization { token: a, users: [] }\n" + accounts).errors())
                .contains(":1:0: Can not have a token and a users array");
    }

    @Test
    void aSingleUserGoesWithAccountsWithoutUsers() throws ConfigException {
        assertThat(read("authorization { user: a }\naccounts { A { users: [] }, B {} }")
                        .options()
                        .auth()
                        .accounts())
                .hasSize(2);
    }

    @Test
    void namesAreSharedByTheBlockAndAllAccountsInAnyOrder() {
        String accounts = "accounts { A { users: [ {user: s} ] }, B { users: [ {user: t}, {user: s} ] } }\n";
        String block = "authorization { users: [ {user: t} ] }\n";

        assertThat(failure(accounts + block).errors())
                .containsExactly(":1:43: Duplicate user \"t\" detected", ":1:43: Duplicate user \"s\" detected");
        assertThat(failure(block + accounts).errors())
                .containsExactly(":2:44: Duplicate user \"t\" detected", ":2:44: Duplicate user \"s\" detected");
        assertThat(failure("accounts { A { users: [ {nkey: %s} ] }, B { users: [ {nkey: %s} ] } }"
                                .formatted(NKEY, NKEY))
                        .errors())
                .singleElement()
                .asString()
                .endsWith("Duplicate nkey \"" + NKEY + "\" detected");
    }

    @Test
    void anAccountIsReadWhole() throws ConfigException {
        AuthConfig auth = read("""
                accounts {
                  A {
                    users: [ {user: a, password: p}, {user: b, permissions {}}, {nkey: %s} ]
                    default_permissions: { publish: x }
                    nkey: ABA32ENLHY4B6AGIFAHO2VDHTM76Z76MHDF5Y6ZGLROXR32GGAMKEOAH
                    LIMITS { max_connections: 1, max_subscriptions: 2, max_payload: 3, max_leafnodes: 4 }
                  }
                  B { limits { max_conn: -1, max_subs: -5, max_pay: 1k } }
                }
                """.formatted(NKEY)).options().auth();

        AccountEntry a = auth.accounts().get(0);
        assertThat(a.nkey()).isEqualTo("ABA32ENLHY4B6AGIFAHO2VDHTM76Z76MHDF5Y6ZGLROXR32GGAMKEOAH");
        assertThat(List.of(a.maxConnections(), a.maxSubscriptions(), a.maxPayload()))
                .containsExactly(1L, 2L, 3L);
        AccountEntry b = auth.accounts().get(1);
        assertThat(List.of(b.maxConnections(), b.maxSubscriptions(), b.maxPayload()))
                .containsExactly(-1L, 0L, 1000L);
        Permissions inherited = Permissions.builder().publishAllow(List.of("x")).build();
        assertThat(auth.users())
                .extracting(UserEntry::permissions)
                .containsExactly(inherited, Permissions.UNRESTRICTED);
        assertThat(auth.users()).extracting(UserEntry::account).containsOnly("A");
        assertThat(auth.nkeyUsers().get(0).permissions()).isEqualTo(inherited);
        assertThat(auth.nkeyUsers().get(0).account()).isEqualTo("A");
    }

    @Test
    void accountsMayBeAListOfNames() throws ConfigException {
        assertThat(read("accounts: [A, B]").options().auth().accounts())
                .extracting(AccountEntry::name)
                .containsExactly("A", "B");
    }

    /** The example "With Account Assignment": as it is printed the checksum is wrong, with a valid key it works. */
    @Test
    void anAccountMayHaveAUserWithAnNkey() throws ConfigException {
        String text = """
                accounts {
                  ORDERS: {
                    users: [
                      {nkey: "%s"}
                    ]
                  }
                }
                """;

        assertThat(read(text.formatted(NKEY)).options().auth().nkeyUsers())
                .singleElement()
                .satisfies(user -> assertThat(user.account()).isEqualTo("ORDERS"));
        assertThat(failure(text.formatted("UCKASD5KPQQYHB6KYD7RC62VZQN7VRU5NN2BKL7UFBQ3UBYAJQPVNHSQ"))
                        .errors())
                .containsExactly(":4:8: Not a valid public nkey for a user");
    }

    @Test
    void longTimeoutEarnsAWarning() throws ConfigException {
        assertThat(timeoutWarning("2m"))
                .contains("field \"timeout\": timeout of 2000000 (2000000.000000 seconds) is high");
        assertThat(timeoutWarning("61.5")).contains("timeout of 61.5 (61.500000 seconds)");
        assertThat(timeoutWarning("\"2h\"")).contains("timeout of 2h (7200.000000 seconds)");
        assertThat(timeoutWarning("60")).isEmpty();
    }

    private static String timeoutWarning(String timeout) throws ConfigException {
        return read("authorization { timeout: " + timeout + " }").warningText();
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "0.25, 250", "'\"1m\"', 60000", "'\"100ms\"', 100"})
    void timeoutIsSecondsOrADuration(String timeout, long millis) throws ConfigException {
        assertThat(read("authorization { timeout: " + timeout + " }").options().authTimeout())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void userEntryIsReadWhole() throws ConfigException {
        UserEntry user = user("""
                username: a, pass: b, clients: [standard, "Mqtt"], proxy_required: true
                connection_deadline: "2026-12-31T23:59:59+01:00"
                """);

        assertThat(user.name()).isEqualTo("a");
        assertThat(user.password()).isEqualTo(Password.of("b"));
        assertThat(user.account()).isEqualTo("$G");
        assertThat(user.permissions()).isNull();
        assertThat(user.allowedConnectionTypes())
                .containsExactlyInAnyOrder(ConnectionType.STANDARD, ConnectionType.MQTT);
        assertThat(user.proxyRequired()).isTrue();
        assertThat(user.connectionDeadline()).isEqualTo(Instant.parse("2026-12-31T22:59:59Z"));
    }

    @Test
    void deadlineMayBeADateOfTheLanguage() throws ConfigException {
        assertThat(user("user: a, connection_deadline: 2026-12-31T23:59:59Z").connectionDeadline())
                .isEqualTo(Instant.parse("2026-12-31T23:59:59Z"));
    }

    @Test
    void nkeyUserMayHaveADeadline() throws ConfigException {
        AuthConfig auth = auth("users: [{nkey: %s, connection_deadline: 2026-12-31T23:59:59Z}]".formatted(NKEY));

        assertThat(auth.nkeyUsers().get(0).connectionDeadline()).isEqualTo(Instant.parse("2026-12-31T23:59:59Z"));
    }

    @Test
    void deadlineThatIsNoTimeIsRefused() {
        assertThat(failure("authorization { users: [{user: a, connection_deadline: tomorrow}] }")
                        .errors())
                .containsExactly(":1:34: error parsing connection_deadline: \"tomorrow\" is not a time such as"
                        + " 2006-01-02T15:04:05Z");
        assertThat(failure("authorization { users: [{user: a, connection_deadline: 5 }] }")
                        .errors())
                .containsExactly(":1:34: error parsing connection_deadline: unsupported type int64");
    }

    @Test
    void passwordAloneSwitchesNothingOn() throws ConfigException {
        assertThat(auth("password: x").singleUser()).isNull();
    }

    @Test
    void bcryptNeedsNoQuotes() throws ConfigException {
        assertThat(user("user: a, password: $2a$11$abc").password().isBcrypt()).isTrue();
    }

    // Permissions

    @Test
    void formsOfPermissionsMeanTheSame() throws ConfigException {
        Permissions expected = Permissions.builder()
                .publishAllow(List.of("a"))
                .subscribeAllow(List.of("b", "c q"))
                .subscribeDeny(List.of("d"))
                .build();

        assertThat(permissions("publish: a, subscribe { allow: [b, \"c q\"], deny: d }"))
                .isEqualTo(expected);
        assertThat(permissions("import { allow: [a] }, export { deny: [d], allow: [b, \"c q\"] }"))
                .isEqualTo(expected);
    }

    @Test
    void emptyListsRestrictNothing() throws ConfigException {
        assertThat(permissions("publish: [], subscribe { allow: [], deny: [] }"))
                .isEqualTo(Permissions.UNRESTRICTED);
        assertThat(permissions("publish {}")).isEqualTo(Permissions.UNRESTRICTED);
        assertThat(permissions("")).isEqualTo(Permissions.UNRESTRICTED);
    }

    @Test
    void responsesAloneForbidAllOtherPublishing() throws ConfigException {
        Permissions expected = Permissions.builder()
                .publishAllow(List.of())
                .responses(ResponsePermission.DEFAULT)
                .build();

        assertThat(permissions("allow_responses: true")).isEqualTo(expected);
        assertThat(permissions("publish: [], publish_allow_responses: true")).isEqualTo(expected);
        assertThat(permissions("allow_responses: true, publish { deny: x }"))
                .isEqualTo(Permissions.builder()
                        .publishAllow(List.of())
                        .publishDeny(List.of("x"))
                        .responses(ResponsePermission.DEFAULT)
                        .build());
        assertThat(permissions("allow_responses: false")).isEqualTo(Permissions.UNRESTRICTED);
    }

    @Test
    void responsesHaveLimits() throws ConfigException {
        assertThat(permissions("allow_responses { max: 5, expires: \"1m\" }").responses())
                .isEqualTo(ResponsePermission.of(5, Duration.ofMinutes(1)));
        assertThat(permissions("allow_responses { max_msgs: -1, ttl: \"-1s\" }").responses())
                .isEqualTo(ResponsePermission.of(-1, Duration.ofSeconds(-1)));
        assertThat(permissions("allow_responses { max: 0, expiration: \"0s\" }").responses())
                .isEqualTo(ResponsePermission.DEFAULT);
    }

    @Test
    void defaultPermissionsGoToUsersWithoutTheirOwnInAnyOrder() throws ConfigException {
        AuthConfig auth = auth("""
                users: [ {user: a}, {user: b, permissions {}}, {nkey: %s} ]
                default_permissions: { publish: x }
                """.formatted(NKEY));

        Permissions inherited = Permissions.builder().publishAllow(List.of("x")).build();
        assertThat(auth.users())
                .extracting(UserEntry::permissions)
                .containsExactly(inherited, Permissions.UNRESTRICTED);
        assertThat(auth.nkeyUsers().get(0).permissions()).isEqualTo(inherited);
    }

    @Test
    void equalPermissionsAreOneObject() throws ConfigException {
        List<UserEntry> users = auth("users: [{user: a, permissions {pub: x}}, {user: b, permissions {pub: [x]}}]")
                .users();

        assertThat(users.get(0).permissions()).isSameAs(users.get(1).permissions());
    }

    private static Permissions permissions(String block) throws ConfigException {
        return user("user: a, permissions { " + block + " }").permissions();
    }

    private static UserEntry user(String entry) throws ConfigException {
        return auth("users: [ { " + entry + " } ]").users().get(0);
    }

    private static AuthConfig auth(String block) throws ConfigException {
        return read("authorization { " + block + " }").options().auth();
    }

    private static Configuration read(String text) throws ConfigException {
        return Configuration.parseText(text, Map.of());
    }

    private static ConfigException failure(String text) {
        return catchThrowableOfType(ConfigException.class, () -> read(text));
    }
}
