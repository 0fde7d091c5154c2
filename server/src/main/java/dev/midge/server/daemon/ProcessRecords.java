package dev.midge.server.daemon;

import dev.midge.server.Server;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.log.FileProblem;
import dev.midge.server.log.ServerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pid file and the ports file of one daemon.
 *
 * <p>Thread: the main thread until the server runs, then those of signals, one at a time.
 */
final class ProcessRecords {

    private final ServerLog log;
    private final Server server;

    /** Null while there is none. */
    private volatile @Nullable Path portsFile;

    ProcessRecords(ServerLog log, Server server) {
        this.log = log;
        this.server = server;
    }

    /** @throws IOException with a message that names the file */
    void writePid(ServerOptions options) throws IOException {
        String file = options.pidFile();
        if (file != null) {
            ProcessFiles.writePid(file);
        }
    }

    /** What goes wrong is logged: the server runs without. */
    void writePorts(ServerOptions options) {
        String directory = options.portsFileDir();
        if (directory == null) {
            return;
        }
        Path file = ProcessFiles.portsFile(directory);
        portsFile = file;
        try {
            List<String> clients = ListenUrls.of("nats", options.host(), server.clientPort());
            List<String> monitoring = server.monitorPort() > 0
                    ? ListenUrls.of("http", options.httpHost(), server.monitorPort())
                    : List.of();
            ProcessFiles.writePorts(file, clients, monitoring);
        } catch (IOException e) {
            log.error("Error writing ports file (" + file + "): " + e.getMessage());
        }
    }

    void deletePorts() {
        Path file = portsFile;
        portsFile = null;
        if (file != null) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                log.error("Error cleaning up ports file " + file + ": remove " + file + ": " + FileProblem.describe(e));
            }
        }
    }
}
