package dev.midge.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.AuthConfig;
import dev.midge.auth.AuthRuntime;
import dev.midge.auth.AuthenticatorChain;
import dev.midge.protocol.ServerInfo;
import dev.midge.server.account.Accounts;
import dev.midge.server.connection.ClientConnection;
import dev.midge.server.connection.ConnectionLimits;
import dev.midge.server.connection.Connections;
import dev.midge.server.connection.Loop;
import dev.midge.server.log.LogLine;
import dev.midge.server.log.ServerLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a client may take for the header of a proxy, and what leaves nothing behind. */
class ProxyHandlerTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final ServerLog log = ServerLog.create(this::write, false, false);
    private final AuthenticatorChain authentication =
            AuthenticatorChain.create(AuthConfig.builder().build(), AuthRuntime.defaults());
    private final EmbeddedChannel host = new EmbeddedChannel();
    private final Loop loop = new Loop(0, host.eventLoop(), () -> 0, false, new SecureRandom());
    private final Connections connections = connections();
    private final EmbeddedChannel channel = open();

    private void write(LogLine line) {
        logged.add(line.message());
    }

    /** One client at a time. */
    private Connections connections() {
        loop.join(new Loop[] {loop}, TimeUnit.HOURS.toNanos(1));
        ConnectionLimits limits = new ConnectionLimits(
                true, 4096, 1 << 20, 1 << 26, 1, 0, 0, 120 * SECOND, 2, 10 * SECOND, false, false, 2 * SECOND);
        return new Connections(
                log,
                new Accounts(),
                authentication,
                Clock.systemUTC(),
                new Loop[] {loop},
                limits,
                ServerInfo.builder().build(),
                1L << 40,
                1L << 40,
                10);
    }

    private EmbeddedChannel open() {
        EmbeddedChannel opened = new EmbeddedChannel();
        ClientConnection connection = new ClientConnection(connections, loop, opened, "192.0.2.7", 4711);
        opened.pipeline().addLast(new ProxyHandler(connection), new ConnectionHandler(connection));
        opened.pipeline().fireChannelActive();
        take(opened);
        return opened;
    }

    @AfterEach
    void close() {
        channel.close().syncUninterruptibly();
        take(channel);
        authentication.close();
        log.close();
        host.runPendingTasks();
        assertThat(loop.chunksOutstanding()).isZero();
        loop.close();
        host.finishAndReleaseAll();
    }

    private void say(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runPendingTasks();
        host.runPendingTasks();
    }

    private String take(EmbeddedChannel from) {
        host.runPendingTasks();
        StringBuilder text = new StringBuilder();
        for (ByteBuf written = from.readOutbound(); written != null; written = from.readOutbound()) {
            text.append(written.toString(StandardCharsets.ISO_8859_1));
            written.release();
        }
        from.runPendingTasks();
        return text.toString();
    }

    private void expectRefused(String cause) {
        take(channel);
        pass(0);
        log.flush();
        assertThat(logged).containsExactly("Error reading PROXY protocol header from 192.0.2.7:4711: " + cause);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aClientThatSaysNothingHasFiveSeconds() {
        pass(4);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        expectRefused("failed to read protocol version: EOF");
    }

    @Test
    void aClientThatSaysTooLittleHasTen() {
        pass(4);
        say("PIN");
        pass(1);
        pass(4);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        expectRefused("failed to read protocol version: read tcp embedded->embedded: i/o timeout");
    }

    @Test
    void aHeaderHasFiveSecondsFromItsSixthByte() {
        pass(3);
        say("PROXY TCP4");
        pass(4);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        expectRefused("failed to read v1 line: read tcp embedded->embedded: i/o timeout");
    }

    @Test
    void aHeaderThatStartsLateHasTheTimeThatIsLeft() {
        say("\r\n\r\n");
        pass(5);
        pass(2);
        say("\0\r\nQ");
        pass(2);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        expectRefused("failed to read v2 signature: read tcp embedded->embedded: i/o timeout");
    }

    @Test
    void aHeaderInTimeEndsTheTimerAndTheHandler() {
        say("PROXY TCP4 10.1.2.3 127.0.0.1 1234 4222\r\nPING\r\n");

        assertThat(take(channel)).contains("PONG\r\n");
        assertThat(channel.pipeline().get(ProxyHandler.class)).isNull();
        pass(60);
        assertThat(channel.isOpen()).isTrue();
        assertThat(logged).isEmpty();
    }

    @Test
    void aPlainClientLosesNoByte() {
        say("PI");
        say("NG\r\nPI");
        say("NG\r\n");

        assertThat(take(channel)).contains("PONG\r\n").endsWith("PONG\r\n");
    }

    @Test
    void aClientThatIsRefusedAnywayNeedsNoHeader() {
        EmbeddedChannel second = open();

        assertThat(second.pipeline().get(ProxyHandler.class)).isNull();
        second.close().syncUninterruptibly();
        take(second);
    }
}
