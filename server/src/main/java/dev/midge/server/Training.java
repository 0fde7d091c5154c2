package dev.midge.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Runs the server through what its first clients will do, while the JVM writes down the classes that takes.
 *
 * <p>The launcher starts this class instead of {@link Main} when it makes the archive of classes, which later starts
 * map into memory instead of loading class by class. What is not done here is merely slower the first time.
 */
final class Training {

    private static final int CLIENTS = 10;
    private static final int TIMEOUT_MILLIS = 5000;

    private final Path directory;

    private Training(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("nats-server-training");
        try {
            new Training(directory).run();
        } catch (IOException | RuntimeException e) {
            // The server's threads would keep the process alive; no archive is written by a halt with this status.
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        } finally {
            delete(directory);
        }
        // The archive must hold the end as well, and is written when this process ends.
        OsSignal.raise("TERM");
    }

    private void run() throws IOException {
        Path config = Files.writeString(directory.resolve("nats.conf"), configuration());
        Main.main(new String[] {
            "--config=" + config,
            "--log=" + directory.resolve("nats.log"),
            "--pid=" + directory.resolve("nats.pid"),
            "--ports_file_dir=" + directory,
            "--addr=127.0.0.1",
            "--port=-1",
            "--http_port=-1"
        });
        int port = clientPort();
        for (int i = 0; i < CLIENTS; i++) {
            converse(port, "\"user\":\"trainee\",\"pass\":\"training\"");
        }
    }

    private static String configuration() {
        return """
                authorization {
                  users: [
                    { user: trainee, password: training, permissions: { publish: ["training.>"], subscribe: ">" } }
                  ]
                }
                """;
    }

    private int clientPort() throws IOException {
        String name = "nats-server_" + ProcessHandle.current().pid() + ".ports";
        String json = Files.readString(directory.resolve(name));
        int end = json.indexOf('"', json.indexOf("nats://"));
        return Integer.parseInt(json.substring(json.lastIndexOf(':', end) + 1, end));
    }

    private static void converse(int port, String credentials) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            in.readLine();
            send(out, "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true," + credentials + "}", "PING");
            awaitPong(in);
            send(out, "SUB training.> 1", "SUB training.* workers 2", "PUB training.a training.reply 5", "hello");
            send(out, "HPUB training.b 17 19", "NATS/1.0\r\na: b\r\n\r\nhi", "UNSUB 1", "PUB elsewhere 0", "", "PING");
            awaitPong(in);
        }
    }

    private static void send(OutputStream out, String... lines) throws IOException {
        out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitPong(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.equals("PONG")) {
            line = in.readLine();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(Training::deleteFile);
        }
        Files.delete(directory);
    }

    private static void deleteFile(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
