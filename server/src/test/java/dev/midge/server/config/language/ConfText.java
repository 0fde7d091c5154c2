package dev.midge.server.config.language;

import java.util.Map;
import java.util.TreeMap;

/** Shows a parsed tree in one line, with kinds: {@code {a=int 1, b=[str "x"]}}. */
final class ConfText {
    private ConfText() {}

    static String of(Map<String, ConfNode> map) {
        StringBuilder text = new StringBuilder("{");
        new TreeMap<>(map)
                .forEach((key, value) -> text.append(text.length() > 1 ? ", " : "")
                        .append(key)
                        .append('=')
                        .append(of(value)));
        return text.append('}').toString();
    }

    static String of(ConfNode node) {
        return switch (node.kind()) {
            case STRING -> "str " + GoText.quote(node.asText());
            case INTEGER -> "int " + node.asInteger();
            case FLOAT -> "float " + node.asFloat();
            case BOOLEAN -> "bool " + node.asBoolean();
            case TIME -> "time " + node.asTime();
            case LIST -> node.asList().stream().map(ConfText::of).toList().toString();
            case MAP -> of(node.asMap());
        };
    }
}
