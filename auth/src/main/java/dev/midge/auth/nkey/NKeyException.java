package dev.midge.auth.nkey;

/** A text is not the key that it should be, or a key cannot do what was asked; the message is the one NATS tools print. */
public final class NKeyException extends Exception {

    private static final long serialVersionUID = 1;

    NKeyException(String message) {
        // Thrown for what a peer or a file says: the place in our code explains nothing.
        super(message, null, false, false);
    }

    static NKeyException illegalBase32(int position) {
        return new NKeyException("illegal base32 data at input byte " + position);
    }

    static NKeyException invalidEncoding() {
        return new NKeyException("nkeys: invalid encoded key");
    }

    static NKeyException invalidChecksum() {
        return new NKeyException("nkeys: invalid checksum");
    }

    static NKeyException invalidPublicKey() {
        return new NKeyException("nkeys: invalid public key");
    }

    static NKeyException incompatibleKey() {
        return new NKeyException("nkeys: incompatible key");
    }

    static NKeyException invalidSeed() {
        return new NKeyException("nkeys: invalid seed");
    }

    static NKeyException invalidSeedLength() {
        return new NKeyException("nkeys: invalid seed length");
    }

    static NKeyException noPrivateKey() {
        return new NKeyException("nkeys: can not sign, no private key available");
    }

    static NKeyException noSeed() {
        return new NKeyException("nkeys: no seed or private key available");
    }

    static NKeyException curveKeyCannotSign() {
        return new NKeyException("nkeys: curve key is not valid for sign/verify");
    }
}
