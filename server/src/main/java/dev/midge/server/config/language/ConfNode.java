package dev.midge.server.config.language;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One value of a configuration file. The value of a key stands where the key stands; an element of a list where it
 * begins, and a nested list or map behind its closing bracket.
 */
public final class ConfNode {
    /** Kinds are never converted into each other. */
    public enum Kind {
        STRING("string"),
        INTEGER("int64"),
        FLOAT("float64"),
        BOOLEAN("bool"),
        TIME("time.Time"),
        LIST("[]interface {}"),
        MAP("map[string]interface {}");

        /** Name of the kind in messages: those of nats-server print the Go type. */
        public final String goName;

        Kind(String goName) {
            this.goName = goName;
        }
    }

    private final Kind kind;
    private final Object value;
    private final Position position;
    private boolean used;

    private ConfNode(Kind kind, Object value, Position position) {
        this.kind = kind;
        this.value = value;
        this.position = position;
    }

    public static ConfNode text(String value, Position position) {
        return new ConfNode(Kind.STRING, value, position);
    }

    public static ConfNode integer(long value, Position position) {
        return new ConfNode(Kind.INTEGER, value, position);
    }

    static ConfNode floating(double value, Position position) {
        return new ConfNode(Kind.FLOAT, value, position);
    }

    public static ConfNode bool(boolean value, Position position) {
        return new ConfNode(Kind.BOOLEAN, value, position);
    }

    static ConfNode time(Instant value, Position position) {
        return new ConfNode(Kind.TIME, value, position);
    }

    static ConfNode list(List<ConfNode> value, Position position) {
        return new ConfNode(Kind.LIST, value, position);
    }

    /** The map keeps the order in which its keys were last given. */
    static ConfNode map(Map<String, ConfNode> value, Position position) {
        return new ConfNode(Kind.MAP, value, position);
    }

    /** The same value in another place, where a variable refers to it. */
    public ConfNode at(Position place) {
        return new ConfNode(kind, value, place);
    }

    public Kind kind() {
        return kind;
    }

    public Position position() {
        return position;
    }

    public String asText() {
        return (String) value;
    }

    public long asInteger() {
        return (Long) value;
    }

    public double asFloat() {
        return (Double) value;
    }

    public boolean asBoolean() {
        return (Boolean) value;
    }

    public Instant asTime() {
        return (Instant) value;
    }

    @SuppressWarnings("unchecked") // only list() makes nodes of this kind
    public List<ConfNode> asList() {
        return (List<ConfNode>) value;
    }

    @SuppressWarnings("unchecked") // only map() makes nodes of this kind
    public Map<String, ConfNode> asMap() {
        return (Map<String, ConfNode>) value;
    }

    /** Whether the value only says that something is not wanted. */
    public boolean isOff() {
        return switch (kind) {
            case STRING -> asText().isEmpty();
            case INTEGER -> asInteger() == 0;
            case BOOLEAN -> !asBoolean();
            case LIST -> asList().isEmpty();
            case MAP -> asMap().isEmpty();
            case FLOAT, TIME -> false;
        };
    }

    /** Remembers that a variable refers to this value: then its key may be one that no option has. */
    void markUsed() {
        used = true;
    }

    public boolean isUsed() {
        return used;
    }

    /** The value as messages show it. */
    @Override
    public String toString() {
        return switch (kind) {
            case STRING, INTEGER, BOOLEAN -> value.toString();
            case TIME -> asTime().toString().replace("T", " ").replace("Z", " +0000 UTC");
            case FLOAT -> GoText.number(asFloat());
            case LIST -> asList().isEmpty() ? "[]" : "[" + asList().size() + " values]";
            case MAP -> asMap().isEmpty() ? "map[]" : "map[" + asMap().size() + " keys]";
        };
    }
}
