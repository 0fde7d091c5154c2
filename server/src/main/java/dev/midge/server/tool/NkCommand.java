package dev.midge.server.tool;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import dev.midge.auth.nkey.NKeyException;
import dev.midge.server.flag.DefinedFlag.Kind;
import dev.midge.server.flag.FlagException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * {@code nats-server nk}: makes keys, signs and verifies files, as the nk command does. Results and errors alike go to
 * the standard output; only what is wrong with the flags, and the progress of a search, goes to the other.
 */
final class NkCommand {

    /** The nk command whose behaviour this is. */
    private static final String VERSION = "0.4.17";

    private static final ToolFlag GENERATE = new ToolFlag(Kind.TEXT, "gen");
    private static final ToolFlag PUBLIC_OUT = new ToolFlag(Kind.BOOL, "pubout");
    private static final ToolFlag ENTROPY = new ToolFlag(Kind.TEXT, "e");
    private static final ToolFlag PREFIX = new ToolFlag(Kind.TEXT, "pre");
    private static final ToolFlag MAX_ATTEMPTS = new ToolFlag(Kind.INT, "maxpre");
    private static final ToolFlag SIGN = new ToolFlag(Kind.TEXT, "sign");
    private static final ToolFlag VERIFY = new ToolFlag(Kind.TEXT, "verify");
    private static final ToolFlag KEY_IN = new ToolFlag(Kind.TEXT, "inkey");
    private static final ToolFlag PUBLIC_IN = new ToolFlag(Kind.TEXT, "pubin");
    private static final ToolFlag SIGNATURE = new ToolFlag(Kind.TEXT, "sigfile");
    private static final ToolFlag SHOW_VERSION = new ToolFlag(Kind.BOOL, "v", "version");
    private static final ToolFlag HELP = new ToolFlag(Kind.BOOL, "h", "help");
    private static final ToolFlag[] FLAGS = {
        GENERATE, PUBLIC_OUT, ENTROPY, PREFIX, MAX_ATTEMPTS, SIGN,
        VERIFY, KEY_IN, PUBLIC_IN, SIGNATURE, SHOW_VERSION, HELP
    };

    private static final long DEFAULT_ATTEMPTS = 10_000_000;

    private static final String TYPES = "[user|account|server|cluster|operator|curve|x25519]";

    private static final String USAGE = """
            Usage: nk [options]
                -v                    Show the version
                -gen <type>           Make a key pair and show its seed, %s
                -pubout               Show the public key, with -gen or of the key in -inkey
                -e <file>             Take the randomness for -gen from a file such as /dev/urandom
                -pre <letters>        With -gen: search for a public key that begins so, after the letter of its type
                -maxpre <number>      How many keys to try for that (default: 10,000,000)
                -sign <file>          Sign a file with the key in -inkey
                -verify <file>        Verify a file with the key in -inkey or -pubin and the signature in -sigfile
                -inkey <file>         File with a seed
                -pubin <file>         File with a public key
                -sigfile <file>       File with a signature
            """.formatted(TYPES);

    private final PrintStream out;
    private final PrintStream err;

    NkCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int run(String... arguments) {
        try {
            return run(new Flags(FLAGS, arguments));
        } catch (FlagException e) {
            err.println(e.getMessage());
            return usage();
        } catch (ToolException | NKeyException e) {
            out.println(e.getMessage());
            return Tool.FAILED;
        }
    }

    private int usage() {
        out.print(USAGE);
        return Tool.FAILED;
    }

    private int run(Flags flags) throws FlagException, ToolException, NKeyException {
        if (flags.isSet(HELP)) {
            return usage();
        }
        if (flags.isSet(SHOW_VERSION)) {
            out.println("nk version " + VERSION);
            return Tool.OK;
        }
        if (flags.has(GENERATE)) {
            return generate(flags);
        }
        if (flags.has(ENTROPY)) {
            throw new ToolException("Entropy file only used when creating keys with -gen");
        }
        if (flags.has(SIGN)) {
            return sign(flags);
        }
        if (flags.has(VERIFY)) {
            return verify(flags);
        }
        return flags.has(KEY_IN) && flags.isSet(PUBLIC_OUT) ? showPublic(flags) : usage();
    }

    private int generate(Flags flags) throws FlagException, ToolException, NKeyException {
        KeyType type = typeNamed(flags.text(GENERATE));
        String entropy = flags.text(ENTROPY);
        boolean vanity = flags.has(PREFIX);
        KeyPair pair = vanity
                ? new VanitySearch(
                                type,
                                VanityPrefix.of(flags.text(PREFIX)),
                                entropy,
                                flags.number(MAX_ATTEMPTS, DEFAULT_ATTEMPTS))
                        .run(err)
                : new Entropy(entropy).newPair(type);
        char[] seed = pair.seed();
        out.println(seed);
        Arrays.fill(seed, '\0');
        pair.wipe();
        if (vanity || flags.isSet(PUBLIC_OUT)) {
            out.println(pair.publicKey());
        }
        return Tool.OK;
    }

    private static KeyType typeNamed(String name) throws ToolException {
        KeyType type = name.toLowerCase(Locale.ROOT).equals("x25519") ? KeyType.CURVE : NewKey.typeNamed(name);
        if (type == null) {
            throw new ToolException("Usage: nk -gen " + TYPES);
        }
        return type;
    }

    private int showPublic(Flags flags) throws ToolException, NKeyException {
        KeyPair pair = KeyFile.seed(flags.text(KEY_IN));
        pair.wipe();
        out.println(pair.publicKey());
        return Tool.OK;
    }

    private int sign(Flags flags) throws ToolException, NKeyException {
        if (!flags.has(KEY_IN)) {
            throw new ToolException("Sign requires a seed/private key via -inkey <file>");
        }
        KeyPair pair = KeyFile.seed(flags.text(KEY_IN));
        try {
            byte[] signature = pair.sign(FileContent.read(flags.text(SIGN)));
            out.println(SignatureText.encode(signature));
            return Tool.OK;
        } finally {
            pair.wipe();
        }
    }

    private int verify(Flags flags) throws ToolException, NKeyException {
        if (!flags.has(KEY_IN) && !flags.has(PUBLIC_IN)) {
            throw new ToolException("Verify requires a seed key via -inkey or a public key via -pubin");
        }
        if (!flags.has(SIGNATURE)) {
            throw new ToolException("Verify requires a signature via -sigfile");
        }
        Verifier verifier = verifier(flags);
        byte[] content = FileContent.read(flags.text(VERIFY));
        byte[] signature = SignatureText.decode(FileContent.read(flags.text(SIGNATURE)));
        verifier.require(content, signature);
        out.println("Verified OK");
        return Tool.OK;
    }

    /** A pair or a public key; of curve keys they say different things. */
    private interface Verifier {
        void require(byte[] content, byte[] signature) throws NKeyException;
    }

    private static Verifier verifier(Flags flags) throws ToolException, NKeyException {
        if (!flags.has(KEY_IN)) {
            return KeyFile.publicKey(flags.text(PUBLIC_IN))::requireSignature;
        }
        KeyPair pair = KeyFile.seed(flags.text(KEY_IN));
        pair.wipe();
        return pair::requireSignature;
    }
}
