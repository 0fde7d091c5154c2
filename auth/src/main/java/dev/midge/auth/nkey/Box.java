package dev.midge.auth.nkey;

import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/**
 * The box of NaCl: XSalsa20 and Poly1305 with a key that two curve keys agree on. The tag stands in front of the text.
 */
final class Box {

    static final int NONCE_LENGTH = 24;
    static final int TAG_LENGTH = 16;

    private static final int KEY_LENGTH = 32;

    private Box() {}

    /** The key that the owners of the two keys share, or null when it would be the same for everybody. */
    static byte @Nullable [] key(byte[] ownSeed, byte[] peerPublic) {
        byte[] shared = new byte[KEY_LENGTH];
        // False for a result of zeros: the peer's point is of small order, the same with whatever key of ours.
        if (!X25519.calculateAgreement(ownSeed, 0, peerPublic, 0, shared, 0)) {
            return null;
        }
        byte[] key = HSalsa20.of(shared);
        Arrays.fill(shared, (byte) 0);
        return key;
    }

    /** Writes tag and text behind the offset. */
    static void seal(byte[] key, byte[] nonce, byte[] message, byte[] out, int offset) {
        XSalsa20Engine stream = stream(key, nonce);
        Poly1305 tag = tag(stream);
        stream.processBytes(message, 0, message.length, out, offset + TAG_LENGTH);
        tag.update(out, offset + TAG_LENGTH, message.length);
        tag.doFinal(out, offset);
    }

    /** Reads tag and text from the offset on; null if the tag is not that of the text. */
    static byte @Nullable [] open(byte[] key, byte[] nonce, byte[] sealed, int offset) {
        int start = offset + TAG_LENGTH;
        int length = sealed.length - start;
        if (length < 0) {
            return null;
        }
        XSalsa20Engine stream = stream(key, nonce);
        Poly1305 tag = tag(stream);
        tag.update(sealed, start, length);
        byte[] expected = new byte[TAG_LENGTH];
        tag.doFinal(expected, 0);
        if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(sealed, offset, start))) {
            return null;
        }
        byte[] message = new byte[length];
        stream.processBytes(sealed, start, length, message, 0);
        return message;
    }

    private static XSalsa20Engine stream(byte[] key, byte[] nonce) {
        XSalsa20Engine stream = new XSalsa20Engine();
        stream.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        return stream;
    }

    /** The first 32 bytes of the stream are the key of the tag. */
    private static Poly1305 tag(XSalsa20Engine stream) {
        byte[] key = new byte[KEY_LENGTH];
        stream.processBytes(key, 0, KEY_LENGTH, key, 0);
        Poly1305 tag = new Poly1305();
        tag.init(new KeyParameter(key));
        Arrays.fill(key, (byte) 0);
        return tag;
    }
}
