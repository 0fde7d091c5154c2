package dev.midge.server.tool;

import java.io.Serial;

/** A tool cannot do what it was asked for; the message is the line that it ends with. */
final class ToolException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    ToolException(String message) {
        super(message);
    }

    ToolException(String message, Throwable cause) {
        super(message, cause);
    }
}
