package dev.midge.server.config;

import dev.midge.server.config.language.ConfReadException;
import java.util.List;

/**
 * The configuration cannot be used. Carries everything that was found wrong, so that the operator repairs it in one go.
 * It says what is wrong with the input, not where our code stood: there is no stack trace.
 */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> warnings;
    private final transient List<String> errors;
    private final transient String text;
    private final transient String detail;

    private ConfigException(List<String> warnings, List<String> errors, String text, String detail) {
        super(text, null, false, false);
        this.warnings = List.copyOf(warnings);
        this.errors = List.copyOf(errors);
        this.text = text;
        this.detail = detail;
    }

    /** The file cannot be read, or is not in the configuration language. */
    static ConfigException unreadable(ConfReadException cause) {
        return new ConfigException(List.of(), List.of(cause.text()), cause.text(), cause.detail());
    }

    /** Some entries are wrong; all of them were looked at. */
    static ConfigException fields(List<String> warnings, List<String> errors) {
        return new ConfigException(warnings, errors, lines(warnings) + lines(errors), "");
    }

    /** The options are fine one by one, but not together. */
    static ConfigException combination(String text) {
        return new ConfigException(List.of(), List.of(text), text, "");
    }

    public List<String> warnings() {
        return warnings;
    }

    public List<String> errors() {
        return errors;
    }

    /**
     * What nats-server prints after {@code nats-server: }. Errors of entries end in a line feed each, any other text does
     * not.
     */
    public String text() {
        return text;
    }

    /** {@code FILE:LINE:COLUMN} where a text that is not in the configuration language goes wrong; else empty. */
    public String detail() {
        return detail;
    }

    /** Each line with a line feed. */
    static String lines(List<String> lines) {
        StringBuilder all = new StringBuilder();
        for (String line : lines) {
            all.append(line).append('\n');
        }
        return all.toString();
    }
}
