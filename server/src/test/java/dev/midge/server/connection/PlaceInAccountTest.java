package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.AuthConfig;
import dev.midge.auth.UserEntry;
import dev.midge.server.account.Account;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection counts in the account that it is in, from its login to its end. */
class PlaceInAccountTest {

    private static final String NO_ROOM = "-ERR 'maximum account active connections exceeded'\r\n";

    private final Harness server = new Harness(
            2,
            64 << 20,
            AuthConfig.builder()
                    .user(UserEntry.builder().name("a").account("A").build())
                    .user(UserEntry.builder().name("b").account("B").build())
                    .build());
    private final Account a = server.connections.accounts().named("A");
    private final Account b = server.connections.accounts().named("B");

    @AfterEach
    void close() {
        server.close();
        assertThat(a.connectionCount()).isZero();
        assertThat(b.connectionCount()).isZero();
    }

    @Test
    void beforeTheLoginItCountsNowhereAndAfterTheEndNoLonger() {
        Peer peer = server.accept(0);
        assertThat(a.connectionCount()).isZero();

        login(peer, "a");
        assertThat(a.connectionCount()).isEqualTo(1);

        peer.hangUp();
        assertThat(a.connectionCount()).isZero();
    }

    @Test
    void aSecondConnectTakesItAlong() {
        Peer peer = server.accept(0);
        login(peer, "a");
        login(peer, "a");
        assertThat(a.connectionCount()).isEqualTo(1);

        login(peer, "b");
        assertThat(a.connectionCount()).isZero();
        assertThat(b.connectionCount()).isEqualTo(1);
    }

    @Test
    void whoFindsNoRoomDoesNotTakeIt() {
        a.maxConnections(1);
        login(server.accept(0), "a");
        Peer second = server.accept(1);

        assertThat(answer(second, "a")).isEqualTo(NO_ROOM);
        assertThat(second.open()).isFalse();
        assertThat(a.connectionCount()).isEqualTo(1);
    }

    @Test
    void aMoveIntoAFullAccountEndsTheConnectionAndFreesItsPlace() {
        a.maxConnections(0);
        Peer peer = server.accept(0);
        login(peer, "b");

        assertThat(answer(peer, "a")).isEqualTo(NO_ROOM);
        assertThat(b.connectionCount()).isZero();
    }

    private void login(Peer peer, String user) {
        assertThat(answer(peer, user)).isEqualTo("PONG\r\n");
    }

    private String answer(Peer peer, String user) {
        peer.say("CONNECT {\"user\":\"" + user + "\",\"verbose\":false}\r\nPING\r\n");
        return server.all(peer);
    }
}
