package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.AuthDecision;
import dev.midge.auth.Authenticator;
import dev.midge.auth.AuthenticatorContext;
import dev.midge.auth.AuthenticatorFactory;
import dev.midge.auth.ConnectAttempt;
import dev.midge.auth.Identity;
import dev.midge.auth.Lane;
import dev.midge.server.Server;
import dev.midge.server.ServerReloadException;
import dev.midge.server.config.Configuration;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.log.ServerLog;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** While a reload is under way: an authenticator takes its time for the clients that it is asked about again. */
@MidgeOnly
class ReloadUnderWayTest {

    private static final int LOOPS = Integer.getInteger("midge.loops", 1);
    private static final String START = "listen: \"127.0.0.1:-1\"\nevent_loops: " + LOOPS
            + "\nauthorization { plugins: [ {name: slow, timeout: 60} ] }\n";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Slow slow = new Slow();

    /** Grants everybody, at once or when it is told to. */
    private static final class Slow implements AuthenticatorFactory, Authenticator {

        final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        volatile boolean holds;

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public int spiVersion() {
            return SPI_VERSION;
        }

        @Override
        public Authenticator create(AuthenticatorContext context) {
            return this;
        }

        @Override
        public Lane lane() {
            return Lane.INLINE;
        }

        @Override
        public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
            CompletableFuture<AuthDecision> answer = new CompletableFuture<>();
            AuthDecision decision = AuthDecision.granted(
                    Identity.builder().userName(String.valueOf(attempt.user())).build());
            if (holds) {
                waiting.add(() -> answer.complete(decision));
            } else {
                answer.complete(decision);
            }
            return answer;
        }

        /** Answers what was asked so far. */
        int answer() {
            int answered = 0;
            for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
                answered++;
            }
            return answered;
        }
    }

    private static ServerOptions options(String lines) throws Exception {
        return Configuration.parseText(START + lines, Map.of()).options();
    }

    private Server start() throws Exception {
        Server server = Server.builder()
                .options(options(""))
                .availablePlugin(slow)
                .log(ServerLog.silent())
                .build();
        server.start();
        return server;
    }

    private static CompletableFuture<Void> reload(Server server, ServerOptions options) {
        return CompletableFuture.runAsync(() -> {
            try {
                server.reload(options);
            } catch (ServerReloadException e) {
                throw new CompletionException(e);
            }
        });
    }

    @Test
    void onlySomeAreAskedAboutAtATimeAndAllAreServedMeanwhile() throws Exception {
        List<WireClient> clients = new ArrayList<>();
        try (Server server = start()) {
            for (int i = 0; i < 200; i++) {
                WireClient client = WireClient.open(server.clientPort());
                clients.add(client);
                client.login(Connect.user("u" + i, "p"));
            }
            slow.holds = true;
            CompletableFuture<Void> reload = reload(server, options("max_payload: 1000\n"));
            int most = 32 * LOOPS;
            Eventually.isTrue("as many questions as may be open", () -> slow.waiting.size() == most);
            clients.get(0).expectNothing();
            clients.get(199).expectNothing();
            assertThat(slow.waiting).hasSize(most);
            assertThat(reload).isNotDone();

            int[] answered = {0};
            Eventually.isTrue("everybody was asked about", () -> (answered[0] += slow.answer()) == 200);
            assertThat(reload).succeedsWithin(SOON);
            clients.get(0).expectNothing();
        } finally {
            clients.forEach(WireClient::close);
        }
    }

    @Test
    void newConnectionsWaitForTheEndOfTheReload() throws Exception {
        try (Server server = start();
                WireClient client = WireClient.open(server.clientPort())) {
            client.login(Connect.user("a", "p"));
            slow.holds = true;
            CompletableFuture<Void> reload = reload(server, options("max_payload: 1000\n"));
            Eventually.isTrue("the reload has begun", () -> slow.waiting.size() == 1);

            try (Socket late = new Socket(InetAddress.getLoopbackAddress(), server.clientPort())) {
                InputStream in = late.getInputStream();
                late.setSoTimeout(100);
                assertThat(readable(in)).isFalse();
                slow.answer();
                assertThat(reload).succeedsWithin(SOON);
                late.setSoTimeout((int) SOON.toMillis());
                byte[] info = new byte[4096];
                String line = new String(info, 0, in.read(info), StandardCharsets.UTF_8);
                assertThat(line).startsWith("INFO {").contains("\"max_payload\":1000");
            }
        }
    }

    private static boolean readable(InputStream in) throws Exception {
        try {
            return in.read() >= 0;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }

    @Test
    void aLoginThatIsUndecidedIsDecidedByTheNewConfiguration() throws Exception {
        try (Server server = start();
                WireClient client = WireClient.open(server.clientPort())) {
            slow.holds = true;
            client.send(client.connectLine(Connect.user("a", "p")), "PING");
            Eventually.isTrue("the question is asked", () -> slow.waiting.size() == 1);
            slow.holds = false;
            server.reload(Configuration.parseText(
                            START.replaceAll("authorization.*", "authorization { users: [ {user: b, password: p} ] }"),
                            Map.of())
                    .options());
            slow.answer();
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
        }
    }

    @Test
    void clientsThatTakeLongAreNotWaitedForForEver() throws Exception {
        try (Server server = start();
                WireClient client = WireClient.open(server.clientPort())) {
            client.login(Connect.user("a", "p"));
            slow.holds = true;
            server.reload(options("max_payload: 1000\n"));
            WireClient.open(server.clientPort()).close();
            assertThat(slow.answer()).isEqualTo(1);
            client.expectNothing();
        }
    }

    @Test
    void theEndOfTheServerEndsAReload() throws Exception {
        Server server = start();
        try (server;
                WireClient client = WireClient.open(server.clientPort())) {
            client.login(Connect.user("a", "p"));
            slow.holds = true;
            CompletableFuture<Void> reload = reload(server, options("max_payload: 1000\n"));
            Eventually.isTrue("the reload has begun", () -> slow.waiting.size() == 1);
            server.close();
            assertThat(reload.handle((nothing, failure) -> true)).succeedsWithin(SOON);
        }
    }
}
