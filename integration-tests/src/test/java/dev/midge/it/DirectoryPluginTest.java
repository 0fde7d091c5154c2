package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.AuthDecision;
import dev.midge.auth.Authenticator;
import dev.midge.auth.AuthenticatorContext;
import dev.midge.auth.AuthenticatorFactory;
import dev.midge.auth.ConnectAttempt;
import dev.midge.auth.Denial;
import dev.midge.auth.Identity;
import dev.midge.auth.Lane;
import dev.midge.server.Server;
import dev.midge.server.log.ServerLog;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a plug-in that asks somebody else lives through: answers that come late or not at all, identities that end by
 * themselves or by a word of the plug-in, and what it learns about who asks.
 */
@MidgeOnly
class DirectoryPluginTest {

    /** Leaves every question open until the test answers it. */
    private static final class Directory implements AuthenticatorFactory, Authenticator {

        private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
        private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
        private volatile AuthenticatorContext context;

        record Question(ConnectAttempt attempt, CompletableFuture<AuthDecision> answer) {}

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
        public Lane lane() {
            return Lane.INLINE;
        }

        @Override
        public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
            CompletableFuture<AuthDecision> answer = new CompletableFuture<>();
            questions.add(new Question(attempt, answer));
            return answer;
        }

        Question next() throws InterruptedException {
            Question question = questions.poll(10, TimeUnit.SECONDS);
            assertThat(question).as("a question").isNotNull();
            return question;
        }

