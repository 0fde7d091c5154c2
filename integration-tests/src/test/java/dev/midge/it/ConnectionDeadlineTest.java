package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** connection_deadline of a configured user: authentication specification 13, row 1. */
@Deviation("nats-server does not know connection_deadline in a configuration")
class ConnectionDeadlineTest {

    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";

    @Test
    void aConnectionEndsAtTheDeadline() {
        Instant deadline = Instant.now().plusMillis(1_500);
        try (ServerUnderTest server = ServerUnderTest.start(users("user: ann, password: pw", deadline));
                WireClient client = WireClient.connect(server, Connect.user("ann", "pw"))) {
            client.expect("-ERR 'User Authentication Expired'");
            client.expectClosed();
            assertThat(Instant.now()).isAfterOrEqualTo(deadline.minusMillis(50));
        }
    }

    @Test
    void afterTheDeadlineNobodyGetsIn() {
        Instant past = Instant.now().minus(Duration.ofDays(1));
        try (ServerUnderTest server = ServerUnderTest.start(users("user: ann, password: pw", past));
                WireClient client = WireClient.open(server)) {
            client.send(client.connectLine(Connect.user("ann", "pw")), "PING");
            client.expect("-ERR 'User Authentication Expired'");
            client.expectClosed();
            WireClient.expectRefused(server, Connect.user("ann", "wrong"));
        }
    }

    @Test
    void anNKeyMayHaveADeadlineToo() {
        Instant past = Instant.now().minus(Duration.ofDays(1));
        String nkey = "nkey: " + Connect.publicKey(SEED);
        try (ServerUnderTest server = ServerUnderTest.start(users(nkey, past));
                WireClient client = WireClient.open(server)) {
            client.send(client.connectLine(Connect.nkey(SEED)), "PING");
            client.expect("-ERR 'User Authentication Expired'");
            client.expectClosed();
        }
    }

    @Test
    void beforeTheDeadlineNothingHappens() {
        Instant future = Instant.now().plus(Duration.ofDays(1_000));
        try (ServerUnderTest server = ServerUnderTest.start(users("user: ann, password: pw", future));
                WireClient client = WireClient.connect(server, Connect.user("ann", "pw"))) {
            client.expectSilence(Duration.ofMillis(100));
            client.expectNothing();
        }
    }

    private static String users(String who, Instant deadline) {
        return "authorization { users: [ { " + who + ", connection_deadline: \"" + deadline + "\" } ] }";
    }
}
