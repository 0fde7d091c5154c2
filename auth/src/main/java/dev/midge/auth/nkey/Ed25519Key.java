package dev.midge.auth.nkey;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * A public key decoded to its curve point.
 *
 * <p>The JDK's own EdDSA is eight times slower and is not used.
 */
final class Ed25519Key {

    private final Ed25519.@Nullable PublicPoint point;

    private Ed25519Key(Ed25519.@Nullable PublicPoint point) {
        this.point = point;
    }

    /** The full check costs as much as a signature but is made once per key: it refuses points of small order. */
    static Ed25519Key decode(byte[] raw) {
        return new Ed25519Key(Ed25519.validatePublicKeyFullExport(raw, 0));
    }

    boolean verify(byte[] message, byte[] signature) {
        return point != null
                && signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, point, message, 0, message.length);
    }
}
