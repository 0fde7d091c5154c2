package dev.midge.server.config.language;

/**
 * Where something stands. The column counts bytes: from 0 on the first line and, for the sake of the texts that
 * nats-server prints, from 1 on all others.
 */
public record Position(String file, int line, int column) {
    /** Of values that do not stand in a file, such as the inside of a list in an environment variable. */
    public static final Position NONE = new Position("", 0, 0);

    /** {@code FILE:LINE:COLUMN}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }

    /** The position as it stands before a message; empty when there is none. */
    public String prefix() {
        return line == 0 ? "" : this + ": ";
    }
}
