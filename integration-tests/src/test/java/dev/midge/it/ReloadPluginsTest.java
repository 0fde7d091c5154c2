package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midge.auth.AuthDecision;
import dev.midge.auth.Authenticator;
import dev.midge.auth.AuthenticatorContext;
import dev.midge.auth.AuthenticatorFactory;
import dev.midge.auth.ConnectAttempt;
import dev.midge.auth.Identity;
import dev.midge.server.Server;
import dev.midge.server.ServerReloadException;
import dev.midge.server.config.ConfigException;
import dev.midge.server.config.Configuration;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.log.ServerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a reload does to the authenticators that the configuration names, and to their clients. */
@MidgeOnly
class ReloadPluginsTest {

    private static final String START =
            "listen: \"127.0.0.1:-1\"\nevent_loops: " + Integer.getInteger("midge.loops", 1) + "\n";

    private final Doors doors = new Doors();

    /** Lets in whoever its settings name, and remembers what was made of it. */
    private static final class Doors implements AuthenticatorFactory {

        final List<Door> made = new ArrayList<>();

        @Override
        public String name() {
            return "doors";
        }

        @Override
        public int spiVersion() {
            return SPI_VERSION;
        }

        @Override
        public Authenticator create(AuthenticatorContext context) {
            Door door = new Door(context.settings());
            made.add(door);
            return door;
        }
    }

    private static final class Door implements Authenticator {

        private final Map<String, Object> settings;
        volatile boolean closed;

        Door(Map<String, Object> settings) {
            this.settings = settings;
        }

        @Override
        public void start() {
            if (!settings.containsKey("open")) {
                throw new IllegalStateException("open: missing");
            }
        }

        @Override
        public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
            String user = String.valueOf(attempt.user());
            return CompletableFuture.completedFuture(
                    user.equals(settings.get("open"))
                            ? AuthDecision.granted(Identity.builder()
                                    .userName(user)
                                    .account("DOORS")
                                    .build())
                            : AuthDecision.notMine());
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static ServerOptions options(String lines) throws ConfigException {
        return Configuration.parseText(START + lines, Map.of()).options();
    }

    private static String door(String user) {
        return "authorization { plugins: [ {name: doors, config { open: " + user + " } } ] }\n";
    }

    private Server start(String lines) throws Exception {
        Server server = Server.builder()
                .options(options(lines))
                .availablePlugin(doors)
                .log(ServerLog.silent())
                .build();
        server.start();
        return server;
    }

    @Test
    void anEntryThatIsTheSameKeepsItsAuthenticatorWhereverItStands() throws Exception {
        try (Server server = start(door("ann"));
                WireClient ann = WireClient.open(server.clientPort())) {
            ann.login(Connect.user("ann", "p"));
            server.reload(options("max_payload: 1000\n\n" + door("ann")));

            ann.expectNothing();
            assertThat(doors.made).hasSize(1);
            assertThat(doors.made.get(0).closed).isFalse();
            WireClient.expectAdmitted(server.clientPort(), Connect.user("ann", "p"));
        }
        assertThat(doors.made.get(0).closed).isTrue();
    }

    @Test
    void anEntryThatHasChangedGetsAnotherAndTheOldOneIsClosed() throws Exception {
        try (Server server = start(door("ann"));
                WireClient ann = WireClient.open(server.clientPort())) {
            ann.login(Connect.user("ann", "p"));
            server.reload(options(door("bob")));

            ann.expect("-ERR 'Authorization Violation'");
            ann.expectClosed();
            WireClient.expectAdmitted(server.clientPort(), Connect.user("bob", "p"));
            assertThat(doors.made).extracting(door -> door.closed).containsExactly(true, false);
        }
    }

    @Test
    void anEntryThatIsGoneIsClosedAndItsClientsAreJudgedByTheRest() throws Exception {
        String users = "authorization { users: [ {user: bob, password: p} ] }";
        try (Server server = start(door("ann"));
                WireClient ann = WireClient.open(server.clientPort())) {
            ann.login(Connect.user("ann", "p"));
            server.reload(options(users));

            ann.expect("-ERR 'Authorization Violation'");
            ann.expectClosed();
            assertThat(doors.made.get(0).closed).isTrue();
        }
    }

    @Test
    void oneThatDoesNotStartRefusesTheReload() throws Exception {
        try (Server server = start(door("ann"));
                WireClient ann = WireClient.open(server.clientPort())) {
            ann.login(Connect.user("ann", "p"));
            assertThatThrownBy(() ->
                            server.reload(options("max_payload: 4\nauthorization { plugins: [ {name: doors} ] }")))
                    .isInstanceOf(ServerReloadException.class)
                    .hasMessage("authenticator \"doors\" cannot be used: open: missing");
            assertThatThrownBy(() -> server.reload(options("authorization { plugins: [ {name: windows} ] }")))
                    .isInstanceOf(ServerReloadException.class)
                    .hasMessageContaining("plugin \"windows\": there is no such authenticator");

            ann.send("PUB foo 5", "12345");
            ann.expectNothing();
            assertThat(doors.made).extracting(door -> door.closed).containsExactly(false, true);
            server.reload(options(door("ann")));
            ann.expectNothing();
        }
    }

    @Test
    void anAccountThatOnlyAPluginUsesOutlivesItsEntry() throws Exception {
        String account = "accounts { DOORS { limits { max_connections: 5 } } }\n";
        try (Server server = start(account + door("ann"));
                WireClient one = WireClient.open(server.clientPort())) {
            one.login(Connect.user("ann", "p"));
            one.send("SUB foo 1");
            one.fence();
            server.reload(options(door("ann")));
            try (WireClient two = WireClient.open(server.clientPort())) {
                two.login(Connect.user("ann", "p"));
                two.send("PUB foo 2", "hi");
                two.fence();
                one.expect("MSG foo 1 2", "hi");
            }
        }
    }
}
