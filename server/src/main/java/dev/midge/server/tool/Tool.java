package dev.midge.server.tool;

import java.util.Arrays;

/** The tools by name. Every method returns the exit status of the process. */
public final class Tool {

    public static final String NK = "nk";
    public static final String PASSWD = "passwd";

    static final int OK = 0;
    static final int FAILED = 1;

    private Tool() {}

    /** Runs the tool that the first argument names, {@link #NK} or {@link #PASSWD}, with the other arguments. */
    public static int run(String[] arguments) {
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        return arguments[0].equals(NK)
                ? new NkCommand(System.out, System.err).run(rest)
                : new PasswdCommand(System.out, System.err, TerminalPrompt.orPipe(), System.getenv("PASSWORD"))
                        .run(rest);
    }

    /** Prints a new key pair of a type, {@code nats-server -k}. */
    public static int newKey(String type) {
        return new NewKey(System.out, System.err).run(type);
    }
}
