package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.AuthDecision;
import dev.midge.auth.AuthRequirements;
import dev.midge.auth.Authenticator;
import dev.midge.auth.AuthenticatorContext;
import dev.midge.auth.AuthenticatorFactory;
import dev.midge.auth.ConnectAttempt;
import dev.midge.auth.Denial;
import dev.midge.auth.Identity;
import dev.midge.auth.permission.Permissions;
import dev.midge.server.Server;
import dev.midge.server.log.ServerLog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** An authenticator of somebody else's in an embedded server: answers that come later, and identities that change. */
@MidgeOnly
class EmbeddedAuthenticatorTest {

    private static final String CONFIG =
            "listen: \"127.0.0.1:-1\"\nevent_loops: " + Integer.getInteger("midge.loops", 1);

    /** Knows users by name and lets each subscribe to what a list says, answering on a thread of its own. */
    private static final class Directory implements AuthenticatorFactory, Authenticator {

        volatile List<String> allowed = List.of("a.>", "b.>");
        volatile boolean dismissed;
        private volatile AuthenticatorContext context;

        @Override
        public String name() {
            return "directory";
        }

        @Override
        public int spiVersion() {
            return SPI_VERSION;
        }

        @Override
        public Authenticator create(AuthenticatorContext given) {
            context = given;
            return this;
        }

        @Override
        public AuthRequirements requirements() {
            return AuthRequirements.builder().build();
        }

        @Override
        public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
            return CompletableFuture.supplyAsync(() -> decide(attempt), context.executor());
        }

        private AuthDecision decide(ConnectAttempt attempt) {
            if (dismissed || !"ann".equals(attempt.user())) {
                return AuthDecision.denied(Denial.violation("nobody we know"));
            }
            Permissions permissions =
                    Permissions.builder().subscribeAllow(allowed).build();
            return AuthDecision.granted(Identity.builder()
                    .account("PEOPLE")
                    .userName("ann")
                    .label("user:ann")
                    .permissions(permissions)
                    .build());
        }

        void changed() {
            context.invalidate(identity -> "ann".equals(identity.userName()), "the list has changed");
        }
    }

    private final Directory directory = new Directory();

    @Test
    void commandsBehindAConnectWaitForAnAnswerThatComesLater() throws Exception {
        try (Server server = started();
                WireClient ann = WireClient.open(server.clientPort())) {
            ann.send("CONNECT {\"user\":\"ann\",\"verbose\":false}", "SUB a.x 1", "PUB a.x 2", "hi", "PING");
            ann.expect("MSG a.x 1 2", "hi", "PONG");
        }
    }

    @Test
    void whoIsNotKnownIsRefused() throws Exception {
        try (Server server = started();
                WireClient bob = WireClient.open(server.clientPort())) {
            bob.send("CONNECT {\"user\":\"bob\",\"verbose\":false}", "PING");
            bob.expect("-ERR 'Authorization Violation'");
            bob.expectClosed();
        }
    }

    @Test
    void aConnectionLosesWhatItsChangedIdentityMayNotHave() throws Exception {
        try (Server server = started();
                WireClient ann = WireClient.open(server.clientPort())) {
            ann.send("CONNECT {\"user\":\"ann\",\"verbose\":false}", "SUB a.x 1", "SUB b.x q 2", "PING");
            ann.expect("PONG");
            directory.allowed = List.of("a.>");
            directory.changed();
            ann.expect("-ERR 'Permissions Violation for Subscription to \"b.x\" using queue \"q\" (sid \"2\")'");
            ann.send("PUB a.x 0", "", "PUB b.x 0", "", "PING");
            ann.expect("MSG a.x 1 0", "", "PONG");
        }
    }

    @Test
    void nothingComesBehindTheWordThatASubscriptionWasTakenAway() throws Exception {
        try (Server server = started();
                Flood flood = Flood.of(() -> ann(server), 3, "b.x")) {
            for (int round = 0; round < 25; round++) {
                directory.allowed = List.of("a.>", "b.>");
                try (WireClient ann = ann(server)) {
                    ann.send("SUB b.x 1");
                    ann.expect("MSG b.x 1 0", "");
                    directory.allowed = List.of("a.>");
                    directory.changed();
                    String line = ann.readLine();
                    while (line.equals("MSG b.x 1 0")) {
                        ann.expect("");
                        line = ann.readLine();
                    }
                    assertThat(line).isEqualTo("-ERR 'Permissions Violation for Subscription to \"b.x\" (sid \"1\")'");
                    ann.expectNothing();
                }
            }
            assertThat(flood.published()).isPositive();
        }
    }

    private static WireClient ann(Server server) {
        WireClient ann = WireClient.open(server.clientPort());
        ann.send("CONNECT {\"user\":\"ann\",\"verbose\":false}", "PING");
        ann.expect("PONG");
        return ann;
    }

    @Test
    void aConnectionEndsWithItsIdentity() throws Exception {
        try (Server server = started();
                WireClient ann = WireClient.open(server.clientPort())) {
            ann.send("CONNECT {\"user\":\"ann\",\"verbose\":false}", "PING");
            ann.expect("PONG");
            directory.dismissed = true;
            directory.changed();
            ann.expect("-ERR 'Authorization Violation'");
            ann.expectClosed();
        }
    }

    private Server started() throws Exception {
        Server server = Server.builder()
                .config(CONFIG)
                .log(ServerLog.silent())
                .authenticator(directory, Map.of())
                .build();
        server.start();
        assertThat(server.clientPort()).isPositive();
        return server;
    }
}
