package dev.midge.server.tool;

import dev.midge.server.flag.DefinedFlag;

/** The flags of {@code nats-server nk}, which are those of the nk command. */
enum NkFlag implements DefinedFlag {
    GENERATE(Kind.TEXT, "gen"),
    PUBLIC_OUT(Kind.BOOL, "pubout"),
    ENTROPY(Kind.TEXT, "e"),
    PREFIX(Kind.TEXT, "pre"),
    MAX_ATTEMPTS(Kind.INT, "maxpre"),
    SIGN(Kind.TEXT, "sign"),
    VERIFY(Kind.TEXT, "verify"),
    KEY_IN(Kind.TEXT, "inkey"),
    PUBLIC_IN(Kind.TEXT, "pubin"),
    SIGNATURE(Kind.TEXT, "sigfile"),
    VERSION(Kind.BOOL, "v", "version"),
    HELP(Kind.BOOL, "h", "help");

    private final Kind kind;
    private final String name;
    private final String alias;

    NkFlag(Kind kind, String name) {
        this(kind, name, name);
    }

    NkFlag(Kind kind, String name, String alias) {
        this.kind = kind;
        this.name = name;
        this.alias = alias;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public boolean isNamed(String text) {
        return name.equals(text) || alias.equals(text);
    }
}
