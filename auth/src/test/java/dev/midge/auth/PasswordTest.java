package dev.midge.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {

    private static final String HASH = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    @ParameterizedTest
    @ValueSource(strings = {"$2a$11$", "$2b$04$x", "$2x$99$anything", "$2y$00$", HASH})
    void aBcryptPrefixMakesItBcrypt(String text) {
        assertThat(Password.of(text).isBcrypt()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "$2a$1$",
                "$2c$11$abc",
                "$2$11$abc",
                "$2a$1x$abc",
                " $2a$11$abc",
                "$2a$11",
                "$2A$11$"
            })
    void anythingElseIsPlain(String text) {
        Password password = Password.of(text);

        assertThat(password.isBcrypt()).isFalse();
        assertThat(password.isMalformedHash()).isFalse();
        assertThat(password.matchesPlain(text.getBytes(UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2a$11$...",
                "$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                "$2a$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
                "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWW",
                "$2a$05$CCCCCCCCCCCCCCCCCCCC_.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
            })
    void aBcryptPrefixWithoutUsableHashIsMalformed(String text) {
        assertThat(Password.of(text).isMalformedHash()).isTrue();
    }

    @Test
    void aHashIsNeverComparedAsText() {
        assertThat(Password.of(HASH).isMalformedHash()).isFalse();
        assertThat(Password.of(HASH).matchesPlain(HASH.getBytes(UTF_8))).isFalse();
        assertThat(Password.of("$2a$11$...").matchesPlain("$2a$11$...".getBytes(UTF_8)))
                .isFalse();
    }

    @Test
    void plainTextIsComparedAsUtf8() {
        Password password = Password.of("pässwörd");

        assertThat(password.matchesPlain("pässwörd".getBytes(UTF_8))).isTrue();
        assertThat(password.matchesPlain("password".getBytes(UTF_8))).isFalse();
        assertThat(password.matchesPlain("pässwörd ".getBytes(UTF_8))).isFalse();
        assertThat(password.matchesPlain(new byte[0])).isFalse();
    }

    @Test
    void secretsArePrintedNowhere() {
        Secret secret = Secret.of("hunter2");
        ConnectAttempt attempt = Attempts.attempt()
                .user("a")
                .password(secret)
                .token(secret)
                .jwt(secret)
                .build();

        assertThat(secret).hasToString("[REDACTED]");
        assertThat(Password.of("hunter2")).hasToString("[REDACTED]");
        assertThat(attempt.toString()).doesNotContain("hunter2");
    }

    @Test
    void secretsAreEqualByText() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).hasSameHashCodeAs(Secret.of("a"));
        assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b"));
        assertThat(Secret.of("a").matches(Secret.of("ab"))).isFalse();
        assertThat(Secret.of("a").reveal()).isEqualTo("a");
    }
}
