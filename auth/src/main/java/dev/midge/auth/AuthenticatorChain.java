package dev.midge.auth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Answers one question for the server: who is this?
 *
 * <p>A pipeline of four steps, in which each rule has one home. <b>Normalise</b> completes what was presented: the proxy
 * it came through, the nkey that a credentials file stands for, {@code no_auth_user}. <b>Select</b> asks one authenticator
 * after the other until one takes the attempt: those from outside, then proxies, NKeys, users, and the single user or
 * token. <b>Delegate</b> turns the outcome into the final verdict. <b>Bind</b> checks and completes the identity: expiry,
 * the limits of its account, the name of who granted it.
 *
 * <p>Thread: safe on any thread, and without locks of its own. Questions may be asked from event loops: what takes long is
 * done elsewhere. The answer comes on the calling thread when it needs neither bcrypt nor an authenticator from outside,
 * else on whichever thread found it, so whoever asks must return to its own thread. Whatever fails ends in
 * {@link AuthDecision.Kind#UNAVAILABLE}.
 */
public final class AuthenticatorChain implements AutoCloseable {

    private final AuthRuntime runtime;
    private final boolean required;
    private final boolean advertised;
    private final boolean nonceRequired;
    private final boolean clientCertificateRequired;
    private final TrustedProxies proxies;
    private final NKeyCredentials credentials;
    private final NoAuthUser noAuthUser;
    private final Map<String, AccountEntry> accounts = new HashMap<>();
    private final PasswordChecks passwords;
    private final List<Link> links;

    private final LongAdder granted = new LongAdder();
    private final LongAdder denied = new LongAdder();
    private final LongAdder unavailable = new LongAdder();

    /** One authenticator in its place. Those from outside see what was presented, not what was made of it. */
    private record Link(String name, Authenticator authenticator, boolean fromOutside) {}

    /** What is asked; {@code held} is the identity that is looked at again, or null for a new connection. */
    private record Question(
            ConnectAttempt presented,
            ConnectAttempt normalised,
            @Nullable Identity held) {}

    private AuthenticatorChain(AuthConfig config, AuthRuntime runtime) {
        this.runtime = runtime;
        this.proxies = new TrustedProxies(config);
        this.credentials = new NKeyCredentials(config);
        this.noAuthUser = new NoAuthUser(config);
        for (AccountEntry account : config.accounts()) {
            accounts.put(account.name(), account);
        }
        this.passwords = new PasswordChecks(config, runtime);
        List<Link> inOrder = new ArrayList<>();
        addFromOutside(inOrder, config);
        addConfigured(inOrder, config);
        boolean anyRequires = false;
        boolean anyNonce = false;
        boolean anyCertificate = false;
        for (Link link : inOrder) {
            AuthRequirements requirements = link.authenticator.requirements();
            anyRequires |= requirements.authRequired();
            anyNonce |= requirements.nonce();
            anyCertificate |= requirements.clientCertificate();
        }
        if (!anyRequires) {
            inOrder.add(new Link(OpenAuthenticator.NAME, new OpenAuthenticator(), false));
        }
        this.required = anyRequires;
        this.advertised = anyRequires && (config.noAuthUser() == null || config.companionUser() != null);
        this.nonceRequired = anyNonce;
        this.clientCertificateRequired = anyCertificate;
        this.links = List.copyOf(inOrder);
    }

    /** Builds and starts everything that the configuration and the runtime name. Throws what an authenticator throws. */
    public static AuthenticatorChain create(AuthConfig config, AuthRuntime runtime) {
        AuthenticatorChain chain = new AuthenticatorChain(config, runtime);
        try {
            for (Link link : chain.links) {
                link.authenticator.start();
            }
            return chain;
        } catch (RuntimeException e) {
            chain.close();
            throw e;
        }
    }

    private void addFromOutside(List<Link> inOrder, AuthConfig config) {
        Set<String> names = new HashSet<>();
        for (AuthRuntime.Plugged plugged : runtime.authenticators()) {
            String name = plugged.factory().name();
            if (!names.add(name)) {
                throw new IllegalArgumentException("two authenticators are named \"" + name + "\"");
            }
            inOrder.add(new Link(name, new PluggedAuthenticator(plugged, runtime, config.timeout()), true));
        }
    }

    /** The one place to add a method of authentication. */
    private void addConfigured(List<Link> inOrder, AuthConfig config) {
        boolean nkeys = !config.nkeyUsers().isEmpty();
        boolean users = !config.users().isEmpty();
        if (proxies.any()) {
            inOrder.add(new Link(TrustedProxies.NAME, proxies, false));
        }
        if (nkeys) {
            inOrder.add(new Link(NKeyAuthenticator.NAME, new NKeyAuthenticator(config, noAuthUser), false));
        }
        if (users) {
            inOrder.add(new Link(UsersAuthenticator.NAME, new UsersAuthenticator(config, passwords), false));
        }
        if (nkeys || users || config.token() != null || config.singleUser() != null) {
            inOrder.add(new Link(SingleUserAuthenticator.NAME, new SingleUserAuthenticator(config, passwords), false));
        }
    }

    /** Whether CONNECT is expected first and the authentication timer runs. */
    public boolean authenticationRequired() {
        return required;
    }

    /** Whether each CONNECT has to be judged; without it everybody is let in, whatever they present. */
    public boolean mayRefuse() {
        return required || proxies.any();
    }

    /** Whether INFO says {@code auth_required}; not where a configured {@code no_auth_user} takes whoever has nothing. */
    public boolean advertisesAuthRequired() {
        return advertised;
    }

    /** Whether the first INFO of each connection carries a nonce. */
    public boolean nonceRequired() {
        return nonceRequired;
    }

    /** Whether TLS listeners must ask for a client certificate, because an authenticator from outside wants one. */
    public boolean clientCertificateRequired() {
        return clientCertificateRequired;
    }

    /**
     * Whether a connection whose first operation is not CONNECT is to be judged all the same, as
     * {@link ConnectAttempt#beforeConnect}; otherwise it is refused.
     */
    public boolean admitsBeforeConnect(ConnectionType type) {
        return noAuthUser.admitsBeforeConnect(type);
    }

    /**
     * The nkey that the credentials of an attempt stand for although it does not name one; null when it names one, or
     * they stand for none. For the log of a refusal: nothing about it has been proven.
     */
    public @Nullable String nkeyOf(ConnectAttempt attempt) {
        return credentials.keyOf(attempt);
    }

    /** Completes with granted, denied or unavailable; never with "not mine", never exceptionally. */
    public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
        return judge(attempt, null).thenApply(this::counted);
    }

    /** Judges a connection again, after a reload or an invalidation, with the attempt it was granted for. Never fails. */
    public CompletionStage<Revalidation> revalidate(Identity held, ConnectAttempt attempt) {
        return judge(attempt, held).thenApply(decision -> Revalidation.of(held, decision));
    }

    private CompletionStage<AuthDecision> judge(ConnectAttempt attempt, @Nullable Identity held) {
        ConnectAttempt normalised = normalise(attempt);
        return select(new Question(attempt, normalised, held), 0)
                .thenApply(AuthenticatorChain::delegate)
                .thenApply(decision -> bind(normalised, decision));
    }

    private ConnectAttempt normalise(ConnectAttempt attempt) {
        return noAuthUser.fillIn(credentials.fillIn(proxies.fillIn(attempt)));
    }

    private CompletionStage<AuthDecision> select(Question question, int next) {
        if (next == links.size() || isTooEarly(question.presented)) {
            return CompletableFuture.completedFuture(AuthDecision.notMine());
        }
        Link link = links.get(next);
        return ask(link, question)
                .handle((decision, failure) -> answered(link, decision, failure))
                .thenCompose(decision -> decision.kind() == AuthDecision.Kind.NOT_MINE
                        ? select(question, next + 1)
                        : CompletableFuture.completedFuture(decision));
    }

    // The caller has asked admitsBeforeConnect; a mistake there must not open the door.
    private boolean isTooEarly(ConnectAttempt attempt) {
        return attempt.beforeConnect() && !admitsBeforeConnect(attempt.connectionType());
    }

    private static CompletionStage<AuthDecision> ask(Link link, Question question) {
        ConnectAttempt attempt = link.fromOutside ? question.presented : question.normalised;
        Identity held = question.held;
        try {
            if (held != null && link.name.equals(held.grantedBy())) {
                return link.authenticator
                        .revalidate(held, attempt)
                        .thenApply(revalidation -> revalidation.decisionFor(held));
            }
            return link.authenticator.authenticate(attempt);
        } catch (Throwable e) { // an authenticator from outside may throw anything, and nobody gets in by it
            return CompletableFuture.failedFuture(e);
        }
    }

    private AuthDecision answered(Link link, @Nullable AuthDecision decision, @Nullable Throwable failure) {
        if (decision == null) {
            Throwable cause = causeOf(failure);
            if (isFault(cause)) {
                runtime.debugLog().accept("authenticator \"" + link.name + "\" unavailable: " + cause);
            }
            return AuthDecision.unavailable(cause);
        }
        return decision.kind() == AuthDecision.Kind.GRANTED ? decision.grantedBy(link.name) : decision;
    }

    private static Throwable causeOf(@Nullable Throwable failure) {
        if (failure == null) {
            return new IllegalStateException("no decision");
        }
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    // Work left undone because the peer has gone is nobody's fault.
    private static boolean isFault(Throwable cause) {
        return !(cause instanceof CancellationException);
    }

    /** An attempt that nobody took is refused; there is no anonymous access by omission. */
    private static AuthDecision delegate(AuthDecision decision) {
        return decision.kind() == AuthDecision.Kind.NOT_MINE ? AuthDecision.denied(Denial.violation("")) : decision;
    }

    private AuthDecision bind(ConnectAttempt normalised, AuthDecision decision) {
        if (decision.kind() != AuthDecision.Kind.GRANTED) {
            return decision;
        }
        Identity identity = decision.identity();
        Instant expiresAt = identity.expiresAt();
        if (expiresAt != null && !expiresAt.isAfter(runtime.clock().instant())) {
            return AuthDecision.denied(Denial.expired());
        }
        return AuthDecision.granted(limited(complete(normalised, identity)));
    }

    private static Identity complete(ConnectAttempt normalised, Identity identity) {
        if (!normalised.throughNoAuthUser() && normalised.trustedProxy() == null) {
            return identity;
        }
        return identity.toBuilder()
                .throughNoAuthUser(normalised.throughNoAuthUser() || identity.throughNoAuthUser())
                .proxy(normalised.trustedProxy())
                .build();
    }

    private Identity limited(Identity identity) {
        AccountEntry account = accounts.get(identity.account());
        return account == null ? identity : account.limit(identity);
    }

    private AuthDecision counted(AuthDecision decision) {
        switch (decision.kind()) {
            case GRANTED -> granted.increment();
            case UNAVAILABLE -> unavailable.add(isFault(decision.cause()) ? 1 : 0);
            case DENIED, NOT_MINE -> denied.increment();
        }
        return decision;
    }

    /** How many attempts were granted so far. */
    public long granted() {
        return granted.sum();
    }

    /** How many attempts were denied so far. */
    public long denied() {
        return denied.sum();
    }

    /** How many attempts were refused so far because the answer could not be found out. */
    public long unavailable() {
        return unavailable.sum();
    }

    /** Takes no more slow work; what is waiting is still answered. */
    @Override
    public void close() {
        passwords.close();
        for (Link link : links) {
            link.authenticator.close();
        }
    }
}
