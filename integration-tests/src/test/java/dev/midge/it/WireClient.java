package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The NATS protocol by hand: exact bytes out, exact lines in. Text is Latin-1, one character per byte.
 *
 * <p>The server sends its first PING about two seconds after CONNECT, in the middle of a test that takes longer: it is
 * answered silently unless the test wants to see it.
 *
 * <p>A line ends at CRLF only. A payload is read as a line too, so {@code expect("MSG foo 1 2", "hi")} is one message.
 * Failures show the conversation and the end of the server's log.
 */
final class WireClient implements AutoCloseable {

    static final String CLOSED = "(closed)";

    private static final int DEADLINE_MILLIS = 5_000;
    private static final int LOG_SHOWN = 4_000;
    private static final int LINE_SHOWN = 500;

    private final Supplier<String> serverLog;
    private final Socket socket;
    private final InputStream in;
    private final byte[] received = new byte[1 << 16];
    private boolean pingsShown;
    private int next;
    private int end;
    private final OutputStream out;
    private final StringBuilder conversation = new StringBuilder();
    private final Map<String, Object> info;

    private WireClient(InetAddress host, int port, Supplier<String> serverLog) {
        this.serverLog = serverLog;
        try {
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.connect(new InetSocketAddress(host, port), DEADLINE_MILLIS);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException("no connection\n" + serverLog.get(), e);
        }
        info = expectInfo();
    }

    /** Connects and reads INFO, nothing else. */
    static WireClient open(ServerUnderTest server) {
        return new WireClient(InetAddress.getLoopbackAddress(), server.port(), server::log);
    }

