package dev.midge.server.daemon;

import dev.midge.server.log.FileProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The files by which other programs find a running server: its process id and its ports. */
final class ProcessFiles {

    /** The name of the executable, which file names and the syslog contain; the launcher knows it, the JVM does not. */
    static final String EXECUTABLE = System.getProperty("nats.exe.name", "nats-server");

    private static final Set<OpenOption> REPLACE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);

    private ProcessFiles() {}

    /**
     * Writes the process id, without a newline because readers do not trim, with mode 0600.
     *
     * @throws IOException with a message such as {@code open PATH: no such file or directory}
     */
    static void writePid(String file) throws IOException {
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        try (SeekableByteChannel channel = openPrivate(Path.of(file))) {
            channel.write(ByteBuffer.wrap(pid));
        } catch (InvalidPathException e) {
            throw new IOException("open " + file + ": invalid argument", e);
        } catch (IOException e) {
            throw new IOException("open " + file + ": " + FileProblem.describe(e), e);
        }
    }

    private static SeekableByteChannel openPrivate(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Files.newByteChannel(path, REPLACE);
        }
        Set<PosixFilePermission> mode = Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        return Files.newByteChannel(path, REPLACE, PosixFilePermissions.asFileAttribute(mode));
    }

    /** The file of the ports, in the directory: {@code NAME_PID.ports}. */
    static Path portsFile(String directory) {
        return Path.of(directory, EXECUTABLE + "_" + ProcessHandle.current().pid() + ".ports");
    }

    /**
     * Writes the file of the ports: at once or not at all, because readers poll and parse.
     *
     * @param clients URLs for clients, at least one
     * @param monitoring URLs of the monitoring port, empty if there is none
     * @throws IOException with a message such as {@code open FILE: no such file or directory}
     */
    static void writePorts(Path file, List<String> clients, List<String> monitoring) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(draft, portsJson(clients, monitoring), StandardCharsets.UTF_8);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException("open " + file + ": " + FileProblem.describe(e), e);
        }
    }

    private static String portsJson(List<String> clients, List<String> monitoring) {
        StringBuilder json = new StringBuilder("{\"nats\":");
        appendUrls(json, clients);
        if (!monitoring.isEmpty()) {
            appendUrls(json.append(",\"monitoring\":"), monitoring);
        }
        return json.append('}').toString();
    }

    /** Host names, addresses and ports need no escaping. */
    private static void appendUrls(StringBuilder json, List<String> urls) {
        char before = '[';
        for (String url : urls) {
            json.append(before).append('"').append(url).append('"');
            before = ',';
        }
        json.append(']');
    }
}
