package dev.midge.server.flag;

import java.io.Serial;

/** A command line that does not follow the flag syntax; the message is the line that goes to stderr. */
public final class FlagException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    FlagException(String message) {
        super(message);
    }
}
