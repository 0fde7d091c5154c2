package dev.midge.server.tool;

import dev.midge.server.flag.DefinedFlag;

/** The flags of {@code nats-server passwd}, which are those of {@code nats server passwd}. */
enum PasswdFlag implements DefinedFlag {
    PASSWORD(Kind.TEXT, "p", "pass"),
    COST(Kind.INT, "c", "cost"),
    GENERATE(Kind.BOOL, "g", "generate"),
    HELP(Kind.BOOL, "h", "help");

    private final Kind kind;
    private final String letter;
    private final String name;

    PasswdFlag(Kind kind, String letter, String name) {
        this.kind = kind;
        this.letter = letter;
        this.name = name;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public boolean isNamed(String text) {
        return letter.equals(text) || name.equals(text);
    }
}
