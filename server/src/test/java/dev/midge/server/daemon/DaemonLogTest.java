package dev.midge.server.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.log.ServerLog;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DaemonLogTest {

    @TempDir
    private Path directory;

    @AfterEach
    void resetLogback() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
    }

    @Test
    void theLogFollowsItsOptions() throws IOException {
        DaemonLog daemonLog = DaemonLog.open(toFile("one").build());
        ServerLog log = daemonLog.log();
        log.info("first");
        log.debug("not wanted");
        daemonLog.prepare(toFile("two").debug(true).build());
        daemonLog.commit();
        log.debug("second");
        LoggerFactory.getLogger("a.plug.in").debug("of a plug-in");
        log.close();

        assertThat(Files.readString(directory.resolve("one")))
                .endsWith("[INF] first\n")
                .doesNotContain("wanted");
        assertThat(Files.readString(directory.resolve("two")))
                .contains("[DBG] second\n")
                .doesNotContain("first");
    }

    @Test
    void theLogStaysWhereItIsWhenItCannotFollow() throws IOException {
        DaemonLog daemonLog = DaemonLog.open(toFile("one").build());
        ServerLog log = daemonLog.log();

        assertThatThrownBy(() ->
                        daemonLog.prepare(toFile("missing/log").debug(true).build()))
                .hasMessageStartingWith("error opening file: open ");
        log.info("here");
        log.debug("not wanted");
        log.close();

        assertThat(Files.readString(directory.resolve("one")))
                .endsWith("[INF] here\n")
                .doesNotContain("wanted");
    }

    @Test
    void aFileIsAskedForFirstThenASyslogElsewhere() throws IOException {
        try (DatagramSocket there = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            there.setSoTimeout(10_000);
            String url = "udp://127.0.0.1:" + there.getLocalPort();
            DaemonLog daemonLog =
                    DaemonLog.open(toFile("one").remoteSyslog(url).syslog(true).build());
            daemonLog.log().info("to the file");
            daemonLog.prepare(
                    ServerOptions.builder().remoteSyslog(url).syslog(true).build());
            daemonLog.commit();
            daemonLog.log().warn("to the\nsyslog");
            daemonLog.log().close();

            DatagramPacket packet = new DatagramPacket(new byte[1024], 1024);
            there.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                    .startsWith("<4>")
                    .endsWith(" nats-server[" + ProcessHandle.current().pid() + "]: to the\\nsyslog\n");
            assertThat(Files.readString(directory.resolve("one"))).endsWith("[INF] to the file\n");
        }
    }

    private ServerOptions.Builder toFile(String name) {
        return ServerOptions.builder().logFile(directory.resolve(name).toString());
    }
}
