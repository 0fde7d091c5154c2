package dev.midge.server.config;

import dev.midge.auth.Secret;
import dev.midge.server.config.language.Position;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.GoDuration;
import java.time.Duration;

/**
 * The settings that flags gave. Flags are the same rows as the keys of a file and are laid over it, value by value:
 * {@code false} and 0 count, a flag that was not given does not.
 */
public final class CommandLineOverrides {
    private final Layer layer = new Layer();

    Layer layer() {
        return layer;
    }

    /** Sets one row. */
    public <T> CommandLineOverrides set(Option<T> option, T value) {
        layer.set(option, value, Position.NONE);
        return this;
    }

    /** {@code --user}: the name of the single user. */
    public CommandLineOverrides user(String name) {
        return set(Options.AUTH_USER, name);
    }

    /** {@code --pass}: the password of the single user. */
    public CommandLineOverrides password(String password) {
        return set(Options.AUTH_PASSWORD, Secret.of(password));
    }

    /** {@code --auth}: the single token. */
    public CommandLineOverrides token(String token) {
        return set(Options.AUTH_TOKEN, Secret.of(token));
    }

    /**
     * Sets one row from the text of a flag, as Go's {@code flag} package reads it: integers may be written in any base
     * and with underscores, a duration also as a number of seconds.
     *
     * @throws IllegalArgumentException {@code parse error} or {@code value out of range}
     */
    public CommandLineOverrides setFromFlag(Option<?> option, String text) {
        store(option, read(option, text));
        return this;
    }

    /**
     * Sets one row that is named by its canonical key, such as {@code port} or {@code authorization.timeout}.
     *
     * @throws IllegalArgumentException as above, and for a key that is none
     */
    public CommandLineOverrides setFromFlag(String key, String text) {
        for (Option<?> row : Options.rows()) {
            if (row.key().equals(key)) {
                return setFromFlag(row, text);
            }
        }
        throw new IllegalArgumentException("there is no option " + key);
    }

    /** The value has the type of the row's default, as {@link #read} made it so. */
    @SuppressWarnings("unchecked")
    private <T> void store(Option<T> option, Object value) {
        set(option, (T) value);
    }

    private static Object read(Option<?> option, String text) {
        Object like = option.defaultValue();
        if (like instanceof Boolean) {
            return flag(text);
        }
        if (like instanceof Integer) {
            return ConfValues.saturated(integer(text));
        }
        if (like instanceof Long) {
            return integer(text);
        }
        if (like instanceof Duration) {
            return duration(text);
        }
        if (like instanceof Secret) {
            return Secret.of(text);
        }
        if (like instanceof String) {
            return text;
        }
        throw new IllegalArgumentException(option.key() + " cannot be given by a flag");
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw new IllegalArgumentException("parse error");
        };
    }

    private static long integer(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String digits = text.substring(signed ? 1 : 0);
        int base = base(digits);
        if (base != 10) {
            digits = digits.substring(Character.isLetter(digits.charAt(1)) ? 2 : 1);
        }
        digits = areUnderscoresInside(text) ? digits.replace("_", "") : "";
        if (!isNumber(digits, base)) {
            throw new IllegalArgumentException("parse error");
        }
        try {
            return Long.parseLong(text.startsWith("-") ? "-" + digits : digits, base);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("value out of range", e);
        }
    }

    private static boolean isNumber(String digits, int base) {
        for (int i = 0; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), base) < 0) {
                return false;
            }
        }
        return !digits.isEmpty();
    }

    private static int base(String digits) {
        if (!digits.startsWith("0") || digits.length() == 1) {
            return 10;
        }
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
        };
    }

    private static boolean areUnderscoresInside(String text) {
        return !text.startsWith("_") && !text.endsWith("_") && !text.contains("__");
    }

    private static Duration duration(String text) {
        try {
            return ConfValues.ofSeconds(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            // Not a number of seconds, so it has to be a duration.
            return GoDuration.parse(text);
        }
    }
}
