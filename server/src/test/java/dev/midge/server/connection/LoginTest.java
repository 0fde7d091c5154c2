package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.AuthConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The first words of a client where they have to be CONNECT. */
class LoginTest {

    private static final String VIOLATION = "-ERR 'Authorization Violation'\r\n";

    private final Harness server = new Harness(
            1, 64 << 20, AuthConfig.builder().singleUser("a", "secret").build());
    private final Peer peer = server.accept(0);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anotherCommandIsAnAuthorizationViolation() {
        peer.say("P");

        assertThat(server.all(peer)).isEqualTo(VIOLATION);
        assertThat(peer.open()).isFalse();
    }

    @Test
    void whatStartsLikeConnectAndIsNotIsAnUnknownOperation() {
        peer.say("C");
        assertThat(server.all(peer)).isEmpty();

        peer.say("Z");
        assertThat(server.all(peer)).isEqualTo("-ERR 'Unknown Protocol Operation'\r\n");
        assertThat(peer.open()).isFalse();
    }

    @Test
    void wrongCredentialsAreRefusedAndNothingBehindThemIsDone() {
        peer.say("CONNECT {\"user\":\"a\",\"pass\":\"wrong\"}\r\nPING\r\n");

        assertThat(server.all(peer)).isEqualTo(VIOLATION);
        assertThat(peer.open()).isFalse();
    }

    @Test
    void goodCredentialsOpenTheConversation() {
        peer.say("CONNECT {\"user\":\"a\",\"pass\":\"secret\"}\r\nPING\r\n");

        assertThat(server.all(peer)).isEqualTo("+OK\r\nPONG\r\n");
        assertThat(peer.open()).isTrue();
    }
}
