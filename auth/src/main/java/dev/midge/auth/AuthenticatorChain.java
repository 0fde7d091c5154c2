package dev.midge.auth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Answers one question for the server: who is this?
 *
 * <p>A pipeline of four steps, in which each rule has one home. <b>Normalise</b> completes what was presented: the proxy
 * it came through, the nkey that a credentials file stands for, {@code no_auth_user}. <b>Select</b> asks one method after
 * the other until one takes the attempt: plug-ins, then proxies, NKeys, users, and the single user or token, then plug-ins
 * again ({@link Plugin.Order}). <b>Delegate</b> turns the outcome into the final verdict. <b>Bind</b> checks and completes
 * the identity: expiry, the limits of its account, the name of who granted it.
 *
 * <p>Thread: safe on any thread, and without locks of its own. Questions may be asked from event loops: what takes long is
 * done elsewhere. The answer comes on the calling thread when it needs neither bcrypt nor an authenticator from outside,
 * else on whichever thread found it, so whoever asks must return to its own thread. Whatever fails ends in
 * {@link AuthDecision.Kind#UNAVAILABLE}.
 */
public final class AuthenticatorChain implements AutoCloseable {

    private static final Set<String> CONFIGURED_NAMES = Set.of(
            TrustedProxies.NAME,
            NKeyAuthenticator.NAME,
            UsersAuthenticator.NAME,
            SingleUserAuthenticator.NAME,
            OpenAuthenticator.NAME);

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
    private final ConfiguredNames names;
    private final List<Method> methods;
    private final Verdicts verdicts;

    /** How many attempts ended how, over all reloads. */
    private static final class Verdicts {
        final LongAdder granted = new LongAdder();
        final LongAdder denied = new LongAdder();
        final LongAdder unavailable = new LongAdder();
    }

    /** What is asked; {@code held} is the identity that is looked at again, or null for a new connection. */
    private record Question(
            ConnectAttempt presented,
            ConnectAttempt normalised,
            @Nullable Identity held) {}

    private AuthenticatorChain(AuthConfig config, AuthRuntime runtime, @Nullable AuthenticatorChain before) {
        this.runtime = runtime;
        this.verdicts = before == null ? new Verdicts() : before.verdicts;
        this.names = new ConfiguredNames(config);
        this.proxies = new TrustedProxies(config);
        this.credentials = new NKeyCredentials(config);
        this.noAuthUser = new NoAuthUser(config);
        for (AccountEntry account : config.accounts()) {
            accounts.put(account.name(), account);
        }
        this.passwords = new PasswordChecks(config, runtime, before == null ? null : before.passwords);
        this.methods = methods(config, before == null ? List.of() : before.methods);
        boolean anyRequires = false;
        boolean anyNonce = false;
        boolean anyCertificate = false;
        for (Method method : methods) {
            AuthRequirements requirements = method.authenticator().requirements();
            anyRequires |= requirements.authRequired();
            anyNonce |= requirements.nonce();
            anyCertificate |= requirements.clientCertificate();
        }
        this.required = anyRequires;
        this.advertised = anyRequires && (config.noAuthUser() == null || config.companionUser() != null);
        this.nonceRequired = anyNonce;
        this.clientCertificateRequired = anyCertificate;
    }

    /** Builds and starts everything that the configuration and the runtime name. Throws what an authenticator throws. */
    public static AuthenticatorChain create(AuthConfig config, AuthRuntime runtime) {
        AuthenticatorChain chain = new AuthenticatorChain(config, runtime, null);
        try {
            for (Method method : chain.methods) {
                method.authenticator().start();
            }
            return chain;
        } catch (RuntimeException e) {
            chain.close();
            throw e;
        }
    }

    /**
     * The chain that takes the place of this one after a reload. Plug-ins that this one has, the same objects, go on with
     * their authenticators; others are made and started. Recent successes, turns and figures go on too. This chain stays
     * in order until {@link #closeAfter}.
     *
     * <p>Throws what an authenticator throws; nothing has changed then.
     */
    public AuthenticatorChain successor(AuthConfig config, List<Plugin> plugins) {
        AuthenticatorChain next = new AuthenticatorChain(config, runtime.withPlugins(plugins), this);
        List<Method> fresh = next.methodsNotIn(this);
        try {
            for (Method method : fresh) {
                method.authenticator().start();
            }
        } catch (RuntimeException e) {
            next.closeBefore(this);
            throw e;
        }
        for (Method method : next.methods) {
            Plugin plugin = method.plugin();
            if (plugin != null && method.authenticator() instanceof PluggedAuthenticator plugged) {
                plugged.loginTimeout(plugin, config.timeout());
            }
        }
        return next;
    }

    /** Ends what the successor does not use; what this chain was asked is still answered. */
    public void closeAfter(AuthenticatorChain successor) {
        passwords.closeAfter(successor.passwords);
        close(methodsNotIn(successor));
    }

    /** Ends a successor that is not to be used, and leaves the chain that it was made from as it is. */
    public void closeBefore(AuthenticatorChain predecessor) {
        passwords.closeAfter(predecessor.passwords);
        close(methodsNotIn(predecessor));
    }

    private static void close(List<Method> methods) {
        for (Method method : methods) {
            method.authenticator().close();
        }
    }

    private List<Method> methodsNotIn(AuthenticatorChain other) {
        List<Method> only = new ArrayList<>(methods);
        for (Method theirs : other.methods) {
            only.removeIf(ours -> ours.authenticator() == theirs.authenticator());
        }
        return only;
    }

    /** Every method in the order in which it is asked; {@code before} are those of the chain that is replaced. */
    private List<Method> methods(AuthConfig config, List<Method> before) {
        List<Method> plugged = plugged(config, before);
        List<Method> inOrder = new ArrayList<>();
        addAll(inOrder, plugged, Plugin.Order.BEFORE);
        addConfigured(inOrder, config);
        addAll(inOrder, plugged, Plugin.Order.AFTER);
        if (noneRequires(inOrder) && noneRequires(plugged)) {
            inOrder.add(new Method(runtime, OpenAuthenticator.NAME, new OpenAuthenticator(), null));
        }
        addAll(inOrder, plugged, Plugin.Order.FALLBACK);
        for (Method known : before) {
            inOrder.replaceAll(method -> method.name().equals(known.name()) ? method.countingLike(known) : method);
        }
        return List.copyOf(inOrder);
    }

    private static void addAll(List<Method> inOrder, List<Method> plugged, Plugin.Order order) {
        for (Method method : plugged) {
            if (method.order() == order) {
                inOrder.add(method);
            }
        }
    }

    private static boolean noneRequires(List<Method> methods) {
        for (Method method : methods) {
            if (method.authenticator().requirements().authRequired()) {
                return false;
            }
        }
        return true;
    }

    private List<Method> plugged(AuthConfig config, List<Method> before) {
        List<Method> all = new ArrayList<>();
        List<Method> made = new ArrayList<>();
        Set<String> names = new HashSet<>(CONFIGURED_NAMES);
        try {
            for (Plugin plugin : runtime.plugins()) {
                if (!names.add(plugin.factory().name())) {
                    throw new IllegalArgumentException(
                            "two authenticators are named \"" + plugin.factory().name() + "\"");
                }
                Method kept = of(plugin, before);
                if (kept == null) {
                    Method fresh = plugged(plugin, config);
                    made.add(fresh);
                    all.add(fresh);
                } else {
                    all.add(kept);
                }
            }
            return all;
        } catch (RuntimeException e) {
            close(made);
            throw e;
        }
    }

    private static @Nullable Method of(Plugin plugin, List<Method> methods) {
        for (Method method : methods) {
            if (method.plugin() == plugin) {
                return method;
            }
        }
        return null;
    }

    private Method plugged(Plugin plugin, AuthConfig config) {
        return new Method(
                runtime,
                plugin.factory().name(),
                PluggedAuthenticator.create(plugin, runtime, config.timeout()),
                plugin);
    }

    /** The one place to add a method of authentication. */
    private void addConfigured(List<Method> inOrder, AuthConfig config) {
        boolean nkeys = !config.nkeyUsers().isEmpty();
        boolean users = !config.users().isEmpty();
        if (proxies.any()) {
            inOrder.add(new Method(runtime, TrustedProxies.NAME, proxies, null));
        }
        if (nkeys) {
            inOrder.add(new Method(runtime, NKeyAuthenticator.NAME, new NKeyAuthenticator(config, noAuthUser), null));
        }
        if (users) {
            inOrder.add(new Method(runtime, UsersAuthenticator.NAME, new UsersAuthenticator(config, passwords), null));
        }
        if (nkeys || users || config.token() != null || config.singleUser() != null) {
            inOrder.add(new Method(
                    runtime, SingleUserAuthenticator.NAME, new SingleUserAuthenticator(config, passwords), null));
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

    /**
     * The attempt with {@code no_auth_user} for a peer that presents nothing. For the log of a refusal, which names whom a
     * peer was judged as.
     */
    public ConnectAttempt judgedAs(ConnectAttempt attempt) {
        return noAuthUser.fillIn(attempt);
    }

    /** Completes with granted, denied or unavailable; never with "not mine", never exceptionally. */
    public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
        return judge(attempt, null).thenApply(this::counted);
    }

    /** Judges a connection again, after a reload or an invalidation, with the attempt it was granted for. Never fails. */
    public CompletionStage<Revalidation> revalidate(Identity held, ConnectAttempt attempt) {
        return judge(attempt, held).thenApply(decision -> Revalidation.of(held, decision));
    }

    /**
     * Judges a connection again after a reload, with the attempt that it was granted for, by the rules of nats-server:
     * whoever named a user or nkey that is not there any more, or that belongs to another account, is to be closed without
     * a word. Never fails.
     */
    public CompletionStage<Revalidation> recheck(Identity held, ConnectAttempt attempt) {
        if (names.hasLeft(held, attempt)) {
            return CompletableFuture.completedFuture(Revalidation.drop(Denial.moved()));
        }
        return judge(attempt, held).thenApply(decision -> names.outcome(held, attempt, decision));
    }

    private CompletionStage<AuthDecision> judge(ConnectAttempt attempt, @Nullable Identity held) {
        ConnectAttempt normalised = normalise(attempt);
        return select(new Question(attempt, normalised, held), 0, AuthDecision.notMine())
                .thenApply(AuthenticatorChain::delegate)
                .thenApply(decision -> bind(normalised, decision).through(normalised.trustedProxy()));
    }

    private ConnectAttempt normalise(ConnectAttempt attempt) {
        return noAuthUser.fillIn(credentials.fillIn(proxies.fillIn(attempt)));
    }

    /** {@code soFar} is what a method said that does not refuse for good, or "not mine". */
    private CompletionStage<AuthDecision> select(Question question, int next, AuthDecision soFar) {
        int asked = next;
        boolean refused = soFar.kind() != AuthDecision.Kind.NOT_MINE;
        while (refused && asked < methods.size() && !methods.get(asked).isFallback()) {
            asked++;
        }
        if (asked == methods.size() || isTooEarly(question.presented)) {
            return CompletableFuture.completedFuture(soFar);
        }
        Method method = methods.get(asked);
        int following = asked + 1;
        return method.judge(method.fromOutside() ? question.presented : question.normalised, question.held)
                .thenCompose(decision -> switch (decision.kind()) {
                    case GRANTED -> CompletableFuture.completedFuture(decision);
                    case NOT_MINE -> select(question, following, soFar);
                    case DENIED, UNAVAILABLE ->
                        refusesForGood(method)
                                ? CompletableFuture.completedFuture(decision)
                                : select(question, following, decision);
                });
    }

    /** What came through a proxy that is not trusted is not judged at all, so there is nothing to fall back from. */
    private boolean refusesForGood(Method method) {
        return method.refusesForGood() || method.authenticator() == proxies;
    }

    // The caller has asked admitsBeforeConnect; a mistake there must not open the door.
    private boolean isTooEarly(ConnectAttempt attempt) {
        return attempt.beforeConnect() && !admitsBeforeConnect(attempt.connectionType());
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
        Identity named = labelled(normalised, identity);
        if (!normalised.throughNoAuthUser() && normalised.trustedProxy() == null) {
            return named;
        }
        return named.toBuilder()
                .throughNoAuthUser(normalised.throughNoAuthUser() || identity.throughNoAuthUser())
                .proxy(normalised.trustedProxy())
                .build();
    }

    // What CONNECT says first, whichever part of it the configured method looked at; a plug-in knows better.
    private static Identity labelled(ConnectAttempt normalised, Identity identity) {
        String claim = normalised.claim();
        if (!CONFIGURED_NAMES.contains(identity.grantedBy()) || claim.equals(identity.label())) {
            return identity;
        }
        return identity.toBuilder().label(claim).build();
    }

    private Identity limited(Identity identity) {
        AccountEntry account = accounts.get(identity.account());
        return account == null ? identity : account.limit(identity);
    }

    private AuthDecision counted(AuthDecision decision) {
        switch (decision.kind()) {
            case GRANTED -> verdicts.granted.increment();
            case UNAVAILABLE -> verdicts.unavailable.add(Method.isFault(decision.cause()) ? 1 : 0);
            case DENIED, NOT_MINE -> verdicts.denied.increment();
        }
        return decision;
    }

    /** How many attempts were granted so far. */
    public long granted() {
        return verdicts.granted.sum();
    }

    /** How many attempts were denied so far. */
    public long denied() {
        return verdicts.denied.sum();
    }

    /** How many attempts were refused so far because the answer could not be found out. */
    public long unavailable() {
        return verdicts.unavailable.sum();
    }

    /** What each method has answered so far, in the order in which they are asked. */
    public List<MethodFigures> figures() {
        List<MethodFigures> figures = new ArrayList<>();
        for (Method method : methods) {
            figures.add(method.figures());
        }
        return figures;
    }

    /** Takes no more slow work; what is waiting is still answered. */
    @Override
    public void close() {
        passwords.close();
        close(methods);
    }
}
