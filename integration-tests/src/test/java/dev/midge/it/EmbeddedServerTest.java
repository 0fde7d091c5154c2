package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midge.server.ConnectedClient;
import dev.midge.server.Server;
import dev.midge.server.ServerStartException;
import dev.midge.server.config.ConfigException;
import dev.midge.server.log.ServerLog;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The server as a part of another program. Alone in the JVM, because it counts threads. */
@MidgeOnly
@Isolated
@SuppressWarnings("try") // Connection.close() declares InterruptedException; a test that is interrupted may fail
class EmbeddedServerTest {

    private static final String ANY_PORT = "listen: \"127.0.0.1:-1\"\n";
    private static final String HASH_OF_TOKEN = "$2a$04$DzG1.MGdP5QWZhn4qRptVuulBKH1r6i2Q3SXnqt6MpdxD3DJCRlra";
    private static final String LOOPS = "event_loops: " + Integer.getInteger("midge.loops", 1) + "\n";
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final long ONE_CHUNK = 32_768;

    @Test
    void listensOnAFreePortAndSaysWhich() throws Exception {
        try (Server server = started(ANY_PORT);
                Connection client = connect(server)) {
            assertThat(server.clientPort()).isPositive();
            assertThat(client.getServerInfo().getServerId()).isEqualTo(server.id());
        }
    }

    @Test
    void twoServersInOneJvmKnowNothingOfEachOther() throws Exception {
        try (Server one = started(ANY_PORT);
                Server two = started(ANY_PORT);
                Connection first = connect(one);
                Connection second = connect(two)) {
            assertThat(one.id()).isNotEqualTo(two.id());
            Subscription here = first.subscribe("foo");
            Subscription there = second.subscribe("foo");
            first.flush(DEADLINE);
            second.flush(DEADLINE);
            first.publish("foo", new byte[0]);
            assertThat(here.nextMessage(DEADLINE)).isNotNull();
            second.flush(DEADLINE);
            assertThat(there.nextMessage(Duration.ofMillis(1))).isNull();
        }
    }

    @Test
    void lettingTheClientsGoIsOnlyForAServerThatRuns() throws Exception {
        Server fresh = Server.builder().config(ANY_PORT).build();
        assertThat(fresh.lameDuckShutdown()).isFalse();

        Server server = started(ANY_PORT);
        assertThat(server.lameDuckShutdown())
                .as("without clients it returns at once")
                .isTrue();
        assertThat(server.lameDuckShutdown()).isFalse();
        server.close();
    }

    @Test
    void lettingTheClientsGoCanBeCutShort() throws Exception {
        for (Consumer<Server> cut : List.<Consumer<Server>>of(Server::close, server -> {})) {
            try (Server server = started(ANY_PORT);
                    WireClient client = WireClient.open(server.clientPort())) {
                client.login(Connect.standard());
                CompletableFuture<Boolean> gone = new CompletableFuture<>();
                Thread duck = new Thread(() -> gone.complete(server.lameDuckShutdown()));
                duck.start();
                assertThat(client.expectInfo()).containsEntry("ldm", true);

                cut.accept(server);
                duck.interrupt();

                assertThat(gone).succeedsWithin(DEADLINE).isEqualTo(true);
                client.expectClosed();
            }
        }
    }

