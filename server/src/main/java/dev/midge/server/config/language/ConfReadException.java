package dev.midge.server.config.language;

/**
 * A file cannot be read, or what it holds is not in the configuration language; reading stopped here. It says what is
 * wrong with the input, not where our code stood: there is no stack trace.
 */
public final class ConfReadException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient String text;
    private final transient Position position;

    ConfReadException(String text, Position position) {
        super(text, null, false, false);
        this.text = text;
        this.position = position;
    }

    /** As {@code cause}, told by the place that asked for what it is about. */
    static ConfReadException wrapping(String text, ConfReadException cause) {
        return new ConfReadException(text, cause.position);
    }

    /** What nats-server prints after {@code nats-server: }. */
    public String text() {
        return text;
    }

    /** {@code FILE:LINE:COLUMN} where the text goes wrong. */
    public String detail() {
        return position.toString();
    }
}
