package dev.midge.server.daemon;

import dev.midge.server.log.ServerLog;

/**
 * Turns signals of the operating system into calls, one at a time.
 *
 * <p>Thread: the JVM starts one per signal; the lock makes a later signal wait for the one before it.
 */
final class Signals {

    /** What the daemon does for each signal; called with the lock of {@link Signals} held. */
    interface Actions {
        /** INT: does not return. */
        void shutDown();

        /** TERM: does not return, but in lame duck mode, which ends by itself. */
        void terminate();

        /** HUP. */
        void reload();

        /** USR1. */
        void reopenLog();

        /** USR2: returns at once. */
        void retire();
    }

    private final ServerLog log;
    private final Actions actions;

    Signals(ServerLog log, Actions actions) {
        this.log = log;
        this.actions = actions;
    }

    /** Takes over the signals; one that this JVM may not handle (started with {@code -Xrs}) keeps its default. */
    void install() {
        handle("INT", "interrupt", actions::shutDown);
        handle("TERM", "terminated", actions::terminate);
        handle("HUP", "hangup", actions::reload);
        handle("USR1", "user defined signal 1", actions::reopenLog);
        // The JVM needs this one for itself, unless the launcher has given it another: see _JAVA_SR_SIGNUM there.
        handle("USR2", "user defined signal 2", actions::retire);
    }

    private void handle(String name, String description, Runnable action) {
        try {
            OsSignal.handle(name, () -> trapped(description, action));
        } catch (IllegalArgumentException e) {
            log.debug("Signal " + name + " is left to the JVM: " + e.getMessage());
        }
    }

    private synchronized void trapped(String description, Runnable action) {
        log.info("Trapped \"" + description + "\" signal");
        action.run();
    }
}
