package dev.midge.auth;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything an authenticator may know about one CONNECT: what was presented, and how the peer came.
 *
 * <p>Immutable, and kept by the server for the life of the connection so that a reload can judge it again (with the
 * nonce of then). An empty text in CONNECT counts as absent. A second CONNECT is a new attempt made with
 * {@link #toBuilder()}: fields it does not carry keep their values.
 */
public final class ConnectAttempt {

    private final @Nullable String user;
    private final @Nullable Secret password;
    private final @Nullable Secret token;
    private final @Nullable String nkey;
    private final @Nullable String signature;
    private final @Nullable Secret jwt;
    private final @Nullable String proxySignature;
    private final @Nullable String nonce;
    private final String remoteHost;
    private final long connectionId;
    private final ConnectionType connectionType;
    private final List<X509Certificate> peerCertificates;
    private final Map<String, String> cookies;
    private final @Nullable String clientName;
    private final @Nullable String clientLang;
    private final @Nullable String clientVersion;
    private final boolean beforeConnect;
    private final boolean throughNoAuthUser;
    private final @Nullable String trustedProxy;
    private final BooleanSupplier abandoned;

    private ConnectAttempt(Builder builder) {
        user = builder.user;
        password = builder.password;
        token = builder.token;
        nkey = builder.nkey;
        signature = builder.signature;
        jwt = builder.jwt;
        proxySignature = builder.proxySignature;
        nonce = builder.nonce;
        remoteHost = Objects.requireNonNull(builder.remoteHost, "remoteHost");
        connectionId = builder.connectionId;
        connectionType = Objects.requireNonNull(builder.connectionType, "connectionType");
        peerCertificates = builder.peerCertificates;
        cookies = builder.cookies;
        clientName = builder.clientName;
        clientLang = builder.clientLang;
        clientVersion = builder.clientVersion;
        beforeConnect = builder.beforeConnect;
        throughNoAuthUser = builder.throughNoAuthUser;
        trustedProxy = builder.trustedProxy;
        abandoned = builder.abandoned;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with the values of this attempt. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    public @Nullable String user() {
        return user;
    }

    public @Nullable Secret password() {
        return password;
    }

    public @Nullable Secret token() {
        return token;
    }

    /** The public key that the peer claims, as text; nothing about it has been checked. */
    public @Nullable String nkey() {
        return nkey;
    }

    /** The signature over the nonce as CONNECT carried it, still in base64. */
    public @Nullable String signature() {
        return signature;
    }

    public @Nullable Secret jwt() {
        return jwt;
    }

    /** The proxy's signature over the nonce as CONNECT carried it, still in base64. */
    public @Nullable String proxySignature() {
        return proxySignature;
    }

    /** The text of {@code nonce} in the INFO that was sent to this connection; signatures are made over its ASCII bytes. */
    public @Nullable String nonce() {
        return nonce;
    }

    /** The peer's address without the port. */
    public String remoteHost() {
        return remoteHost;
    }

    public long connectionId() {
        return connectionId;
    }

    public ConnectionType connectionType() {
        return connectionType;
    }

    /** The verified chain of the peer's TLS certificate, its own first; empty without one. */
    public List<X509Certificate> peerCertificates() {
        return peerCertificates;
    }

    /** The cookies of the WebSocket upgrade request; their values are secrets. */
    public Map<String, String> cookies() {
        return cookies;
    }

    public @Nullable String clientName() {
        return clientName;
    }

    public @Nullable String clientLang() {
        return clientLang;
    }

    public @Nullable String clientVersion() {
        return clientVersion;
    }

    /** True when the peer has sent an operation before any CONNECT, and is judged as {@code no_auth_user}. */
    public boolean beforeConnect() {
        return beforeConnect;
    }

    /** True once the peer has gone: nobody waits for the answer any more, and slow work for it can be left undone. */
    public boolean isAbandoned() {
        return abandoned.getAsBoolean();
    }

    /**
     * How the log labels whoever presents this, proven or not: {@code nkey:KEY}, {@code user:NAME}, {@code token}, or an
     * empty text. Source: nats-server server/client.go, the label of the authenticated user.
     */
    String claim() {
        if (nkey != null) {
            return "nkey:" + nkey;
        }
        if (user != null) {
            return "user:" + user;
        }
        return token != null ? "token" : "";
    }

    /** True when the pipeline has filled in the credentials of {@code no_auth_user}. */
    boolean throughNoAuthUser() {
        return throughNoAuthUser;
    }

    /** The key of the trusted proxy whose signature the pipeline has verified; null without one. */
    @Nullable
    String trustedProxy() {
        return trustedProxy;
    }

    /** True when CONNECT carried none of user, password and token. */
    boolean withoutUserPasswordAndToken() {
        return user == null && password == null && token == null;
    }

    @Override
    public String toString() {
        return "cid:" + connectionId + " " + connectionType + " from " + remoteHost;
    }

    private static final class Never implements BooleanSupplier {
        static final Never INSTANCE = new Never();

        @Override
        public boolean getAsBoolean() {
            return false;
        }
    }

    /** Sets what is known; remote host and connection type are required. */
    public static final class Builder {
        private @Nullable String user;
        private @Nullable Secret password;
        private @Nullable Secret token;
        private @Nullable String nkey;
        private @Nullable String signature;
        private @Nullable Secret jwt;
        private @Nullable String proxySignature;
        private @Nullable String nonce;
        private @Nullable String remoteHost;
        private long connectionId;
        private @Nullable ConnectionType connectionType;
        private List<X509Certificate> peerCertificates = List.of();
        private Map<String, String> cookies = Map.of();
        private @Nullable String clientName;
        private @Nullable String clientLang;
        private @Nullable String clientVersion;
        private boolean beforeConnect;
        private boolean throughNoAuthUser;
        private @Nullable String trustedProxy;
        private BooleanSupplier abandoned = Never.INSTANCE;

        private Builder() {}

        private Builder(ConnectAttempt from) {
            user = from.user;
            password = from.password;
            token = from.token;
            nkey = from.nkey;
            signature = from.signature;
            jwt = from.jwt;
            proxySignature = from.proxySignature;
            nonce = from.nonce;
            remoteHost = from.remoteHost;
            connectionId = from.connectionId;
            connectionType = from.connectionType;
            peerCertificates = from.peerCertificates;
            cookies = from.cookies;
            clientName = from.clientName;
            clientLang = from.clientLang;
            clientVersion = from.clientVersion;
            beforeConnect = from.beforeConnect;
            throughNoAuthUser = from.throughNoAuthUser;
            trustedProxy = from.trustedProxy;
            abandoned = from.abandoned;
        }

        public Builder user(@Nullable String value) {
            user = present(value);
            return this;
        }

        public Builder password(@Nullable Secret value) {
            password = present(value);
            return this;
        }

        public Builder token(@Nullable Secret value) {
            token = present(value);
            return this;
        }

        public Builder nkey(@Nullable String value) {
            nkey = present(value);
            return this;
        }

        public Builder signature(@Nullable String value) {
            signature = present(value);
            return this;
        }

        public Builder jwt(@Nullable Secret value) {
            jwt = present(value);
            return this;
        }

        public Builder proxySignature(@Nullable String value) {
            proxySignature = present(value);
            return this;
        }

        public Builder nonce(@Nullable String value) {
            nonce = present(value);
            return this;
        }

        public Builder remoteHost(String value) {
            remoteHost = value;
            return this;
        }

        public Builder connectionId(long value) {
            connectionId = value;
            return this;
        }

        public Builder connectionType(ConnectionType value) {
            connectionType = value;
            return this;
        }

        public Builder peerCertificates(List<X509Certificate> value) {
            peerCertificates = List.copyOf(value);
            return this;
        }

        public Builder cookies(Map<String, String> value) {
            cookies = Map.copyOf(value);
            return this;
        }

        public Builder clientName(@Nullable String value) {
            clientName = value;
            return this;
        }

        public Builder clientLang(@Nullable String value) {
            clientLang = value;
            return this;
        }

        public Builder clientVersion(@Nullable String value) {
            clientVersion = value;
            return this;
        }

        public Builder beforeConnect(boolean value) {
            beforeConnect = value;
            return this;
        }

        /** Asked on any thread, at any time; must be cheap. Never true unless set. */
        public Builder abandoned(BooleanSupplier value) {
            abandoned = value;
            return this;
        }

        Builder throughNoAuthUser(boolean value) {
            throughNoAuthUser = value;
            return this;
        }

        Builder trustedProxy(@Nullable String key) {
            trustedProxy = key;
            return this;
        }

        public ConnectAttempt build() {
            return new ConnectAttempt(this);
        }

        private static @Nullable String present(@Nullable String value) {
            return value == null || value.isEmpty() ? null : value;
        }

        private static @Nullable Secret present(@Nullable Secret value) {
            return value == null || value.isEmpty() ? null : value;
        }
    }
}
