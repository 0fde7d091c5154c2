package dev.midge.auth;

/** What an {@link Authenticator} needs from every connection. Asked once, before the first INFO is written. */
public final class AuthRequirements {

    private final boolean authRequired;
    private final boolean nonce;
    private final boolean clientCertificate;

    private AuthRequirements(Builder builder) {
        authRequired = builder.authRequired;
        nonce = builder.nonce;
        clientCertificate = builder.clientCertificate;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Whether a peer must authenticate at all; true unless set otherwise. */
    public boolean authRequired() {
        return authRequired;
    }

    /** Whether INFO must carry a nonce to be signed. */
    public boolean nonce() {
        return nonce;
    }

    /** Whether the TLS listener must ask for a client certificate. */
    public boolean clientCertificate() {
        return clientCertificate;
    }

    /** Sets what differs from "authentication required, nothing else". */
    public static final class Builder {
        private boolean authRequired = true;
        private boolean nonce;
        private boolean clientCertificate;

        private Builder() {}

        public Builder authRequired(boolean value) {
            authRequired = value;
            return this;
        }

        public Builder nonce(boolean value) {
            nonce = value;
            return this;
        }

        public Builder clientCertificate(boolean value) {
            clientCertificate = value;
            return this;
        }

        public AuthRequirements build() {
            return new AuthRequirements(this);
        }
    }
}
