package dev.midge.load;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import dev.midge.auth.nkey.NKeyException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * Who a client says it is, and what the configuration says about it.
 *
 * @param entry the user in the configuration, empty for nobody
 * @param proof the members of CONNECT, given the nonce of INFO
 */
record Credentials(String entry, Proof proof) {

    private static final int SALT_BYTES = 16;
    private static final String NKEY = "{nkey: ";

    /** Members of a JSON object with a comma behind each. */
    interface Proof {
        String members(String nonce);
    }

    static Credentials nobody() {
        return new Credentials("", nonce -> "");
    }

    static Credentials plain(String name, String password) {
        return new Credentials(entry(name, password), nonce -> members(name, password));
    }

    /** With a hash of its own: no other user's login helps this one. */
    static Credentials hashed(String name, String password, int cost, Random random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        String hash = OpenBSDBCrypt.generate("2a", password.getBytes(StandardCharsets.UTF_8), salt, cost);
        return new Credentials(entry(name, hash), nonce -> members(name, password));
    }

    static Credentials nkey() {
        KeyPair key = KeyPair.create(KeyType.USER);
        String name = key.publicKey().toString();
        return new Credentials(NKEY + name + "}", nonce -> signed(name, key, nonce));
    }

    /** The same user with something else for a proof. */
    Credentials proving(Proof other) {
        return new Credentials(entry, other);
    }

    /** What proves it with the signature of a key that is not the user's; only of an NKey user. */
    Credentials signedBy(KeyPair other) {
        String claimed = entry.substring(NKEY.length(), entry.length() - 1);
        return proving(nonce -> signed(claimed, other, nonce));
    }

    /** The members for a public key, signed by perhaps another one. */
    private static String signed(String claimed, KeyPair signing, String nonce) {
        try {
            byte[] signature = signing.sign(nonce.getBytes(StandardCharsets.US_ASCII));
            return "\"nkey\":\"" + claimed + "\",\"sig\":\""
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature) + "\",";
        } catch (NKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    static String members(String name, String password) {
        return "\"user\":\"" + name + "\",\"pass\":\"" + password + "\",";
    }

    private static String entry(String name, String password) {
        return "{user: \"" + name + "\", password: \"" + password + "\"}";
    }

    /** What is sent to log in, and to see that it worked. */
    String hello(String nonce) {
        return "CONNECT {" + proof.members(nonce)
                + "\"verbose\":false,\"pedantic\":false,\"lang\":\"load\",\"version\":\"1.0\",\"protocol\":1}\r\nPING\r\n";
    }

    /** The block that makes these the users of a server. */
    static String users(Iterable<Credentials> all) {
        StringBuilder block = new StringBuilder("authorization { users: [\n");
        for (Credentials each : all) {
            block.append(each.entry).append('\n');
        }
        return block.append("] }").toString();
    }
}
