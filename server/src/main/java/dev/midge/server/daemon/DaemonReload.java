package dev.midge.server.daemon;

import dev.midge.server.Server;
import dev.midge.server.ServerReloadException;
import dev.midge.server.config.ConfigException;
import dev.midge.server.config.Configuration;
import dev.midge.server.log.ServerLog;
import java.util.ArrayList;
import java.util.List;

/**
 * A reload of the daemon: reads its file again, lays its flags over that, and has the server follow, which takes the process
 * along. What is wrong is logged, and then nothing has changed.
 *
 * <p>Thread: one at a time.
 */
final class DaemonReload {

    private final ConfigSource source;
    private final ServerLog log;
    private final Server server;

    private List<String> notices;

    DaemonReload(ConfigSource source, ServerLog log, Server server, List<String> notices) {
        this.source = source;
        this.log = log;
        this.server = server;
        this.notices = List.copyOf(notices);
    }

    void run() {
        if (!source.hasFile()) {
            failed("can only reload config when a file is provided using -c or --config");
            return;
        }
        try {
            Configuration read = source.read();
            server.reload(source.options(read));
            tell(read.notices());
        } catch (ConfigException e) {
            failed(e.text());
        } catch (ServerReloadException e) {
            failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("Failed to reload server configuration", e);
        }
    }

    /** A line for each error: whoever reads the log should not have to take them apart. */
    private void failed(String text) {
        text.lines().forEach(line -> log.error("Failed to reload server configuration: " + line));
    }

    /** What was accepted without effect, unless the log has it already. */
    private void tell(List<String> found) {
        List<String> fresh = new ArrayList<>(found);
        fresh.removeAll(notices);
        fresh.forEach(log::warn);
        notices = List.copyOf(found);
    }
}
