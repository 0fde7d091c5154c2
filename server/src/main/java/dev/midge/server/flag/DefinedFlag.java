package dev.midge.server.flag;

/** One flag of a command, by its names and the kind of its value. */
public interface DefinedFlag {

    /** What a value of the flag looks like; only BOOL goes without one. */
    enum Kind {
        BOOL,
        INT,
        FLOAT,
        TEXT
    }

    Kind kind();

    /** Whether this is one of its names, without dashes; case matters. */
    boolean isNamed(String name);
}
