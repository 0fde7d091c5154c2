package dev.midge.server.daemon;

import dev.midge.auth.AuthConfig;
import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import dev.midge.auth.nkey.NKeyException;
import dev.midge.server.Server;
import dev.midge.server.ServerStartException;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.log.LogDestination;
import dev.midge.server.log.LogFormat;
import dev.midge.server.log.LogSettings;
import dev.midge.server.log.ServerLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Runs the server through what its first clients will do, while the JVM writes down the classes that takes.
 *
 * <p>The launcher starts this class instead of {@link Main} when it makes the archive of classes, which later starts
 * map into memory instead of loading class by class. What is not done here is merely slower the first time.
 */
final class Training {

    private static final int CLIENTS = 5;
    private static final int TIMEOUT_MILLIS = 5000;

    /** What CONNECT says about who connects, given the nonce of INFO, which may be empty. */
    private interface Login {
        String credentials(String nonce) throws NKeyException;
    }

    private final Path directory;
    private final KeyPair user = KeyPair.create(KeyType.USER, new SecureRandom());

    private Training(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("nats-server-training");
        try {
            new Training(directory).run();
        } catch (IOException | NKeyException | ServerStartException | RuntimeException e) {
            System.err.println("The training failed: " + e);
            delete(directory);
            // The server's threads would keep the process alive.
            Runtime.getRuntime().halt(1);
        }
        delete(directory);
        // The archive must hold the end as well, and is written when this process ends.
        OsSignal.raise("TERM");
    }

    private void run() throws IOException, NKeyException, ServerStartException {
        Path config = Files.writeString(directory.resolve("nats.conf"), configuration());
        Main.launch(new String[] {
            "--config=" + config,
            "--log=" + directory.resolve("nats.log"),
            "--pid=" + directory.resolve("nats.pid"),
            "--ports_file_dir=" + directory,
            "--addr=127.0.0.1",
            "--port=-1",
            "--http_port=-1"
        });
        int port = port("nats://");
        for (int i = 0; i < CLIENTS; i++) {
            converse(port, nonce -> "\"user\":\"trainee\",\"pass\":\"training\"");
            converse(port, this::nkeyLogin);
        }
        for (String path : new String[] {"/varz", "/connz", "/healthz"}) {
            monitor(port("http://"), path);
        }
        trainLog(new LogDestination.Stderr(), LogFormat.TEXT);
        trainLog(new LogDestination.Stderr(), LogFormat.JSON);
        trainLog(new LogDestination.RemoteSyslog("udp://127.0.0.1:514"), LogFormat.TEXT);
        trainEmbedded(AuthConfig.builder().build(), nonce -> "\"name\":\"anybody\"");
        trainEmbedded(AuthConfig.builder().token("training").build(), nonce -> "\"auth_token\":\"training\"");
    }

    private String configuration() {
        return """
                authorization {
                  users: [
                    { user: trainee, password: training, permissions: { publish: ["training.>"], subscribe: ">" } }
                    { nkey: %s }
                  ]
                }
                """.formatted(user.publicKey());
    }

    private String nkeyLogin(String nonce) throws NKeyException {
        byte[] signature = user.sign(nonce.getBytes(StandardCharsets.US_ASCII));
        String sig = Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        return "\"nkey\":\"" + user.publicKey() + "\",\"sig\":\"" + sig + "\"";
    }

    /** The server that was launched logs to a file. */
    private static void trainLog(LogDestination destination, LogFormat format) throws IOException {
        LogSettings settings = new LogSettings(destination, format, "training", true, false, false, false);
        try (ServerLog log = ServerLog.forDaemon(settings)) {
            log.info("training");
        }
    }

    private static void trainEmbedded(AuthConfig auth, Login login)
            throws IOException, NKeyException, ServerStartException {
        ServerOptions options =
                ServerOptions.builder().host("127.0.0.1").port(-1).auth(auth).build();
        try (Server server =
                Server.builder().options(options).log(ServerLog.silent()).build()) {
            server.start();
            converse(server.clientPort(), login);
        }
    }

    private int port(String scheme) throws IOException {
        String name = "nats-server_" + ProcessHandle.current().pid() + ".ports";
        String json = Files.readString(directory.resolve(name));
        int end = json.indexOf('"', json.indexOf(scheme));
        return Integer.parseInt(json.substring(json.lastIndexOf(':', end) + 1, end));
    }

    private static void monitor(int port, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            send(socket.getOutputStream(), "GET " + path + " HTTP/1.1", "Host: training", "Connection: close", "");
            String status = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!status.startsWith("HTTP/1.1 200")) {
                throw new IOException(path + " was not answered");
            }
        }
    }

    private static void converse(int port, Login login) throws IOException, NKeyException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            String credentials = login.credentials(nonce(in.readLine()));
            send(out, "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true," + credentials + "}", "PING");
            awaitPong(in);
            send(out, "SUB training.> 1", "SUB training.* workers 2", "PUB training.a training.reply 5", "hello");
            send(out, "HPUB training.b 18 20", "NATS/1.0\r\na: b\r\n\r\nhi", "UNSUB 1", "PUB elsewhere 0", "", "PING");
            awaitPong(in);
        }
    }

    private static String nonce(String info) {
        String key = "\"nonce\":\"";
        int start = info.indexOf(key);
        return start < 0 ? "" : info.substring(start + key.length(), info.indexOf('"', start + key.length()));
    }

    private static void send(OutputStream out, String... lines) throws IOException {
        out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitPong(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (!"PONG".equals(line)) {
            if (line == null) {
                throw new IOException("the server closed the connection");
            }
            line = in.readLine();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
