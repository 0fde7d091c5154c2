package dev.midge.server;

import org.jspecify.annotations.Nullable;

/** The server cannot run; the message is what the log says last. */
public final class ServerStartException extends Exception {

    private static final long serialVersionUID = 1L;

    public ServerStartException(String message) {
        this(message, null);
    }

    public ServerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
