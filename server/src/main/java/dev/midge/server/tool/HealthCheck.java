package dev.midge.server.tool;

import dev.midge.server.connection.PeerAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code nats-server --healthcheck}: connects as a client does, and is satisfied by the INFO that every client gets. For the
 * health check of a container: without other flags it asks the server that is process 1, with that one's flags.
 */
public final class HealthCheck {

    private static final int MILLIS = 3_000;
    private static final int LONGEST_LINE = 32 * 1024;
    private static final String JAR = "nats-server.jar";

    private HealthCheck() {}

    /** The arguments of the server that runs as process 1; none if that is something else, or cannot be read. */
    public static List<String> argumentsOfContainer() {
        return argumentsOf(Path.of("/proc/1/cmdline"));
    }

    static List<String> argumentsOf(Path commandLine) {
        try {
            List<String> words = List.of(Files.readString(commandLine).split("\0"));
            for (int i = 1; i < words.size(); i++) {
                if (words.get(i - 1).equals("-jar") && words.get(i).endsWith(JAR)) {
                    return words.subList(i + 1, words.size());
                }
            }
            return List.of();
        } catch (IOException e) {
            return List.of(); // another system, or not allowed: then there is nothing to go by
        }
    }

    /** Null when a server answers there, else what is wrong. {@code host} is the one that it listens on. */
    public static @Nullable String fault(String host, int port) {
        String place = PeerAddress.hostAndPort(host, port);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(reachable(host), port), MILLIS);
            socket.setSoTimeout(MILLIS);
            String line = firstLine(socket.getInputStream());
            return line.startsWith("INFO {") ? null : "no NATS server at " + place;
        } catch (IOException e) {
            return "no answer from " + place + ": " + e.getMessage();
        }
    }

    /** Whoever listens everywhere is reached at home. */
    private static InetAddress reachable(String host) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        return address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    }

    private static String firstLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n' && line.size() < LONGEST_LINE) {
            line.write(next);
            next = in.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
