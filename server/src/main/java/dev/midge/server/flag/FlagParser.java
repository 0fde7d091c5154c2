package dev.midge.server.flag;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits arguments into flags and positionals the way Go's flag package does, because scripts and fixtures written for
 * nats-server rely on it: one dash or two, {@code -x=v} or {@code -x v}, booleans only with {@code =}, nothing bundled,
 * flags end at the first positional or at {@code --}.
 *
 * @param <F> the flags of one command
 */
public final class FlagParser<F extends DefinedFlag> {

    /** One occurrence of a flag, its value already checked; booleans are {@code true} or {@code false}. */
    public record Occurrence<F extends DefinedFlag>(F flag, String value) {}

    private final F[] defined;
    private final String[] arguments;
    private final List<Occurrence<F>> flags = new ArrayList<>();
    private int next;

    /** Both arrays are read and not kept from changing. */
    public FlagParser(F[] defined, String... arguments) {
        this.defined = defined;
        this.arguments = arguments;
    }

    /**
     * The flags in the order given; {@link #positionals} is valid afterwards.
     *
     * @throws FlagException with the text that Go prints
     */
    public List<Occurrence<F>> parse() throws FlagException {
        while (next < arguments.length && isFlag(arguments[next])) {
            String argument = arguments[next++];
            if (argument.equals("--")) {
                break;
            }
            flags.add(readFlag(argument));
        }
        return flags;
    }

    /** What follows the flags. */
    public List<String> positionals() {
        return List.of(arguments).subList(next, arguments.length);
    }

    private static boolean isFlag(String argument) {
        return argument.length() > 1 && argument.charAt(0) == '-';
    }

    private Occurrence<F> readFlag(String argument) throws FlagException {
        String text = argument.substring(argument.startsWith("--") ? 2 : 1);
        if (text.isEmpty() || text.charAt(0) == '-' || text.charAt(0) == '=') {
            throw new FlagException("bad flag syntax: " + argument);
        }
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? null : text.substring(equals + 1);
        F flag = named(name);
        if (flag == null) {
            throw new FlagException("flag provided but not defined: -" + name);
        }
        return new Occurrence<>(flag, readValue(flag, name, value));
    }

    private @Nullable F named(String name) {
        for (F flag : defined) {
            if (flag.isNamed(name)) {
                return flag;
            }
        }
        return null;
    }

    private String readValue(F flag, String name, @Nullable String attached) throws FlagException {
        if (flag.kind() == DefinedFlag.Kind.BOOL) {
            return attached == null ? "true" : bool(name, attached);
        }
        String value = attached;
        if (value == null) {
            if (next == arguments.length) {
                throw new FlagException("flag needs an argument: -" + name);
            }
            value = arguments[next++];
        }
        switch (flag.kind()) {
            case INT -> checkInt(value, name);
            case FLOAT -> checkFloat(value, name);
            case TEXT, BOOL -> {}
        }
        return value;
    }

    private static String bool(String name, String value) throws FlagException {
        return switch (value) {
            case "1", "t", "T", "true", "TRUE", "True" -> "true";
            case "0", "f", "F", "false", "FALSE", "False" -> "false";
            default ->
                throw new FlagException(
                        "invalid boolean value " + GoNumber.quoted(value) + " for -" + name + ": parse error");
        };
    }

    private static void checkInt(String value, String name) throws FlagException {
        long ignored = GoNumber.parse(value, name);
    }

    private static void checkFloat(String value, String name) throws FlagException {
        try {
            Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw GoNumber.invalid(value, name, "parse error");
        }
    }
}
