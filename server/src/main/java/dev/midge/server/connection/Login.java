package dev.midge.server.connection;

import dev.midge.auth.AuthDecision;
import dev.midge.auth.AuthenticatorChain;
import dev.midge.auth.ConnectAttempt;
import dev.midge.auth.ConnectionType;
import dev.midge.auth.Denial;
import dev.midge.auth.Identity;
import dev.midge.auth.Revalidation;
import dev.midge.auth.Secret;
import dev.midge.auth.WireError;
import dev.midge.protocol.ConnectOptions;
import dev.midge.protocol.ProtocolError;
import dev.midge.server.account.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a connection becomes somebody: INFO with a nonce, CONNECT, the question to the authentication chain, and the time
 * limits around it.
 *
 * <p>Thread: the connection's loop. While an answer is outstanding the connection is paused, so commands behind the CONNECT
 * wait unparsed.
 */
final class Login {

    private static final long UNLIMITED = Identity.UNLIMITED;

    private final ClientConnection connection;
    private final Connections connections;
    private final LoginNames names;
    private final @Nullable String nonce;

    private @Nullable ConnectOptions options;
    private boolean awaitsConnect;
    private boolean connected;
    private boolean connectInfoSent;
    private boolean undecided;
    /** Read by the threads that check passwords: nobody waits for the answer any more. */
    private volatile boolean ended;

    private String proxy = "";
    /** The nkey that the JWT of the last CONNECT stood for; the JWT itself is not kept then. */
    private @Nullable String credentialsKey;

    /** Null before the first decision, and from a later CONNECT to its decision. */
    private @Nullable Identity identity;

    /** What was invalidated while a question was open: its answer may be from before. */
    private @Nullable Predicate<Identity> invalidated;

    /** The account that counts this connection. */
    private @Nullable Account entered;

    private long maxPayload;

    /** When the peer must have sent CONNECT, or the login expires; meaningful while one of the two flags is set. */
    private long connectBy;

    private boolean expires;
    private long expiresAt;

    Login(ClientConnection connection, Connections connections) {
        this.connection = connection;
        this.connections = connections;
        this.names = new LoginNames(this, connection, connections);
        this.nonce = connections.authentication().nonceRequired()
                ? connection.loop().nonces().next()
                : null;
        this.maxPayload = connections.limits().maxPayload();
    }

    byte[] firstInfo() {
        return connections.info().first(connection.id(), connection.remoteHost(), nonce, maxPayload);
    }

    /** The first INFO does not name the proxy as the client. */
    byte[] firstInfoBehindProxy() {
        return connections.info().first(connection.id(), null, nonce, maxPayload);
    }

    /** Waits for a CONNECT, when one is needed. */
    void start() {
        if (connections.authentication().authenticationRequired()) {
            awaitsConnect = true;
            connectBy = connection.loop().nanoTime() + connections.limits().authTimeoutNanos();
            connection.expectConnect(true);
        }
    }

    /** Whether a CONNECT is needed and has not come. */
    boolean awaitsConnect() {
        return awaitsConnect;
    }

    /** Whether the answer of the authentication chain is outstanding. */
    boolean undecided() {
        return undecided;
    }

    void end() {
        ended = true;
        leave();
    }

    /** Has the account count this connection, and the one before no longer; false when it takes no more. */
    private boolean enter(Account account) {
        if (entered == account) {
            return true;
        }
        leave();
        if (!account.enter()) {
            return false;
        }
        entered = account;
        return true;
    }

    private void leave() {
        Account left = entered;
        entered = null;
        if (left != null) {
            left.leave();
        }
    }

    /** A CONNECT, first or later: the options are laid over the ones before. */
    void connect(byte[] array, int start, int end) {
        boolean again = connected;
        ConnectOptions merged = options == null ? new ConnectOptions() : options;
        options = merged;
        // nats-server server/client.go processConnect: unlike all else, a JWT is not inherited from the CONNECT before.
        merged.forgetJwt();
        credentialsKey = null;
        if (!merged.merge(array, start, end)) {
            connection.log().error("CONNECT is not valid JSON");
            connection.refuse(ProtocolError.BAD_ARGUMENTS, CloseReason.PROTOCOL_VIOLATION);
            return;
        }
        expires = false;
        stopWaiting();
        if (again) {
            identity = null;
            connection.unbind(() -> judge(merged));
        } else {
            judge(merged);
        }
    }

    private void judge(ConnectOptions merged) {
        if (connections.authentication().mayRefuse()) {
            ConnectAttempt attempt = attempt(merged, false);
            credentialsKey = connections.authentication().nkeyOf(attempt);
            ask(attempt);
        } else {
            accept(Identity.builder().label(LoginNames.claimedLabel(merged)).build());
        }
    }

