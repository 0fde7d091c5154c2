package dev.midge.server.tool;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import dev.midge.auth.nkey.NKeyException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code nats-server -k <type>}: prints a new key pair, the public key in the first line, the seed in the second. */
final class NewKey {

    private final PrintStream out;
    private final PrintStream err;

    NewKey(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int run(String name) {
        KeyType type = typeNamed(name);
        if (type == null) {
            err.println("nats-server: unknown key type \"" + name
                    + "\" (expected: user, account, operator, server, cluster or curve)");
            return Tool.FAILED;
        }
        KeyPair pair = KeyPair.create(type);
        try {
            print(capitalized(type), pair);
            return Tool.OK;
        } catch (NKeyException e) {
            throw new IllegalStateException(e); // a pair that was not wiped has a seed
        } finally {
            pair.wipe();
        }
    }

    private void print(String type, KeyPair pair) throws NKeyException {
        out.println(type + " public key: " + pair.publicKey());
        out.print(type + " private key: ");
        char[] seed = pair.seed();
        out.println(seed);
        Arrays.fill(seed, '\0');
    }

    /** The type of that name, in any case. */
    static @Nullable KeyType typeNamed(String name) {
        for (KeyType type : KeyType.values()) {
            if (type.name().equalsIgnoreCase(name)) {
                return type;
            }
        }
        return null;
    }

    private static String capitalized(KeyType type) {
        return type.name().charAt(0) + type.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
