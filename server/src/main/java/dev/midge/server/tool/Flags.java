package dev.midge.server.tool;

import dev.midge.server.flag.DefinedFlag;
import dev.midge.server.flag.FlagException;
import dev.midge.server.flag.FlagParser;
import dev.midge.server.flag.GoNumber;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The flags that a tool was given; of those given twice the last counts. */
final class Flags<F extends DefinedFlag> {

    private final Map<F, String> values = new HashMap<>();
    private final List<String> positionals;

    Flags(F[] defined, String... arguments) throws FlagException {
        FlagParser<F> parser = new FlagParser<>(defined, arguments);
        for (FlagParser.Occurrence<F> occurrence : parser.parse()) {
            values.put(occurrence.flag(), occurrence.value());
        }
        this.positionals = parser.positionals();
    }

    boolean isSet(F flag) {
        return "true".equals(values.get(flag));
    }

    /** Empty if it was not given, which is what an empty value means as well. */
    String text(F flag) {
        return values.getOrDefault(flag, "");
    }

    boolean has(F flag) {
        return !text(flag).isEmpty();
    }

    long number(F flag, long otherwise) throws FlagException {
        String value = values.get(flag);
        return value == null ? otherwise : GoNumber.parse(value, "");
    }

    List<String> positionals() {
        return positionals;
    }
}