    /** A command before any CONNECT: the user named by {@code no_auth_user}, if that may be; nobody otherwise. */
    void connectMissing() {
        if (!connections.authentication().admitsBeforeConnect(ConnectionType.STANDARD)) {
            refuse(CloseReason.AUTHENTICATION_FAILURE);
            return;
        }
        stopWaiting();
        ask(attempt(new ConnectOptions(), true));
    }

    private void stopWaiting() {
        awaitsConnect = false;
        connection.expectConnect(false);
    }

    ConnectAttempt attempt(ConnectOptions o, boolean beforeConnect) {
        return ConnectAttempt.builder()
                .user(given(o.user()))
                .password(secret(o.pass()))
                .token(secret(o.authToken()))
                .nkey(given(o.nkey()))
                .signature(given(o.sig()))
                .jwt(secret(o.jwt()))
                .proxySignature(given(o.proxySig()))
                .nonce(nonce)
                .remoteHost(connection.remoteHost())
                .connectionId(connection.id())
                .connectionType(ConnectionType.STANDARD)
                .clientName(given(o.name()))
                .clientLang(given(o.lang()))
                .clientVersion(given(o.version()))
                .beforeConnect(beforeConnect)
                .abandoned(() -> ended)
                .build();
    }

    static @Nullable String given(String value) {
        return value.isEmpty() ? null : value;
    }

    private static @Nullable Secret secret(String value) {
        return value.isEmpty() ? null : Secret.of(value);
    }

    private void ask(ConnectAttempt attempt) {
        AuthenticatorChain asked = connections.authentication();
        CompletionStage<AuthDecision> answer = asked.authenticate(attempt);
        CompletableFuture<AuthDecision> future = answer.toCompletableFuture();
        if (future.isDone()) {
            decided(future.join());
            return;
        }
        undecided = true;
        connection.reading().pause();
        var unused = answer.thenAccept(
                decision -> connection.loop().eventLoop().execute(() -> decidedLater(asked, attempt, decision)));
    }

    private void decidedLater(AuthenticatorChain asked, ConnectAttempt attempt, AuthDecision decision) {
        undecided = false;
        if (!ended) {
            if (isJudgedBy(asked)) {
                decided(decision);
            } else {
                // There was a reload meanwhile: who is asked now has the say.
                ask(attempt);
                if (undecided) {
                    return;
                }
            }
            revalidateWhatWasMissed();
            connection.reading().resume();
        }
    }

    private void revalidateWhatWasMissed() {
        Predicate<Identity> affected = invalidated;
        invalidated = null;
        if (affected != null) {
            revalidate(affected);
        }
    }

    private void decided(AuthDecision decision) {
        proxy = Objects.requireNonNullElse(decision.proxy(), proxy);
        switch (decision.kind()) {
            case GRANTED -> accept(decision.identity());
            case DENIED -> deny(decision.denial());
            case UNAVAILABLE -> {
                // Without the stack: under a flood of logins there would be one for each.
                connection.log().warn("Authentication is not available: " + decision.cause());
                violation(CloseReason.AUTHENTICATION_FAILURE);
            }
            case NOT_MINE -> violation(CloseReason.AUTHENTICATION_FAILURE);
        }
    }

    /** Asks whether the identity still holds, with what the peer presented when it connected. */
    void revalidate(Predicate<Identity> affected) {
        if (undecided) {
            invalidated = invalidated == null ? affected : invalidated.or(affected);
        }
        Identity held = identity;
        if (held == null || ended || !affected.test(held)) {
            return;
        }
        var unused = connections
                .authentication()
                .revalidate(held, presented())
                .thenAccept(outcome -> connection.loop().eventLoop().execute(() -> revalidated(held, outcome)));
    }

    /** What the peer presented when it connected. */
    ConnectAttempt presented() {
        ConnectOptions o = options;
        if (o == null) {
            return attempt(new ConnectOptions(), true);
        }
        ConnectAttempt again = attempt(o, false);
        return o.jwt().isEmpty() && credentialsKey != null
                ? again.toBuilder().nkey(credentialsKey).build()
                : again;
    }

    LoginNames names() {
        return names;
    }

    /** What the CONNECTs said so far; null before the first. */
    @Nullable
    ConnectOptions options() {
        return options;
    }

    /** The nkey that the JWT of the last CONNECT stood for. */
    @Nullable
    String credentialsKey() {
        return credentialsKey;
    }

    /** Whether a login has succeeded, with a CONNECT or without. */
    boolean connected() {
        return connected;
    }

    /** Null before the first decision, and from a later CONNECT to its decision. */
    @Nullable
    Identity identity() {
        return identity;
    }

    /** Whether that is still the chain that decides. */
    boolean isJudgedBy(AuthenticatorChain chain) {
        return connections.authentication() == chain;
    }

