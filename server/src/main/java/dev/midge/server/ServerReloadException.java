package dev.midge.server;

/** A reload was refused, and nothing has changed; the message says why in the words of nats-server. */
public final class ServerReloadException extends Exception {

    private static final long serialVersionUID = 1L;

    public ServerReloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
