package dev.midge.server.tool;

import dev.midge.auth.Bcrypt;
import dev.midge.server.flag.DefinedFlag.Kind;
import dev.midge.server.flag.FlagException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@code nats-server passwd}: the bcrypt hash of a password, as {@code nats server passwd} makes it. */
final class PasswdCommand {

    private static final ToolFlag PASSWORD = new ToolFlag(Kind.TEXT, "p", "pass");
    private static final ToolFlag COST = new ToolFlag(Kind.INT, "c", "cost");
    private static final ToolFlag GENERATE = new ToolFlag(Kind.BOOL, "g", "generate");
    private static final ToolFlag HELP = new ToolFlag(Kind.BOOL, "h", "help");
    private static final ToolFlag[] FLAGS = {PASSWORD, COST, GENERATE, HELP};

    private static final int DEFAULT_COST = 11;
    private static final int MIN_LENGTH = 10;
    private static final int MOST_BYTES_OF_A_LETTER = 3;
    private static final int GENERATED_LENGTH = 22;
    private static final String GENERATED_LETTERS =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@#_-%^&()";

    private static final String USAGE = """
            Usage: nats-server passwd [options]
            Asks for a password, or reads it from a pipe, and shows the bcrypt hash to put into the configuration.
                -p, --pass <password>     Do not ask (default: $PASSWORD). Others may see what stands in a command line
                -g, --generate            Make a password and show it as well
                -c, --cost <cost>         Cost of the hash, 4 to 31; each step doubles the time (default: 11)
            """;

    private final PrintStream out;
    private final PrintStream err;
    private final HiddenPrompt prompt;
    private final String environment;

    /** @param environment the value of {@code PASSWORD} */
    PasswdCommand(PrintStream out, PrintStream err, HiddenPrompt prompt, @Nullable String environment) {
        this.out = out;
        this.err = err;
        this.prompt = prompt;
        this.environment = environment == null ? "" : environment;
    }

    int run(String... arguments) {
        try {
            Flags flags = new Flags(FLAGS, arguments);
            if (flags.isSet(HELP)) {
                out.print(USAGE);
                return Tool.OK;
            }
            if (!flags.positionals().isEmpty()) {
                throw new ToolException("unexpected " + flags.positionals().get(0));
            }
            hash(flags);
            return Tool.OK;
        } catch (FlagException e) {
            err.println(e.getMessage());
            err.print(USAGE);
            return Tool.FAILED;
        } catch (ToolException e) {
            err.println("nats-server: " + e.getMessage());
            return Tool.FAILED;
        }
    }

    private void hash(Flags flags) throws FlagException, ToolException {
        long cost = flags.number(COST, DEFAULT_COST);
        if (cost < Bcrypt.MIN_COST || cost > Bcrypt.MAX_COST) {
            throw new ToolException("bcrypt cost should be between " + Bcrypt.MIN_COST + " and " + Bcrypt.MAX_COST);
        }
        boolean generate = flags.isSet(GENERATE);
        byte[] password = password(flags, generate);
        try {
            String hash = hash(password, (int) cost);
            out.println(generate ? "       bcrypt hash: " + hash : hash);
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    private static String hash(byte[] password, int cost) throws ToolException {
        if (password.length < MIN_LENGTH) {
            throw new ToolException("password should be at least " + MIN_LENGTH + " characters long");
        }
        if (password.length > Bcrypt.MAX_PASSWORD) {
            throw new ToolException(
                    "error producing bcrypt hash: bcrypt: password length exceeds " + Bcrypt.MAX_PASSWORD + " bytes");
        }
        return Bcrypt.hash(password, cost, new SecureRandom());
    }

    private byte[] password(Flags flags, boolean generate) throws ToolException {
        String given = flags.has(PASSWORD) ? flags.text(PASSWORD) : environment;
        if (!given.isEmpty()) {
            return given.getBytes(StandardCharsets.UTF_8);
        }
        return utf8(generate ? generated() : asked());
    }

    private char[] generated() {
        SecureRandom random = new SecureRandom();
        char[] password = new char[GENERATED_LENGTH];
        for (int i = 0; i < password.length; i++) {
            password[i] = GENERATED_LETTERS.charAt(random.nextInt(GENERATED_LETTERS.length()));
        }
        out.print("Generated password: ");
        out.println(password);
        return password;
    }

    private char[] asked() throws ToolException {
        char[] password = ask("Enter password: ");
        if (!prompt.isInteractive()) {
            return password;
        }
        char[] again = ask("Reenter password: ");
        boolean same = Arrays.equals(password, again);
        Arrays.fill(again, '\0');
        if (!same) {
            Arrays.fill(password, '\0');
            throw new ToolException("entered and re-entered passwords do not match");
        }
        return password;
    }

    private char[] ask(String label) throws ToolException {
        while (true) {
            char[] line = prompt.ask(label);
            if (line == null) {
                throw new ToolException("could not read password: EOF");
            }
            if (line.length >= MIN_LENGTH || !prompt.isInteractive()) {
                return line;
            }
            err.println("value is too short. Min length is " + MIN_LENGTH);
        }
    }

    /** Overwrites the letters. */
    private static byte[] utf8(char[] letters) {
        byte[] room = new byte[letters.length * MOST_BYTES_OF_A_LETTER];
        ByteBuffer out = ByteBuffer.wrap(room);
        CoderResult ignored = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(letters), out, true);
        byte[] bytes = Arrays.copyOf(room, out.position());
        Arrays.fill(room, (byte) 0);
        Arrays.fill(letters, '\0');
        return bytes;
    }
}