    /** Whether the peer has not said who it is, needed or not. */
    boolean isAnonymous() {
        return !connected && !undecided;
    }

    /** Ends who has, after a reload, as many subscriptions as it may have, as after a login. */
    void limitSubscriptions() {
        Identity held = identity;
        if (held != null && !connection.closing()) {
            limitTo(held);
        }
    }

    /** The limits of the server have changed. */
    void applyLimits() {
        Identity held = identity;
        if (held == null) {
            ConnectionLimits limits = connections.limits();
            maxPayload = limits.maxPayload();
            connection.limits(maxPayload, limits.maxSubscriptions() == 0 ? Long.MAX_VALUE : limits.maxSubscriptions());
        } else {
            setLimits(held);
        }
    }

    /** Nothing happens when a CONNECT, or the end of the connection, came first. */
    private void revalidated(Identity held, Revalidation outcome) {
        Identity now = identity;
        if (!ended && now != null && held.equals(now)) {
            settle(outcome);
        }
    }

    /** Puts in force what came of another look at who this is. */
    void settle(Revalidation outcome) {
        switch (outcome.kind()) {
            case KEEP -> {}
            case REPLACE -> replace(outcome.identity());
            case DROP -> deny(outcome.denial());
        }
    }

    private void replace(Identity changed) {
        if (!changed.account().equals(connection.account().name())) {
            connection.close(CloseReason.CLIENT_CLOSED);
            return;
        }
        identity = changed;
        expireAt(changed.expiresAt());
        connection.replacePermissions(changed.permissions());
        limitTo(changed);
    }

    void deny(Denial denial) {
        denial.logReason().lines().forEach(connection.log()::debug);
        if (denial.wire() == WireError.NOTHING) {
            connection.close(CloseReason.of(denial.closeReason()));
            return;
        }
        ProtocolError error = errorOf(denial);
        if (error == ProtocolError.AUTHORIZATION_VIOLATION) {
            violation(CloseReason.of(denial.closeReason()));
        } else {
            connection.refuse(error, CloseReason.of(denial.closeReason()));
        }
    }

    /** The peer is not whom it claims to be. */
    void violation(CloseReason reason) {
        connections.listener().notAuthenticated(connection, reason);
        refuse(reason);
    }

    private void refuse(CloseReason reason) {
        connection.log().error("authentication error" + names.claimed());
        connections.listener().refused(connection, reason);
        connection.refuse(ProtocolError.AUTHORIZATION_VIOLATION, reason);
    }

    private static ProtocolError errorOf(Denial denial) {
        return switch (denial.wire()) {
            case AUTHORIZATION_VIOLATION -> ProtocolError.AUTHORIZATION_VIOLATION;
            case USER_AUTHENTICATION_EXPIRED -> ProtocolError.USER_AUTHENTICATION_EXPIRED;
            case ACCOUNT_AUTHENTICATION_EXPIRED -> ProtocolError.ACCOUNT_AUTHENTICATION_EXPIRED;
            case USER_AUTHENTICATION_REVOKED -> ProtocolError.USER_AUTHENTICATION_REVOKED;
            case MAXIMUM_ACCOUNT_CONNECTIONS -> ProtocolError.MAXIMUM_ACCOUNT_CONNECTIONS;
            case NOTHING -> throw new IllegalArgumentException("a denial without a line");
        };
    }

    private void accept(Identity granted) {
        ConnectOptions o = options;
        Account account = connections.accounts().named(granted.account());
        connection.bind(account, granted.permissions());
        if (!enter(account)) {
            refuseForWantOfRoom();
            return;
        }
        if (!connections.accounts().isInUse(account)) {
            // A reload has just taken the account away; whoever comes now makes a new one.
            leave();
            accept(granted);
            return;
        }
        identity = granted;
        connections.listener().loggedIn(connection);
        if ((o != null && !acceptable(o)) || !limitTo(granted)) {
            return;
        }
        connection.startPinging();
        expireAt(granted.expiresAt());
        connected = true;
        names.settle(o, account, granted);
        if (o != null) {
            finish(o);
        }
        if (o != null && credentialsKey != null && credentialsKey.equals(granted.nkey())) {
            o.forgetJwt();
        }
    }

    private void refuseForWantOfRoom() {
        connection.sendError(ProtocolError.MAXIMUM_ACCOUNT_CONNECTIONS);
        connection.log().error("maximum account active connections exceeded");
        connection.close(CloseReason.MAXIMUM_ACCOUNT_CONNECTIONS_EXCEEDED);
    }

    /** Ends the connection when its account has more than it may have now. */
    void leaveFullAccount() {
        Account here = entered;
        if (!ended && here != null && here.leaveSurplus()) {
            entered = null;
            refuseForWantOfRoom();
        }
    }

