package dev.midge.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator from outside, kept at arm's length: called in the lane it asked for, and given up on after its timeout.
 * Whatever it throws arrives as a failed stage.
 */
final class PluggedAuthenticator implements Authenticator {

    /** An inline one that takes as long as this has held up every client of an event loop. */
    private static final Duration TOO_LONG_INLINE = Duration.ofMillis(100);

    private final String name;
    private final AuthRuntime runtime;
    private final Authenticator authenticator;
    private final AuthRequirements requirements;
    private final FairExecutor executor;
    private volatile Duration timeout;
    private volatile Lane lane;

    private PluggedAuthenticator(
            String name, AuthRuntime runtime, Authenticator authenticator, FairExecutor executor, Duration timeout) {
        this.name = name;
        this.runtime = runtime;
        this.authenticator = authenticator;
        this.executor = executor;
        this.timeout = timeout;
        this.requirements = authenticator.requirements();
        this.lane = authenticator.lane();
    }

    /** @throws IllegalStateException in words, when it was made for another version, or cannot be made */
    static PluggedAuthenticator create(Plugin plugin, AuthRuntime runtime, Duration loginTimeout) {
        AuthenticatorFactory factory = plugin.factory();
        String name = factory.name();
        FairExecutor executor = new FairExecutor(
                name, runtime.threadsPerLane(), runtime.queuePerLane(), runtime.nanoTime(), loaderOf(factory));
        Duration timeout = plugin.timeout() == null ? loginTimeout : plugin.timeout();
        try {
            checkVersion(factory);
            Context context = new Context(plugin.settings(), runtime, executor);
            Authenticator made = withLoaderOf(factory, () -> factory.create(context));
            return new PluggedAuthenticator(name, runtime, made, executor, timeout);
        } catch (LinkageError | RuntimeException e) {
            executor.close();
            throw refusal(name, e);
        }
    }

    /** Where the plug-in has no timeout of its own, that of the login follows a reload. */
    void loginTimeout(Plugin plugin, Duration value) {
        if (plugin.timeout() == null) {
            timeout = value;
        }
    }

    private static void checkVersion(AuthenticatorFactory factory) {
        int version = factory.spiVersion();
        if (version != AuthenticatorFactory.SPI_VERSION) {
            throw new IllegalStateException("it is made for version " + version
                    + " of the extension point, and this server has version " + AuthenticatorFactory.SPI_VERSION);
        }
    }

    private static IllegalStateException refusal(String name, Throwable cause) {
        boolean inWords = cause instanceof IllegalStateException && cause.getMessage() != null;
        return new IllegalStateException(
                "authenticator \"" + name + "\" cannot be used: " + (inWords ? cause.getMessage() : cause), cause);
    }

    private static @Nullable ClassLoader loaderOf(Object stranger) {
        return stranger.getClass().getClassLoader();
    }

    /** Libraries of a plug-in in a folder look for their parts with the loader of the thread. */
    private static <T> T withLoaderOf(Object stranger, Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loaderOf(stranger));
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public AuthRequirements requirements() {
        return requirements;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public void start() {
        try {
            withLoaderOf(authenticator, () -> {
                authenticator.start();
                return true;
            });
        } catch (LinkageError | RuntimeException e) {
            throw refusal(name, e);
        }
    }

    @Override
    public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
        boolean waits = lane == Lane.BLOCKING;
        return ask(attempt, () -> authenticator.authenticate(attempt)).whenComplete((decision, failure) -> {
            if (waits && decision != null && decision.kind() == AuthDecision.Kind.GRANTED) {
                executor.forgive(attempt);
            }
        });
    }

    @Override
    public CompletionStage<Revalidation> revalidate(Identity identity, ConnectAttempt attempt) {
        return ask(attempt, () -> authenticator.revalidate(identity, attempt));
    }

    private <T> CompletionStage<T> ask(ConnectAttempt attempt, Supplier<CompletionStage<T>> question) {
        return lane == Lane.INLINE
                ? within(timeout, askHere(question), null)
                : askInLane(attempt, new PluginCall<>(question));
    }

    private <T> CompletionStage<T> askHere(Supplier<CompletionStage<T>> question) {
        long asked = System.nanoTime();
        try {
            return question.get();
        } finally {
            long took = System.nanoTime() - asked;
            if (took >= TOO_LONG_INLINE.toNanos()) {
                lane = Lane.BLOCKING;
                runtime.warnings()
                        .accept("Authenticator \"" + name + "\" took " + took / 1_000_000
                                + " ms on an event loop; from now on it gets threads of its own");
            }
        }
    }

    private <T> CompletionStage<T> askInLane(ConnectAttempt attempt, PluginCall<T> call) {
        CompletableFuture<T> stage = executor.submit(attempt, call).thenCompose(answer -> answer);
        return within(timeout, stage, call);
    }

    private static <T> CompletionStage<T> within(
            Duration timeout, CompletionStage<T> stage, @Nullable PluginCall<T> call) {
        // Its future is its own: only a copy may be completed by our timeout.
        CompletableFuture<T> answer = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        if (answer.isDone()) {
            return answer;
        }
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).handle((value, failure) -> {
            if (failure == null) {
                return value;
            }
            if (call != null) {
                call.giveUp();
            }
            throw failure instanceof TimeoutException
                    ? new CompletionException(new TimeoutException("no answer within " + timeout.toMillis() + " ms"))
                    : failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
        });
    }

    @Override
    public void close() {
        executor.close();
        try {
            authenticator.close();
        } catch (LinkageError | RuntimeException e) {
            runtime.warnings().accept("Authenticator \"" + name + "\" did not close: " + e);
        }
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
