package dev.midge.server.daemon;

import sun.misc.Signal;

/**
 * The only way to handle a signal in Java. javac warns about this class whatever one tells it, so the build compiles this
 * file by itself, without turning warnings into errors.
 */
final class OsSignal {

    private OsSignal() {}

    /**
     * Runs the action, on a fresh thread, each time the signal arrives.
     *
     * @throws IllegalArgumentException if the JVM keeps this signal to itself
     */
    static void handle(String name, Runnable action) {
        Signal.handle(new Signal(name), signal -> action.run());
    }

    /** Sends the signal to this process. */
    static void raise(String name) {
        Signal.raise(new Signal(name));
    }
}
