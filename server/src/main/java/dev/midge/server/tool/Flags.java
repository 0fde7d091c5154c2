package dev.midge.server.tool;

import dev.midge.server.flag.FlagException;
import dev.midge.server.flag.FlagParser;
import dev.midge.server.flag.GoNumber;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The flags that a tool was given; of those given twice the last counts. */
final class Flags {

    private final Map<ToolFlag, String> values = new HashMap<>();
    private final List<String> positionals;

    Flags(ToolFlag[] defined, String... arguments) throws FlagException {
        FlagParser<ToolFlag> parser = new FlagParser<>(defined, arguments);
        for (FlagParser.Occurrence<ToolFlag> occurrence : parser.parse()) {
            values.put(occurrence.flag(), occurrence.value());
        }
        this.positionals = parser.positionals();
    }

    boolean isSet(ToolFlag flag) {
        return "true".equals(values.get(flag));
    }

    /** Empty if it was not given, which is what an empty value means as well. */
    String text(ToolFlag flag) {
        return values.getOrDefault(flag, "");
    }

    boolean has(ToolFlag flag) {
        return !text(flag).isEmpty();
    }

    long number(ToolFlag flag, long otherwise) throws FlagException {
        String value = values.get(flag);
        return value == null ? otherwise : GoNumber.parse(value, "");
    }

    List<String> positionals() {
        return positionals;
    }
}
