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
    private final Plugin.@Nullable Order order;

    private final LongAdder granted = new LongAdder();
    private final LongAdder denied = new LongAdder();
    private final LongAdder unavailable = new LongAdder();
    private final LongAdder notMine = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    Method(AuthRuntime runtime, String name, Authenticator authenticator, Plugin.@Nullable Order order) {
        this.runtime = runtime;
        this.name = name;
        this.authenticator = authenticator;
        this.order = order;
    }

    String name() {
        return name;
    }

    Authenticator authenticator() {
        return authenticator;
    }

    /** Null for a method of the configuration. */
    Plugin.@Nullable Order order() {
        return order;
    }

    /** Those from outside see what was presented, not what was made of it. */
    boolean fromOutside() {
        return order != null;
    }

    /** Whether it is asked about what others have refused. */
    boolean isFallback() {
        return order == Plugin.Order.FALLBACK;
    }

    /** Whether nobody is asked about what it refuses. */
    boolean refusesForGood() {
        return order == Plugin.Order.BEFORE || order == Plugin.Order.FALLBACK;
    }

    /** {@code held} is the identity that is looked at again, or null for a new connection. Never fails. */
    CompletionStage<AuthDecision> judge(ConnectAttempt attempt, @Nullable Identity held) {
        long asked = runtime.nanoTime().getAsLong();
        return ask(attempt, held).handle((decision, failure) -> {
            nanos.add(runtime.nanoTime().getAsLong() - asked);
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
            case GRANTED -> granted.increment();
            case DENIED -> denied.increment();
            case UNAVAILABLE -> unavailable.add(isFault(decision.cause()) ? 1 : 0);
            case NOT_MINE -> notMine.increment();
        }
        return decision;
    }

    MethodFigures figures() {
        return new MethodFigures(name, granted.sum(), denied.sum(), unavailable.sum(), notMine.sum(), nanos.sum());
    }
}
