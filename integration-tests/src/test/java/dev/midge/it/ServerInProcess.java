package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.server.Server;
import dev.midge.server.ServerReloadException;
import dev.midge.server.ServerStartException;
import dev.midge.server.config.ConfigException;
import dev.midge.server.config.Configuration;
import dev.midge.server.log.ServerLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Our server inside this JVM, on as many event loops as {@code -Dmidge.loops} says. */
final class ServerInProcess implements RunningServer {

    private static final String EVENT_LOOPS = "\nevent_loops: " + Integer.getInteger("midge.loops", 1) + "\n";

    private final Server server;
    private final ServerLog serverLog;
    private final LogText text;
    private final int port;
    private CompletableFuture<Boolean> lameDuck;

    private ServerInProcess(Server server, ServerLog serverLog, LogText text) {
        this.server = server;
        this.serverLog = serverLog;
        this.text = text;
        this.port = server.clientPort();
    }

    static ServerInProcess start(String config) {
        LogText text = new LogText();
        ServerLog log = ServerLog.create(
                line -> text.line("[" + line.level().label() + "] " + line.message()),
                true,
                config.contains("trace: true"));
        try {
            Server server =
                    Server.builder().config(config + EVENT_LOOPS).log(log).build();
            server.start();
            return new ServerInProcess(server, log, text);
        } catch (ConfigException e) {
            throw new IllegalStateException(e.text(), e);
        } catch (ServerStartException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int monitorPort() {
        return server.monitorPort();
    }

    @Override
    public String log() {
        serverLog.flush();
        return text.toString();
    }

    @Override
    public void reload(String config) {
        try {
            server.reload(Configuration.parseText(config + EVENT_LOOPS, System.getenv())
                    .options());
        } catch (ConfigException e) {
            serverLog.error("Failed to reload server configuration: " + e.text());
        } catch (ServerReloadException e) {
            serverLog.error("Failed to reload server configuration: " + e.getMessage());
        }
    }

    @Override
    public void enterLameDuckMode() {
        CompletableFuture<Boolean> entered = CompletableFuture.supplyAsync(server::lameDuckShutdown, task -> {
            new Thread(task, "lame duck").start();
        });
        if (lameDuck == null) {
            lameDuck = entered;
        }
    }

    @Override
    public void awaitEnd() {
        assertThat(lameDuck).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }

    @Override
    public void close() {
        server.close();
        serverLog.close();
    }
}