    @Test
    void lettingTheClientsGoReturnsAtOnceWhenSomebodyElseWaits() throws Exception {
        try (Server server = started(ANY_PORT);
                WireClient client = WireClient.open(server.clientPort())) {
            client.login(Connect.standard());
            int port = server.clientPort();
            assertThat(server.isAccepting()).isTrue();
            assertThat(server.lameDuckShutdown(rest -> new Thread(rest, "lame duck").start()))
                    .isTrue();
            assertThat(server.isAccepting()).isFalse();
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(ConnectException.class);
            assertThat(server.lameDuckShutdown(rest -> {})).isFalse();
            assertThat(client.expectInfo()).containsEntry("ldm", true);
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void saysWhoIsConnectedAndDisconnectsThem() throws Exception {
        try (Server server = started(ANY_PORT + LOOPS);
                WireClient ann = WireClient.open(server.clientPort());
                WireClient bob = WireClient.open(server.clientPort())) {
            ann.send("CONNECT {\"verbose\":false,\"name\":\"ann\",\"lang\":\"text\",\"version\":\"1\"}");
            ann.send("SUB foo.* 1", "SUB bar workers 2", "PING");
            ann.expect("PONG");
            bob.send("CONNECT {\"verbose\":false,\"name\":\"bob\"}", "PUB foo.a 2", "hi", "PING");
            bob.expect("PONG");
            ann.expect("MSG foo.a 1 2", "hi");

            assertThat(server.connections())
                    .extracting(ConnectedClient::name)
                    .as("in the order in which they came")
                    .containsExactly("ann", "bob");
            ConnectedClient seen = server.connections().get(0);
            assertThat(seen.lang() + ' ' + seen.version() + ' ' + seen.account())
                    .isEqualTo("text 1 $G");
            assertThat(seen.subjects()).containsExactlyInAnyOrder("foo.*", "bar");
            assertThat(seen.outMessages()).isOne();
            assertThat(server.connections().get(1).inMessages()).isOne();

            assertThat(server.disconnect(client -> client.name().equals("bob"))).isOne();
            bob.expectClosed();
            assertThat(server.connections()).extracting(ConnectedClient::name).containsExactly("ann");
            assertThat(server.disconnect(seen.id())).isTrue();
            ann.expectClosed();
            assertThat(server.disconnect(seen.id())).isFalse();
        }
    }

    @Test
    void onlyAServerThatRunsKnowsItsConnections() throws Exception {
        Server server = build(ANY_PORT);
        assertThat(server.isAccepting()).isFalse();
        assertThatThrownBy(server::connections).isInstanceOf(IllegalStateException.class);
        server.start();
        assertThat(server.connections()).isEmpty();
        server.close();
        assertThat(server.isAccepting()).isFalse();
        assertThatThrownBy(() -> server.disconnect(5)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingOneServerLeavesTheOtherAlone() throws Exception {
        try (Server stays = started(ANY_PORT);
                Connection client = connect(stays)) {
            started(ANY_PORT).close();
            client.flush(DEADLINE);
        }
    }

    @Test
    void closeLeavesNoThreadBehind() throws Exception {
        started(ANY_PORT + "event_loops: 2\n").close();
        Set<Thread> before = threads();
        for (int i = 0; i < 3; i++) {
            try (Server server =
                            started(ANY_PORT + "event_loops: 4\nauthorization { token: \"" + HASH_OF_TOKEN + "\" }");
                    Socket idle = new Socket(InetAddress.getLoopbackAddress(), server.clientPort())) {
                Options options = options(server)
                        .token("s3cr3t-token-of-example".toCharArray())
                        .build();
                Nats.connect(options).close();
                assertThat(idle.isConnected()).isTrue();
            }
        }
        Eventually.isTrue("no thread more than before", () -> added(before).isEmpty());
    }

    @Test
    void closeEndsTheLogThatTheServerMadeForItself() throws Exception {
        Set<Thread> before = threads();
        try (Server server = Server.builder().config(ANY_PORT).build()) {
            server.start();
        }
        Eventually.isTrue("no thread more than before", () -> added(before).isEmpty());
    }

    @Test
    void closeGivesItsBuffersBack() throws Exception {
        serveSomeMessages();
        long before = directMemory();
        assertThat(before).isPositive();
        for (int i = 0; i < 10; i++) {
            serveSomeMessages();
        }
        Eventually.isTrue("no more direct memory than before", () -> directMemory() <= before + ONE_CHUNK);
    }

    @Test
    void closeFreesThePort() throws Exception {
        Server first = started(ANY_PORT);
        int port = first.clientPort();
        first.close();
        try (Server second = started("listen: \"127.0.0.1:" + port + "\"");
                Connection client = connect(second)) {
            assertThat(client.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        }
    }

    @Test
    void closeIsHarmlessBeforeStartAndWhenRepeated() throws Exception {
        Server never = build(ANY_PORT);
        Server twice = started(ANY_PORT);
        twice.close();
        assertThatCode(() -> {
                    never.close();
                    twice.close();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void startsOnlyOnce() throws Exception {
        try (Server server = started(ANY_PORT)) {
            assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
            server.close();
            assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aPortThatIsTakenIsReported() throws Exception {
        try (Server first = started(ANY_PORT);
                Server second = build("listen: \"127.0.0.1:" + first.clientPort() + "\"")) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("Error listening on port: 127.0.0.1:" + first.clientPort())
                    .hasMessageContaining("address already in use");
        }
    }

    @Test
    void aServerThatCouldNotStartLeavesNoThreadBehind() throws Exception {
        try (Server first = started(ANY_PORT)) {
            Set<Thread> before = threads();
            Server second = build("listen: \"127.0.0.1:" + first.clientPort() + "\"");
            assertThatThrownBy(second::start).isInstanceOf(ServerStartException.class);
            Eventually.isTrue("no thread more than before", () -> added(before).isEmpty());
        }
    }

    @Test
    void aWrongConfigurationIsReported() {
        assertThatThrownBy(() -> Server.builder().config("max_payload: oops").build())
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void closeDoesNotWaitForBusyClients() throws Exception {
        Server server = started(ANY_PORT + "event_loops: 2\n");
        try (Connection publisher = connect(server);
                Connection subscriber = connect(server)) {
            subscriber.subscribe("busy");
            subscriber.flush(DEADLINE);
            for (int i = 0; i < 20_000; i++) {
                publisher.publish("busy", new byte[100]);
            }
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    private static void serveSomeMessages() throws Exception {
        try (Server server = started(ANY_PORT + "event_loops: 2\n");
                Connection publisher = connect(server);
                Connection subscriber = connect(server)) {
            Subscription subscription = subscriber.subscribe("foo");
            subscriber.flush(DEADLINE);
            for (int i = 0; i < 100; i++) {
                publisher.publish("foo", new byte[1_000]);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(subscription.nextMessage(DEADLINE)).isNotNull();
            }
        }
    }

    /** What Netty allocated itself, and what it asked the JDK for. */
    private static long directMemory() {
        long jdk = 0;
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            jdk += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
        }
        return jdk + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    private static Server build(String config) throws ConfigException {
        return Server.builder().config(config).log(ServerLog.silent()).build();
    }

    private static Server started(String config) throws ConfigException, ServerStartException {
        Server server = build(config);
        server.start();
        return server;
    }

    private static Options.Builder options(Server server) {
        return new Options.Builder()
                .server("nats://127.0.0.1:" + server.clientPort())
                .noReconnect()
                .errorListener(new ErrorListener() {})
                .connectionTimeout(DEADLINE);
    }

    private static Connection connect(Server server) throws Exception {
        return Nats.connect(options(server).build());
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    /** Threads of the server's kind that were not there before; those of the client and of JUnit come and go. */
    private static Set<Thread> added(Set<Thread> before) {
        Set<Thread> added = new HashSet<>();
        for (Thread thread : threads()) {
            if (!before.contains(thread)
                    && !thread.getName().startsWith("nats:")
                    && !thread.getName().startsWith("junit")) {
                added.add(thread);
            }
        }
        return added;
    }
}