    /** Applies the lower of the server's and the user's limits; false when the connection has ended by it. */
    private boolean limitTo(Identity granted) {
        long subscriptions = setLimits(granted);
        // nats-server server/client.go applyAccountLimits: whoever has as many already, or may have none, has to go.
        if (granted.maxSubscriptions() == UNLIMITED || connection.subscriptionCount() < subscriptions) {
            return true;
        }
        connection.log().error("maximum subscriptions exceeded");
        connection.refuse(ProtocolError.MAXIMUM_SUBSCRIPTIONS, CloseReason.MAXIMUM_SUBSCRIPTIONS_EXCEEDED);
        return false;
    }

    /** Returns how many subscriptions there may be, or {@link #UNLIMITED}. */
    private long setLimits(Identity granted) {
        ConnectionLimits limits = connections.limits();
        maxPayload = lower("Max Payload", limits.maxPayload(), granted.maxPayload());
        long most = limits.maxSubscriptions() == 0 ? UNLIMITED : limits.maxSubscriptions();
        long subscriptions = lower("Max Subscriptions", most, granted.maxSubscriptions());
        connection.limits(maxPayload, subscriptions == UNLIMITED ? Long.MAX_VALUE : subscriptions);
        return subscriptions;
    }

    private void finish(ConnectOptions o) {
        connection.options(o, connections.limits().headers() && o.headers());
        if (o.protocol() < 0 || o.protocol() > 1) {
            connection.refuse(ProtocolError.INVALID_CLIENT_PROTOCOL, CloseReason.BAD_CLIENT_PROTOCOL_VERSION);
            connection.log().error("invalid client protocol");
        } else if (o.noResponders() && !(connections.limits().headers() && o.headers())) {
            connection.refuse(ProtocolError.NO_RESPONDERS_REQUIRES_HEADERS, CloseReason.NO_RESPONDERS_REQUIRES_HEADERS);
            connection.log().error("no responders requires headers support");
        } else {
            connection.sayOk();
        }
    }

    /** An account that the client asks for by itself is refused, whoever it is. */
    private boolean acceptable(ConnectOptions o) {
        if (o.account().isEmpty() && !o.newAccount()) {
            return true;
        }
        refuse(CloseReason.AUTHENTICATION_FAILURE);
        return false;
    }

    private long lower(String what, long ofServer, long ofUser) {
        if (ofServer != UNLIMITED && ofUser != UNLIMITED && ofServer < ofUser) {
            connection.log().debug(what + " set to " + ofServer + " from server overrides account or user config");
        }
        return Identity.lowerLimit(ofServer, ofUser);
    }

    private void expireAt(@Nullable Instant instant) {
        expires = instant != null;
        if (instant != null) {
            Duration left = Duration.between(connections.clock().instant(), instant);
            boolean far = left.toSeconds() > Integer.MAX_VALUE;
            long nanos = far ? Integer.MAX_VALUE * 1_000_000_000L : Math.max(0, left.toNanos());
            expiresAt = connection.loop().nanoTime() + nanos;
        }
    }

    /** Ends what took too long; true when the connection is closing. */
    boolean tick(long now) {
        if (awaitsConnect && now - connectBy >= 0) {
            connection.log().debug("Authentication Timeout");
            connection.refuse(ProtocolError.AUTHENTICATION_TIMEOUT, CloseReason.AUTHENTICATION_TIMEOUT);
            return true;
        }
        if (expires && now - expiresAt >= 0) {
            connection.log().debug("User Authentication Expired");
            connection.refuse(ProtocolError.USER_AUTHENTICATION_EXPIRED, CloseReason.AUTHENTICATION_EXPIRED);
            return true;
        }
        return false;
    }

    /** The first PONG after CONNECT is followed by an INFO that says what the client was bound to. */
    void pongSent() {
        ConnectOptions o = options;
        if (!connectInfoSent && connected) {
            // Also for a client that was let in without a CONNECT: a later one brings it no INFO.
            connectInfoSent = true;
            if (o != null && o.protocol() >= 1) {
                connection.send(connections
                        .info()
                        .connected(
                                connection.id(),
                                connection.remoteHost(),
                                maxPayload,
                                connection.account().name(),
                                connection.account().isSystem()));
            }
        }
    }

    /** Tells a client that has had its first PONG, and takes news, that this server is about to go. */
    void announceLameDuck() {
        ConnectOptions o = options;
        if (!ended && connectInfoSent && o != null && o.protocol() >= 1) {
            connection.send(connections.info().lameDuck(connection.id(), connection.remoteHost(), maxPayload));
        }
    }

    /** The key of the trusted proxy that the client came through, logged in or not; empty when it came through none. */
    String proxy() {
        return proxy;
    }
}
