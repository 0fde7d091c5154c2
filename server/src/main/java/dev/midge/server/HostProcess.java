package dev.midge.server;

import dev.midge.server.config.OptionChange;
import dev.midge.server.config.ServerOptions;

/**
 * The process that is there for the sake of one server: its log and its files follow the options of the server. A program
 * that embeds a server is none.
 *
 * <p>Threads: {@link #beforeListening} on the one that starts the server, all others on the one that reloads.
 */
public interface HostProcess {

    /** A server that is part of a program has no log and no files of its own. */
    HostProcess NONE = new HostProcess() {};

    /** Builds a server that takes this process along when it starts and when it reloads. */
    static Server build(Server.Builder builder, HostProcess process) {
        return new Server(builder, process);
    }

    /** The log says what starts, and no port is open yet. */
    default void beforeListening() throws ServerStartException {}

    /** Opens what may fail to open; nothing has changed yet, and nothing does when this throws. */
    default void prepare(ServerOptions now) throws ServerReloadException {}

    /** The reload is not carried out after {@link #prepare}. */
    default void abandon() {}

    /** One change is in force; its lines have not been logged yet. */
    default void apply(OptionChange change, ServerOptions now) {}

    /** All lines about changes are logged; those that follow belong into the log that is new. */
    default void switchLog() {}
}
