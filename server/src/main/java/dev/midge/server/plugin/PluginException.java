package dev.midge.server.plugin;

/** A plug-in is not there, or its jar is not what it should be; the message says which and why. */
public final class PluginException extends Exception {

    private static final long serialVersionUID = 1;

    public PluginException(String message) {
        super(message);
    }

    PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
