package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A packaged server that logs to a syslog. */
@Timeout(60)
class SyslogTest {

    private static final int MILLIS = 20_000;

    @TempDir
    private Path directory;

    @Test
    void everyLineIsADatagram() throws Exception {
        try (DatagramSocket syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            syslog.setSoTimeout(MILLIS);
            Process server = start("-r", "udp://127.0.0.1:" + syslog.getLocalPort(), "-DV");
            try {
                String head = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d) \\S+ nats-server\\["
                        + server.pid() + "]: ";
                List<String> lines = receiveUntil(syslog, "Server is ready");

                assertThat(lines.get(0)).matches("<5>" + head + "Starting nats-server\n");
                assertThat(lines).anyMatch(line -> line.matches("<5>" + head + "  Version:  \\S+\n"));
                assertThat(lines).anyMatch(line -> line.matches("<7>" + head + "Created system account: \"\\$SYS\"\n"));

                try (WireClient client = WireClient.open(port(lines))) {
                    client.send("CONNECT {\"verbose\":false}", "PUB a..b 0", "", "PING");
                    client.readUntilPong();
                    client.send("FOO");
                    client.readUntilClosed();
                }
                List<String> more = receiveUntil(syslog, "Client connection closed");
                String prefix = head + "127\\.0\\.0\\.1:\\d+ - cid:\\d+ - ";
                assertThat(more.get(0)).matches("<7>" + prefix + "Client connection created\n");
                assertThat(more.get(1)).matches("<5>" + prefix + "<<- \\[CONNECT .*]\n");
                assertThat(more).anyMatch(line -> line.matches("<3>" + prefix + "Client parser ERROR.*\n"));
            } finally {
                end(server);
            }
            assertThat(receiveUntil(syslog, "Server Exiting..").get(0)).contains("Trapped \"terminated\" signal");
        }
    }

    @Test
    void linesFollowEachOtherInAStream() throws Exception {
        try (ServerSocket syslog = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            syslog.setSoTimeout(MILLIS);
            Process server = start("-r", "tcp://127.0.0.1:" + syslog.getLocalPort());
            try (Socket peer = syslog.accept()) {
                List<String> lines = linesUntilTheEnd(peer.getInputStream(), server);

                assertThat(lines.get(0)).matches("<5>\\S+ \\S+ nats-server\\[\\d+]: Starting nats-server");
                assertThat(lines.get(lines.size() - 1)).endsWith("]: Server Exiting..");
            } finally {
                server.destroyForcibly();
            }
        }
    }

    @Test
    void aSyslogInTheFileSystemHearsNoHost() throws Exception {
        Path path = directory.resolve("log");
        try (ServerSocketChannel syslog =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path))) {
            Process server = start("--remote_syslog=unix://" + path);
            try (SocketChannel peer = syslog.accept()) {
                List<String> lines = linesUntilTheEnd(Channels.newInputStream(peer), server);

                assertThat(lines.get(0))
                        .matches("<5>[A-Z][a-z][a-z] [ \\d]\\d \\d\\d:\\d\\d:\\d\\d nats-server\\[" + server.pid()
                                + "]: Starting nats-server");
            } finally {
                server.destroyForcibly();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "syslog://127.0.0.1:514 | error invalid network type: \"syslog\"",
                "127.0.0.1:514 | parse \"127.0.0.1:514\": first path segment in URL cannot contain colon",
                "udp://127.0.0.1 | error connecting to syslog: \"dial udp: address 127.0.0.1: missing port in address\"",
                "tcp://127.0.0.1:1 | error connecting to syslog: \"dial tcp 127.0.0.1:1: connect: connection refused\"",
                "unix:///missing | error connecting to syslog: \"dial unix /missing: connect: no such file or directory\""
            })
    void aSyslogThatCannotBeReachedEndsTheStart(String url, String error) throws Exception {
        Distribution.Answer answer = Distribution.answer("-a", "127.0.0.1", "-p", "-1", "-r", url);

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err())
                .matches("\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d .*\n")
                .endsWith(' ' + error + "\n");
    }

    @Test
    @Deviation("nats-server would run on without the port")
    void whatEndsAServerEndsItWithASyslogToo() throws Exception {
        try (DatagramSocket syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            syslog.setSoTimeout(MILLIS);
            Process server = Distribution.command(
                            "-a",
                            "127.0.0.1",
                            "-p",
                            String.valueOf(busy.getLocalPort()),
                            "-r",
                            "udp://127.0.0.1:" + syslog.getLocalPort())
                    .start();
            try {
                assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(server.exitValue()).isEqualTo(1);
                assertThat(receiveUntil(syslog, "address already in use"))
                        .last()
                        .asString()
                        .startsWith("<2>");
            } finally {
                server.destroyForcibly();
            }
        }
    }

    private static Process start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-a", "127.0.0.1", "-p", "-1"));
        all.addAll(List.of(arguments));
        return Distribution.command(all.toArray(new String[0])).start();
    }

    /** As an operator ends it, and nothing of its log has come to the usual place. */
    private static void end(Process server) throws IOException, InterruptedException {
        server.toHandle().destroy();
        assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
        assertThat(server.getErrorStream().readAllBytes()).isEmpty();
    }

    private static List<String> receiveUntil(DatagramSocket syslog, String text) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            syslog.receive(packet);
            lines.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
        } while (!lines.get(lines.size() - 1).contains(text));
        return lines;
    }

    private static int port(List<String> lines) {
        String line = lines.stream()
                .filter(text -> text.contains("Listening for client connections on "))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).trim());
    }

    /** Ends the server as soon as it is ready. */
    private static List<String> linesUntilTheEnd(InputStream in, Process server)
            throws IOException, InterruptedException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.endsWith("]: Server is ready")) {
                end(server);
            }
        }
        return lines;
    }
}
