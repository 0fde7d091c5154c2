package dev.midge.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * An authenticator from outside, kept at arm's length: called in the lane it asked for, and given up on after the
 * authentication timeout. Whatever it throws arrives as a failed stage.
 */
final class PluggedAuthenticator implements Authenticator {

    private final Authenticator authenticator;
    private final FairExecutor executor;
    private final Duration timeout;

    PluggedAuthenticator(AuthRuntime.Plugged plugged, AuthRuntime runtime, Duration timeout) {
        this.executor = new FairExecutor(
                plugged.factory().name(), runtime.threadsPerLane(), runtime.queuePerLane(), runtime.nanoTime());
        this.timeout = timeout;
        this.authenticator = plugged.factory().create(new Context(plugged.settings(), runtime, executor));
    }

    @Override
    public AuthRequirements requirements() {
        return authenticator.requirements();
    }

    @Override
    public Lane lane() {
        return authenticator.lane();
    }

    @Override
    public void start() {
        authenticator.start();
    }

    @Override
    public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
        return ask(attempt, () -> authenticator.authenticate(attempt));
    }

    @Override
    public CompletionStage<Revalidation> revalidate(Identity identity, ConnectAttempt attempt) {
        return ask(attempt, () -> authenticator.revalidate(identity, attempt));
    }

    private <T> CompletionStage<T> ask(ConnectAttempt attempt, Supplier<CompletionStage<T>> question) {
        CompletionStage<T> stage = switch (lane()) {
            case INLINE -> question.get();
            case BLOCKING -> executor.submit(attempt, question).thenCompose(answer -> answer);
        };
        // Its future is its own: only a copy may be completed by our timeout.
        CompletableFuture<T> answer = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer.isDone() ? answer : answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.close();
        authenticator.close();
    }

    private record Context(Map<String, Object> settings, AuthRuntime runtime, FairExecutor lane)
            implements AuthenticatorContext {

        @Override
        public Clock clock() {
            return runtime.clock();
        }

        @Override
        public Executor executor() {
            return lane;
        }

        @Override
        public void invalidate(Predicate<Identity> affected, String reason) {
            runtime.invalidations().invalidate(affected, reason);
        }
    }
}
