package dev.midge.server.monitor;

/** A parameter that the report cannot understand; the text is the body of the answer with status 400. */
final class BadQueryException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String text;

    BadQueryException(String text) {
        super(text, null, false, false);
        this.text = text;
    }

    String text() {
        return text;
    }
}
