package dev.midge.server.log.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SyslogWriterTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.067Z");
    private static final long PID = ProcessHandle.current().pid();
    private static final int MILLIS = 10_000;

    @TempDir
    private Path directory;

    @Test
    void aRemoteSyslogIsToldTheHost() throws IOException {
        String time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                TIME.atZone(ZoneId.systemDefault()).withNano(0));
        try (DatagramSocket there = datagrams(0);
                SyslogWriter writer = SyslogWriter.remote("udp://" + address(there.getLocalPort()), "tag")) {
            writer.write(Severity.NOTICE, TIME, "a \u00e4");
            writer.write(Severity.CRITICAL, TIME, "b");

            assertThat(receive(there)).matches("<5>" + time + " \\S+ tag\\[" + PID + "]: a \u00e4\n");
            assertThat(receive(there)).matches("<2>" + time + " \\S+ tag\\[" + PID + "]: b\n");
        }
    }

    @Test
    void aSyslogInTheFileSystemIsNotToldTheHost() throws IOException {
        Path path = directory.resolve("stream");
        try (ServerSocketChannel there = listen(path);
                SyslogWriter writer = SyslogWriter.remote("unix://" + path, "tag")) {
            writer.write(Severity.DEBUG, TIME, "a");
            writer.write(Severity.ERROR, TIME, "b");

            String expected = "<7>" + stamp() + " tag[" + PID + "]: a\n<3>" + stamp() + " tag[" + PID + "]: b\n";
            try (SocketChannel peer = there.accept()) {
                assertThat(read(peer, expected.length())).isEqualTo(expected);
            }
        }
    }

    @Test
    void theSyslogOfTheMachineIsSoughtInSeveralPlaces() throws IOException {
        Path path = directory.resolve("stream");
        List<String> paths = List.of(directory.resolve("missing").toString(), path.toString());
        try (ServerSocketChannel there = listen(path);
                SyslogWriter writer = SyslogWriter.local("tag", paths)) {
            writer.write(Severity.WARNING, TIME, "a");

            String expected = "<28>" + stamp() + " tag[" + PID + "]: a\n";
            try (SocketChannel peer = there.accept()) {
                assertThat(read(peer, expected.length())).isEqualTo(expected);
            }
        }
    }

    @Test
    void theSyslogOfTheMachineMayTakeDatagramsAndGoAway() throws Exception {
        assumeThat(UnixDatagrams.available()).isTrue();
        Path path = directory.resolve("log");
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try {
            Channel there = bind(loop, path, received);
            try (SyslogWriter writer = SyslogWriter.local("tag", List.of(path.toString()))) {
                writer.write(Severity.NOTICE, TIME, "a");
                assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("<29>" + stamp() + " tag[" + PID + "]: a\n");

                there.close().sync();
                Files.delete(path);
                assertThatThrownBy(() -> writer.write(Severity.NOTICE, TIME, "lost"))
                        .hasMessage("Unix syslog delivery error");

                bind(loop, path, received);
                writer.write(Severity.NOTICE, TIME, "c");
                assertThat(received.poll(10, TimeUnit.SECONDS)).endsWith(": c\n");
            }
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @Test
    void aDatagramThatIsTooLongIsLostAndNothingElse() throws IOException {
        try (DatagramSocket there = datagrams(0);
                SyslogWriter writer = SyslogWriter.remote("udp://" + address(there.getLocalPort()), "tag")) {
            assertThatThrownBy(() -> writer.write(Severity.NOTICE, TIME, "x".repeat(70_000)))
                    .isInstanceOf(IOException.class);
            writer.write(Severity.NOTICE, TIME, "next");

            assertThat(receive(there)).endsWith("next\n");
        }
    }

    @Test
    void aStreamIsOpenedAgainWhenThePeerHasGone() throws IOException {
        int port;
        SyslogWriter writer;
        try (ServerSocket there = listen(0)) {
            port = there.getLocalPort();
            writer = SyslogWriter.remote("tcp://" + address(port), "tag");
            there.accept().close();
        }
        // The system finds out with the first message that nobody is there, and says so with a later one.
        assertThatThrownBy(() -> {
                    while (true) {
                        writer.write(Severity.NOTICE, TIME, "lost");
                    }
                })
                .hasMessage("dial tcp " + address(port) + ": connect: connection refused");
        try (ServerSocket there = listen(port)) {
            writer.write(Severity.NOTICE, TIME, "found");
            try (Socket peer = there.accept()) {
                peer.setSoTimeout(MILLIS);
                writer.close();
                assertThat(new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .endsWith(": found\n");
            }
        }
    }

    @Test
    void nobodyThereIsSaidInTheWordsOfGo() throws IOException {
        int port;
        try (ServerSocket there = listen(0)) {
            port = there.getLocalPort();
        }
        String missing = directory.resolve("missing").toString();

        assertThatThrownBy(() -> SyslogWriter.remote("tcp://" + address(port), "tag"))
                .hasMessage(
                        "error connecting to syslog: \"dial tcp " + address(port) + ": connect: connection refused\"");
        assertThatThrownBy(() -> SyslogWriter.remote("unix://" + missing, "tag"))
                .hasMessage("error connecting to syslog: \"dial unix " + missing
                        + ": connect: no such file or directory\"");
        assertThatThrownBy(() -> SyslogWriter.local("tag", List.of(missing)))
                .hasMessage("error connecting to syslog: \"Unix syslog delivery error\"");
    }

    @Test
    void anAddressWithoutAPortIsSaidInTheWordsOfGo() {
        assertThatThrownBy(() -> SyslogWriter.remote("udp://127.0.0.1", "tag"))
                .hasMessage("error connecting to syslog: \"dial udp: address 127.0.0.1: missing port in address\"");
        assertThatThrownBy(() -> SyslogWriter.remote("tcp:", "tag"))
                .hasMessage("error connecting to syslog: \"dial tcp: missing address\"");
        assertThatThrownBy(() -> SyslogWriter.remote("udp://127.0.0.1:99999", "tag"))
                .hasMessage("error connecting to syslog: \"dial udp: address 99999: invalid port\"");
    }

    private static String stamp() {
        return DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH)
                .format(TIME.atZone(ZoneId.systemDefault()));
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }

    private static DatagramSocket datagrams(int port) throws IOException {
        DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(MILLIS);
        return socket;
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1024], 1024);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.setSoTimeout(MILLIS);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    private static String read(SocketChannel peer, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            assertThat(peer.read(bytes)).isPositive();
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    private static Channel bind(MultiThreadIoEventLoopGroup loop, Path path, BlockingQueue<String> received)
            throws InterruptedException {
        return new Bootstrap()
                .group(loop)
                .channelFactory(EpollDomainDatagramChannel::new)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
                        received.add(Objects.requireNonNull(packet.content()).toString(StandardCharsets.UTF_8));
                    }
                })
                .bind(new DomainSocketAddress(path.toFile()))
                .sync()
                .channel();
    }
}
