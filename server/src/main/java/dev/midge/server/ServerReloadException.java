package dev.midge.server;

import org.jspecify.annotations.Nullable;

/** A reload was refused, and nothing has changed; the message says why in the words of nats-server. */
public final class ServerReloadException extends Exception {

    private static final long serialVersionUID = 1L;

    ServerReloadException(String message) {
        this(message, null);
    }

    ServerReloadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
