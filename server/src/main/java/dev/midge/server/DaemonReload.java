package dev.midge.server;

import dev.midge.server.config.ConfigException;
import dev.midge.server.config.Configuration;
import dev.midge.server.config.OptionChange;
import dev.midge.server.config.OptionChanges;
import dev.midge.server.config.Options;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.log.ServerLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A reload of the daemon: reads its file again, lays its flags over that, and has the server, the log and the files of the
 * process follow. What is wrong is logged, and then nothing has changed.
 *
 * <p>Thread: one at a time.
 */
final class DaemonReload implements ReloadSteps {

    private final ConfigSource source;
    private final DaemonLog daemonLog;
    private final ServerLog log;
    private final Server server;
    private final ProcessRecords records;

    private List<String> notices;

    DaemonReload(
            ConfigSource source, DaemonLog daemonLog, Server server, ProcessRecords records, List<String> notices) {
        this.source = source;
        this.daemonLog = daemonLog;
        this.log = daemonLog.log();
        this.server = server;
        this.records = records;
        this.notices = List.copyOf(notices);
    }

    void run() {
        if (!source.hasFile()) {
            failed("can only reload config when a file is provided using -c or --config");
            return;
        }
        try {
            Configuration read = source.read();
            server.reload(source.options(read), this);
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

    /** nats-server ends when it cannot open the log file; here the reload is refused. */
    @Override
    public void prepare(OptionChanges changes, ServerOptions now) throws ServerReloadException {
        try {
            daemonLog.prepare(now);
        } catch (IOException e) {
            throw new ServerReloadException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public boolean isProcess() {
        return true;
    }

    @Override
    public void abandon() {
        daemonLog.abandon();
    }

    @Override
    public void apply(OptionChange change, ServerOptions now) {
        if (change.option() == Options.PID_FILE) {
            try {
                records.writePid(now);
            } catch (IOException e) {
                log.error("Failed to write pidfile: " + e.getMessage());
            }
        } else if (change.option() == Options.PORTS_FILE_DIR) {
            records.deletePorts();
            records.writePorts(now);
        }
    }

    @Override
    public void switchLog() {
        daemonLog.commit();
    }
}
