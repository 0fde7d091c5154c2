package dev.midge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midge.auth.permission.Permissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthConfigTest {

    private static final String HASH = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
    private static final String NKEY = "UCBD6WCOEHMX6VG6656TUETQAKF2BUKVACXRID3PAGUE7U4GJQQFBRXV";

    @Test
    void nothingIsConfiguredByDefault() {
        AuthConfig config = AuthConfig.builder().build();

        assertThat(config.singleUser()).isNull();
        assertThat(config.token()).isNull();
        assertThat(config.users()).isEmpty();
        assertThat(config.nkeyUsers()).isEmpty();
        assertThat(config.noAuthUser()).isNull();
        assertThat(config.proxyRequired()).isFalse();
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.hasPlaintextPasswords()).isFalse();
        assertThat(config.malformedHashes()).isEmpty();
    }

    @Test
    void usersAndNKeysShareOneNameSpace() {
        AuthConfig.Builder config = AuthConfig.builder()
                .user(user("x", "a"))
                .nkeyUser(NKeyUserEntry.builder().nkey(NKEY).build());

        assertThatThrownBy(() -> config.user(user("x", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Duplicate user \"x\" detected");
        assertThatThrownBy(
                        () -> config.nkeyUser(NKeyUserEntry.builder().nkey(NKEY).build()))
                .hasMessage("Duplicate nkey \"" + NKEY + "\" detected");
        assertThatThrownBy(() -> config.user(user(NKEY, "b"))).hasMessage("Duplicate user \"" + NKEY + "\" detected");
    }

    @Test
    void costsAreThoseOfWholeHashes() {
        AuthConfig none = AuthConfig.builder().token("plain").build();
        AuthConfig some = AuthConfig.builder()
                .user(user("plain", "x"))
                .user(user("none", null))
                .user(user("malformed", "$2a$04$..."))
                .user(user("cheap", HASH))
                .user(user("dear", HASH.replace("$05$", "$11$")))
                .build();

        assertThat(none.cheapestBcryptCost()).isZero();
        assertThat(none.dearestBcryptCost()).isZero();
        assertThat(some.cheapestBcryptCost()).isEqualTo(5);
        assertThat(some.dearestBcryptCost()).isEqualTo(11);
    }

    @Test
    void plaintextPasswordsOfUsersAreReportedButNotTokens() {
        assertThat(AuthConfig.builder().token("plain").build().hasPlaintextPasswords())
                .isFalse();
        assertThat(AuthConfig.builder().singleUser("a", HASH).build().hasPlaintextPasswords())
                .isFalse();
        assertThat(AuthConfig.builder().singleUser("a", "plain").build().hasPlaintextPasswords())
                .isTrue();
        assertThat(AuthConfig.builder()
                        .user(user("a", HASH))
                        .user(user("b", "plain"))
                        .build()
                        .hasPlaintextPasswords())
                .isTrue();
        assertThat(AuthConfig.builder().user(user("b", null)).build().hasPlaintextPasswords())
                .isTrue();
        assertThat(AuthConfig.builder().user(user("a", "$2a$11$...")).build().hasPlaintextPasswords())
                .isFalse();
    }

    @Test
    void hashesThatAreNoneAreReportedByUser() {
        AuthConfig config = AuthConfig.builder()
                .token("$2a$11$...")
                .singleUser("single", "$2b$04$x")
                .user(user("good", HASH))
                .user(user("bad", "$2a$99$x"))
                .user(user("plain", "x"))
                .build();

        assertThat(config.malformedHashes()).containsExactly("token", "single", "bad");
    }

    @Test
    void equalPermissionSetsAreKeptOnce() {
        AuthConfig config = AuthConfig.builder()
                .user(UserEntry.builder().name("a").permissions(permissions()).build())
                .user(UserEntry.builder().name("b").permissions(permissions()).build())
                .nkeyUser(NKeyUserEntry.builder()
                        .nkey(NKEY)
                        .permissions(permissions())
                        .build())
                .build();

        Permissions first = config.users().get(0).permissions();
        assertThat(config.users().get(1).permissions()).isSameAs(first);
        assertThat(config.nkeyUsers().get(0).permissions()).isSameAs(first);
    }

    private static Permissions permissions() {
        return Permissions.builder().publishAllow(List.of("a", "b")).build();
    }

    private static UserEntry user(String name, String password) {
        return UserEntry.builder().name(name).password(password).build();
    }
}
