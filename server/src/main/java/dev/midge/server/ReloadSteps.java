package dev.midge.server;

import dev.midge.server.config.OptionChange;
import dev.midge.server.config.OptionChanges;
import dev.midge.server.config.ServerOptions;

/** What the process around a server has to do for a reload: its log and its files. Thread: the one that reloads. */
interface ReloadSteps {

    /** A server that is part of a program has no log and no files of its own. */
    ReloadSteps NONE = new ReloadSteps() {};

    /** Whether there is a process with a log and files, which follow the options. */
    default boolean isProcess() {
        return false;
    }

    /** Opens what may fail to open; nothing has changed yet, and nothing does when this throws. */
    default void prepare(OptionChanges changes, ServerOptions now) throws ServerReloadException {}

    /** The reload is not carried out after {@link #prepare}. */
    default void abandon() {}

    /** One change is in force; its lines have not been logged yet. */
    default void apply(OptionChange change, ServerOptions now) {}

    /** All lines about changes are logged; those that follow belong into the log that is new. */
    default void switchLog() {}
}
