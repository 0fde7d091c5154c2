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

    static NKeyException invalidPrefix() {
        return new NKeyException("nkeys: invalid prefix byte");
    }

    static NKeyException invalidPublicKey() {
        return new NKeyException("nkeys: invalid public key");
    }

    static NKeyException invalidPrivateKey() {
        return new NKeyException("nkeys: invalid private key");
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

    static NKeyException invalidSignature() {
        return new NKeyException("nkeys: signature verification failed");
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

    static NKeyException onlyCurveKeysSeal() {
        return new NKeyException("nkeys: only curve key can seal/open");
    }

    static NKeyException noCurveSeed() {
        return new NKeyException("nkeys: not a valid curve seed");
    }

    static NKeyException invalidRecipient() {
        return new NKeyException("nkeys: not a valid recipient public curve key");
    }

    static NKeyException invalidSender() {
        return new NKeyException("nkeys: not a valid sender public curve key");
    }

    static NKeyException invalidEncrypted() {
        return new NKeyException("nkeys: encrypted input is not valid");
    }

    static NKeyException wrongVersion() {
        return new NKeyException("nkeys: encrypted input wrong version");
    }

    static NKeyException couldNotDecrypt() {
        return new NKeyException("nkeys: could not decrypt input");
    }

    static NKeyException noSeedFound() {
        return new NKeyException("nkeys: no nkey seed found");
    }

    static NKeyException itemIsNoSeed() {
        return new NKeyException("nkeys: doesn't contain a seed nkey");
    }

    static NKeyException noUserSeed() {
        return new NKeyException("nkeys: doesn't contain an user seed nkey");
    }

    static NKeyException noSeedOfCredentials() {
        return new NKeyException("seed is not an operator, account or user seed");
    }

    static NKeyException subjectMismatch() {
        return new NKeyException("nkey seed does not match the jwt subject");
    }

    static NKeyException noJwt() {
        return new NKeyException("expected 3 chunks");
    }

    static NKeyException credentialsTooLarge(int limit) {
        return new NKeyException("nkeys: credentials are larger than " + limit + " bytes");
    }
}
