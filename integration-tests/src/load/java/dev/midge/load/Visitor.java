package dev.midge.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection from its first byte to the answer to its login, from a source address of its choice. Blocking. */
final class Visitor implements AutoCloseable {

    private static final int ANSWER_MILLIS = 15_000;
    private static final String NONCE = "\"nonce\":\"";

    private final Socket socket = new Socket();
    private final InputStream in;
    private final byte[] received = new byte[8 * 1024];
    private int next;
    private int end;
    private String nonce = "";

    private Visitor(int port, String source) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.bind(new InetSocketAddress(source, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = socket.getInputStream();
    }

    /** Connects from one of the addresses of the loopback interface; nothing is read yet. */
    static Visitor connect(int port, String source) throws IOException {
        return new Visitor(port, source);
    }

    /**
     * Nanoseconds from connecting to being let in.
     *
     * @throws IOException when it is not let in
     */
    static long login(int port, String source, Credentials who) throws IOException {
        long start = System.nanoTime();
        try (Visitor visitor = connect(port, source)) {
            String answer = visitor.present(who);
            if (!answer.equals("PONG")) {
                throw new IOException(answer);
            }
            return System.nanoTime() - start;
        }
    }

    /** Reads INFO; its nonce, or an empty text. */
    String readInfo() throws IOException {
        String info = readLine();
        int start = info.indexOf(NONCE);
        nonce = start < 0 ? "" : info.substring(start + NONCE.length(), info.indexOf('"', start + NONCE.length()));
        return nonce;
    }

    /** Reads INFO, logs in, and returns the answer: {@code PONG}, an error, or an empty text for a closed connection. */
    String present(Credentials who) throws IOException {
        readInfo();
        send(who);
        return answer();
    }

    /** Logs in when INFO was read. */
    void send(Credentials who) throws IOException {
        send(Connection.bytes(who.hello(nonce)));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The same to a server that may close before it has everything. */
    void sendAsFarAsTaken(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException closed) {
            // What it said before is what counts.
        }
    }

    /** The first line that is an answer; an empty text when the connection ends before one. */
    String answer() throws IOException {
        String line = readLine();
        while (line.startsWith("INFO") || line.equals("PING")) {
            line = readLine();
        }
        return line;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (next == end) {
                end = in.read(received);
                next = 0;
                if (end < 0) {
                    end = 0;
                    return "";
                }
            }
            int from = next;
            while (next < end && received[next] != '\n') {
                next++;
            }
            line.append(new String(received, from, next - from, StandardCharsets.ISO_8859_1));
            if (next < end) {
                next++;
                return line.toString().stripTrailing();
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