    /** The same at another address than 127.0.0.1. */
    static WireClient open(String host, ServerUnderTest server) {
        try {
            return new WireClient(InetAddress.getByName(host), server.port(), server::log);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with a server that the test itself has built. */
    static WireClient open(int port) {
        return new WireClient(InetAddress.getLoopbackAddress(), port, () -> "");
    }

    static WireClient connect(ServerUnderTest server) {
        return connect(server, Connect.standard());
    }

    /** Connects, sends CONNECT and PING, and reads up to and including what belongs to the first PONG. */
    static WireClient connect(ServerUnderTest server, Connect options) {
        WireClient client = open(server);
        client.login(options);
        return client;
    }

    /** Tries to log in and expects to be refused. */
    static void expectRefused(ServerUnderTest server, Connect options) {
        try (WireClient client = open(server)) {
            client.expectRefused(options);
        }
    }

    static void expectRefused(int port, Connect options) {
        try (WireClient client = open(port)) {
            client.expectRefused(options);
        }
    }

    private void expectRefused(Connect options) {
        send(connectLine(options), "PING");
        expect("-ERR 'Authorization Violation'");
        expectClosed();
    }

    /** Tries to log in and expects to be let in. */
    static void expectAdmitted(ServerUnderTest server, Connect options) {
        connect(server, options).close();
    }

    static void expectAdmitted(int port, Connect options) {
        try (WireClient client = open(port)) {
            client.login(options);
        }
    }

    /** INFO as the server sent it on accept. */
    Map<String, Object> info() {
        return info;
    }

    /** The port that the server sees this client at. */
    int localPort() {
        return socket.getLocalPort();
    }

    /** The CONNECT line for these options, signed over this connection's nonce where they carry an NKey. */
    String connectLine(Connect options) {
        return "CONNECT " + options.json(info);
    }

    void login(Connect options) {
        send(connectLine(options), "PING");
        if (options.verboseWanted()) {
            expect("+OK");
        }
        expect("PONG");
        if (options.infoAfterPongWanted()) {
            assertThat(expectInfo()).as("INFO after the first PONG").containsEntry("connect_info", true);
        }
    }

    void send(String... lines) {
        sendRaw(String.join("\r\n", lines) + "\r\n");
    }

    void sendRaw(String bytes) {
        record("> ", bytes);
        write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** One write per byte, with something done between them; goes on without complaint when the server has closed. */
    void sendByteByByte(String bytes, Runnable between) {
        record("> ", bytes);
        for (byte b : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
            write(new byte[] {b});
            between.run();
        }
    }

    /** For bulk: not recorded. */
    void sendBytes(byte[] bytes) {
        write(bytes);
    }

    /** Says that nothing more will be sent; what the server still has to say can be read. */
    void finishSending() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void expect(String... lines) {
        for (String line : lines) {
            String got = readLine();
            if (!got.equals(line)) {
                throw failure("expected: " + line + "\n but got: " + got);
            }
        }
    }

    /** Messages of two lines, MSG and payload joined by a newline, in any order. */
    void expectMessagesInAnyOrder(String... messages) {
        List<String> got = new ArrayList<>();
        for (int i = 0; i < messages.length; i++) {
            got.add(readLine() + "\n" + readLine());
        }
        assertThat(got).as(this::history).containsExactlyInAnyOrder(messages);
    }

    /** Nothing but the answer to a PING comes: everything sent before has been worked off without an answer. */
    void expectNothing() {
        send("PING");
        expect("PONG");
    }

    /** The same, to wait for the server: what was sent before has been worked off. */
    void fence() {
        expectNothing();
    }

    /** The connection ends, with no byte before. */
    void expectClosed() {
        expect(CLOSED);
    }

    Map<String, Object> expectInfo() {
        String line = readLine();
        if (!line.startsWith("INFO {") || !line.endsWith("} ")) {
            throw failure("expected: INFO {...} with a blank before CRLF\n but got: " + line);
        }
        return Json.object(line.substring(5));
    }

    /** From now on a PING of the server is a line like any other; before, it is answered and not shown. */
    void showPings() {
        pingsShown = true;
    }

    /** One line without its CRLF, or {@link #CLOSED}. */
    String readLine() {
        String line = readAnyLine();
        while (line.equals("PING") && !pingsShown) {
            send("PONG");
            line = readAnyLine();
        }
        return line;
    }

    private String readAnyLine() {
        try {
            StringBuilder line = new StringBuilder();
            for (int b = readByte(); b >= 0; b = readByte()) {
                line.append((char) b);
                if (b == '\n' && line.length() > 1 && line.charAt(line.length() - 2) == '\r') {
                    record("< ", line);
                    return line.substring(0, line.length() - 2);
                }
            }
            line.append(CLOSED);
            record("< ", line);
            return line.toString();
        } catch (SocketTimeoutException e) {
            throw failure("no line within " + DEADLINE_MILLIS + " ms");
        } catch (SocketException e) {
            record("< ", "(reset)");
            return CLOSED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> readLines(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(readLine());
        }
        return lines;
    }

    /** Reads up to the answer of a PING sent now; the PONG is not part of the result. */
    List<String> readUntilPong() {
        send("PING");
        List<String> lines = new ArrayList<>();
        for (String line = readLine(); !line.equals("PONG"); line = readLine()) {
            if (line.equals(CLOSED)) {
                throw failure("closed before the PONG");
            }
            lines.add(line);
        }
        return lines;
    }

    /** Everything up to the end of the connection; what was cut off counts as a line. */
    List<String> readUntilClosed() {
        List<String> lines = new ArrayList<>();
        for (String line = readLine(); !line.equals(CLOSED); line = readLine()) {
            lines.add(line);
            if (line.endsWith(CLOSED)) {
                break;
            }
        }
        return lines;
    }

    /** Nothing at all arrives for so long, neither a byte nor the end of the connection. */
    void expectSilence(Duration length) {
        try {
            socket.setSoTimeout((int) length.toMillis());
            int b = readByte();
            throw failure(b < 0 ? "closed instead of silent" : "not silent: " + (char) b + readLine());
        } catch (SocketTimeoutException e) {
            restoreDeadline();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A socket that is no longer read: its kernel buffers fill up and the server has to hold what comes. */
    void shrinkReceiveBuffer(int bytes) {
        try {
            socket.setReceiveBufferSize(bytes);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the connection with a reset instead of a farewell. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    AssertionError failure(String what) {
        return new AssertionError(what + "\n" + history());
    }

    private int readByte() throws IOException {
        if (next == end) {
            next = 0;
            end = 0; // stays empty when the read times out
            end = Math.max(0, in.read(received));
        }
        return end == 0 ? -1 : received[next++] & 0xff;
    }

    private void write(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            // The server may close before it has everything; what it said before is what the test asks for.
            record("> ", "(not sent: " + e.getMessage() + ")");
        }
    }

    private void restoreDeadline() {
        try {
            socket.setSoTimeout(DEADLINE_MILLIS);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void record(String direction, CharSequence text) {
        int shown = Math.min(text.length(), LINE_SHOWN);
        conversation.append(direction).append(text, 0, shown).append(shown < text.length() ? "..." : "");
        if (conversation.charAt(conversation.length() - 1) != '\n') {
            conversation.append('\n');
        }
    }

    private String history() {
        String log = serverLog.get();
        return "conversation:\n" + conversation + "server log:\n"
                + log.substring(Math.max(0, log.length() - LOG_SHOWN));
    }
}
