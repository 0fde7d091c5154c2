package dev.midge.auth;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One authenticator in its place in the chain. Turns everything that can go wrong in it into "unavailable", and counts its
 * answers. Safe on any thread.
 */
final class Method {

    private final AuthRuntime runtime;
    private final String name;
    private final Authenticator authenticator;
    private final @Nullable Plugin plugin;
    private final Tally tally;

    /** What was answered so far. */
    private static final class Tally {
        final LongAdder granted = new LongAdder();
        final LongAdder denied = new LongAdder();
        final LongAdder unavailable = new LongAdder();
        final LongAdder notMine = new LongAdder();
        final LongAdder nanos = new LongAdder();
    }

    /** {@code plugin} is what an authenticator from outside was made from, null for a method of the configuration. */
    Method(AuthRuntime runtime, String name, Authenticator authenticator, @Nullable Plugin plugin) {
        this(runtime, name, authenticator, plugin, new Tally());
    }

    private Method(
            AuthRuntime runtime, String name, Authenticator authenticator, @Nullable Plugin plugin, Tally tally) {
        this.runtime = runtime;
        this.name = name;
        this.authenticator = authenticator;
        this.plugin = plugin;
        this.tally = tally;
    }

    /** The same method, which goes on counting where the one of that name before it has got to. */
    Method countingLike(Method before) {
        return new Method(runtime, name, authenticator, plugin, before.tally);
    }

    String name() {
        return name;
    }

    Authenticator authenticator() {
        return authenticator;
    }

    /** Null for a method of the configuration. */
    @Nullable
    Plugin plugin() {
        return plugin;
    }

    /** Null for a method of the configuration. */
    Plugin.@Nullable Order order() {
        return plugin == null ? null : plugin.order();
    }

    /** Those from outside see what was presented, not what was made of it. */
    boolean fromOutside() {
        return plugin != null;
    }

    /** Whether it is asked about what others have refused. */
    boolean isFallback() {
        return order() == Plugin.Order.FALLBACK;
    }

    /** Whether nobody is asked about what it refuses. */
    boolean refusesForGood() {
        return order() == Plugin.Order.BEFORE || order() == Plugin.Order.FALLBACK;
    }

    /** {@code held} is the identity that is looked at again, or null for a new connection. Never fails. */
    CompletionStage<AuthDecision> judge(ConnectAttempt attempt, @Nullable Identity held) {
        long asked = runtime.nanoTime().getAsLong();
        return ask(attempt, held).handle((decision, failure) -> {
            tally.nanos.add(runtime.nanoTime().getAsLong() - asked);
            return counted(answered(decision, failure));
        });
    }

    private CompletionStage<AuthDecision> ask(ConnectAttempt attempt, @Nullable Identity held) {
        try {
            if (held != null && name.equals(held.grantedBy())) {
                return authenticator
                        .revalidate(held, attempt)
                        .thenApply(revalidation -> revalidation.decisionFor(held));
            }
            return authenticator.authenticate(attempt);
        } catch (Throwable e) { // an authenticator from outside may throw anything, and nobody gets in by it
            return CompletableFuture.failedFuture(e);
        }
    }

    private AuthDecision answered(@Nullable AuthDecision decision, @Nullable Throwable failure) {
        if (decision == null) {
            Throwable cause = causeOf(failure);
            if (isFault(cause)) {
                runtime.debugLog().accept("authenticator \"" + name + "\" unavailable: " + cause);
            }
            return AuthDecision.unavailable(cause);
        }
        return decision.kind() == AuthDecision.Kind.GRANTED ? decision.grantedBy(name) : decision;
    }

    private static Throwable causeOf(@Nullable Throwable failure) {
        if (failure == null) {
            return new IllegalStateException("no decision");
        }
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /** Work left undone because the peer has gone is nobody's fault. */
    static boolean isFault(Throwable cause) {
        return !(cause instanceof CancellationException);
    }

    private AuthDecision counted(AuthDecision decision) {
        switch (decision.kind()) {
            case GRANTED -> tally.granted.increment();
            case DENIED -> tally.denied.increment();
            case UNAVAILABLE -> tally.unavailable.add(isFault(decision.cause()) ? 1 : 0);
            case NOT_MINE -> tally.notMine.increment();
        }
        return decision;
    }

    MethodFigures figures() {
        return new MethodFigures(
                name,
                tally.granted.sum(),
                tally.denied.sum(),
                tally.unavailable.sum(),
                tally.notMine.sum(),
                tally.nanos.sum());
    }
}
