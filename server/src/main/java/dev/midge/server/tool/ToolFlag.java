package dev.midge.server.tool;

import dev.midge.server.flag.DefinedFlag;

/** A flag of a tool, which may have two names. */
record ToolFlag(Kind kind, String name, String alias) implements DefinedFlag {

    ToolFlag(Kind kind, String name) {
        this(kind, name, name);
    }

    @Override
    public boolean isNamed(String text) {
        return name.equals(text) || alias.equals(text);
    }
}