        @Override
        public void close() {
            closed.complete(true);
        }
    }

    private final Directory directory = new Directory();
    private final LogText log = new LogText();
    private final ServerLog serverLog =
            ServerLog.create(line -> log.line("[" + line.level().label() + "] " + line.message()), true, false);
    private Server server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        serverLog.close();
    }

    @Test
    void commandsBehindTheConnectWaitForTheAnswer() throws Exception {
        start("{ name: directory }", "");
        try (WireClient ann = connecting("ann")) {
            ann.send("SUB a 1", "PUB a 2", "hi", "PING");
            directory.next().answer().complete(granted("ann"));
            ann.expect("MSG a 1 2", "hi", "PONG");
        }
    }

    @Test
    void anAnswerAfterThePeerHasGoneHasNoEffect() throws Exception {
        start("{ name: directory }", "");
        WireClient gone = connecting("ann");
        Directory.Question question = directory.next();
        assertThat(question.attempt().isAbandoned()).isFalse();
        gone.close();
        Eventually.isTrue("the peer's end is known", () -> question.attempt().isAbandoned());
        question.answer().complete(granted("ann"));
        theServerServes("bob");
    }

    @Test
    void whoeverDoesNotAnswerInTimeIsGivenUpOnAndTheClientRefused() throws Exception {
        start("{ name: directory, timeout: \"50ms\" }", "");
        try (WireClient ann = connecting("ann")) {
            Directory.Question question = directory.next();
            ann.expect("-ERR 'Authorization Violation'");
            ann.expectClosed();
            question.answer().complete(granted("ann"));
        }
        assertThat(server.authenticationFigures().get(0).unavailable()).isEqualTo(1);
        Eventually.isTrue("the log says why", () -> log.toString().contains("no answer within 50 ms"));
        theServerServes("bob");
    }

    @Test
    void aFailureRefusesTheClientAndIsLogged() throws Exception {
        start("{ name: directory }", "");
        try (WireClient ann = connecting("ann")) {
            directory.next().answer().completeExceptionally(new IllegalStateException("directory down"));
            ann.expect("-ERR 'Authorization Violation'");
            ann.expectClosed();
        }
        Eventually.isTrue("the log says why", () -> log.toString().contains("directory down"));
        theServerServes("bob");
    }

    @Test
    void anIdentityIsRevokedWhileItIsConnected() throws Exception {
        start("{ name: directory }", "");
        try (WireClient ann = connecting("ann")) {
            directory.next().answer().complete(granted("ann"));
            ann.fence();
            // Only now: questions of two clients may come in either order.
            try (WireClient bob = connecting("bob")) {
                directory.next().answer().complete(granted("bob"));
                bob.fence();
                directory.context.invalidate(identity -> "ann".equals(identity.userName()), "ann was dismissed");
                Directory.Question again = directory.next();
                assertThat(again.attempt().user()).isEqualTo("ann");
                again.answer().complete(AuthDecision.denied(Denial.violation("dismissed")));
                ann.expect("-ERR 'Authorization Violation'");
                ann.expectClosed();
                bob.fence();
            }
        }
    }

    @Test
    void anAnswerFromBeforeAnInvalidationIsLookedAtAgain() throws Exception {
        start("{ name: directory }", "");
        try (WireClient ann = connecting("ann")) {
            Directory.Question early = directory.next();
            directory.context.invalidate(identity -> true, "everybody");
            everyLoopHasHeardOfIt();
            early.answer().complete(granted("ann"));
            directory.next().answer().complete(AuthDecision.denied(Denial.violation("dismissed")));
            ann.expect("-ERR 'Authorization Violation'");
            ann.expectClosed();
        }
    }

    @Test
    void anInvalidationDuringASecondConnectWaitsForItsAnswer() throws Exception {
        start("{ name: directory }", "");
        try (WireClient ann = connecting("ann")) {
            directory.next().answer().complete(granted("ann", "A"));
            ann.fence();
            ann.send("CONNECT {\"user\":\"ann\",\"verbose\":false}", "PING");
            Directory.Question second = directory.next();
            directory.context.invalidate(identity -> true, "everybody");
            everyLoopHasHeardOfIt();
            second.answer().complete(granted("ann", "A"));
            directory.next().answer().complete(granted("ann", "A"));
            ann.expect("PONG");
            ann.fence();
        }
    }

    /** Whoever logs in now does so behind it, on every loop. */
    private void everyLoopHasHeardOfIt() throws InterruptedException {
        for (int i = 0; i < Integer.getInteger("midge.loops", 1); i++) {
            theServerServes("bob");
        }
    }

    @Test
    void anIdentityEndsWhenItSaysSo() throws Exception {
        start("{ name: directory }", "");
        try (WireClient ann = connecting("ann")) {
            directory
                    .next()
                    .answer()
                    .complete(AuthDecision.granted(Identity.builder()
                            .expiresAt(Instant.now().plusSeconds(1))
                            .build()));
            ann.fence();
            ann.expect("-ERR 'User Authentication Expired'");
            ann.expectClosed();
        }
    }

    @Test
    void itLearnsHowThePeerCame() throws Exception {
        start("{ name: directory, config { url: \"ldap://x\", depth: 3, hosts: [a, b], tls { on: true } } }", "");
        try (WireClient ann = connecting("ann")) {
            ConnectAttempt attempt = directory.next().attempt();
            assertThat(attempt.remoteHost()).isEqualTo("127.0.0.1");
            assertThat(attempt.connectionId()).isPositive();
            assertThat(attempt.peerCertificates()).isEmpty();
            assertThat(attempt.cookies()).isEmpty();
            assertThat(attempt.toString()).doesNotContain("secret of ann");
            assertThat(ann.info()).containsEntry("auth_required", true);
        }
        assertThat(directory.context.settings())
                .containsEntry("url", "ldap://x")
                .containsEntry("depth", 3L)
                .containsEntry("hosts", List.of("a", "b"))
                .containsKey("tls");
    }

    @Test
    void afterTheConfiguredUsersItGetsWhatTheyDoNotTake() throws Exception {
        start("{ name: directory, order: after }", "users: [ { user: u, password: p } ]");
        try (WireClient user = WireClient.open(server.clientPort());
                WireClient other = WireClient.open(server.clientPort())) {
            user.send("CONNECT {\"user\":\"u\",\"pass\":\"wrong\",\"verbose\":false}");
            user.expect("-ERR 'Authorization Violation'");
            other.send("CONNECT {\"jwt\":\"x.y.z\",\"verbose\":false}", "PING");
            directory.next().answer().complete(granted("ann"));
            other.expect("PONG");
        }
    }

    @Test
    void asAFallbackItGetsWhatTheyRefuse() throws Exception {
        start("{ name: directory, order: fallback }", "users: [ { user: u, password: p } ]");
        try (WireClient known = WireClient.open(server.clientPort());
                WireClient user = WireClient.open(server.clientPort());
                WireClient stranger = WireClient.open(server.clientPort())) {
            known.send("CONNECT {\"user\":\"u\",\"pass\":\"p\",\"verbose\":false}", "PING");
            known.expect("PONG");
            user.send("CONNECT {\"user\":\"u\",\"pass\":\"wrong\",\"verbose\":false}", "PING");
            directory.next().answer().complete(granted("u"));
            user.expect("PONG");
            stranger.send("CONNECT {\"user\":\"s\",\"pass\":\"wrong\",\"verbose\":false}", "PING");
            directory.next().answer().complete(AuthDecision.notMine());
            stranger.expect("-ERR 'Authorization Violation'");
        }
    }

    @Test
    void itIsClosedWithTheServer() throws Exception {
        start("{ name: directory }", "");
        assertThat(directory.closed).isNotDone();
        server.close();
        assertThat(directory.closed).isDone();
    }

    private void theServerServes(String name) throws InterruptedException {
        try (WireClient client = connecting(name)) {
            directory.next().answer().complete(granted(name));
            client.fence();
        }
    }

    private static AuthDecision granted(String name) {
        return granted(name, Identity.GLOBAL_ACCOUNT);
    }

    private static AuthDecision granted(String name, String account) {
        return AuthDecision.granted(
                Identity.builder().userName(name).account(account).build());
    }

    private WireClient connecting(String name) {
        WireClient client = WireClient.open(server.clientPort());
        client.send("CONNECT {\"user\":\"" + name + "\",\"pass\":\"secret of " + name + "\",\"verbose\":false}");
        return client;
    }

    private void start(String plugin, String users) throws Exception {
        String config = "listen: \"127.0.0.1:-1\"\nevent_loops: " + Integer.getInteger("midge.loops", 1)
                + "\nauthorization {\n  plugins: [ " + plugin + " ]\n" + users + "\n}\n";
        server = Server.builder()
                .config(config)
                .log(serverLog)
                .availablePlugin(directory)
                .build();
        server.start();
    }
}
