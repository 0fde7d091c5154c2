package dev.midge.auth;

import static dev.midge.auth.Attempts.decide;
import static dev.midge.auth.Attempts.empty;
import static dev.midge.auth.Attempts.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midge.auth.AuthDecision.Kind;
import dev.midge.auth.permission.Permissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The extension point, used as a stranger would use it. */
@Timeout(20)
class PluggedAuthenticatorTest {

    private final List<String> log = new ArrayList<>();
    private final List<String> invalidated = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final AuthConfig.Builder config = AuthConfig.builder()
            .user(UserEntry.builder().name("a").password("pa").build());
    private final AuthRuntime.Builder runtime = AuthRuntime.builder()
            .debugLog(log::add)
            .warnings(warnings::add)
            .invalidations((affected, reason) -> invalidated.add(reason + " "
                    + affected.test(Identity.builder().account("GONE").build())));
    private AuthenticatorChain chain;

    @AfterEach
    void close() {
        if (chain != null) {
            chain.close();
        }
    }

    @Test
    void whatItGrantsIsFinal() {
        Stranger plugin = new Stranger(attempt -> AuthDecision.granted(
                Identity.builder().account("X").label("user:x").build()));
        start(plugin);

        Identity identity = decide(chain, user("a", "wrong")).identity();
        assertThat(identity.account()).isEqualTo("X");
        assertThat(identity.grantedBy()).isEqualTo("plugin");
    }

    @Test
    void whatItDeniesIsFinal() {
        start(new Stranger(attempt -> AuthDecision.denied(Denial.violation("no"))));

        assertThat(decide(chain, user("a", "pa")).denial().logReason()).isEqualTo("no");
    }

    @Test
    void whatIsNotItsOwnIsJudgedByTheConfiguration() {
        start(new Stranger(attempt -> AuthDecision.notMine()));

        assertThat(decide(chain, user("a", "pa")).identity().grantedBy()).isEqualTo("users");
        assertThat(decide(chain, user("a", "x")).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void alsoWithoutConfiguredUsersNobodyGetsInByOmission() {
        Stranger plugin = new Stranger(attempt -> AuthDecision.notMine());
        chain = AuthenticatorChain.create(
                AuthConfig.builder().build(),
                runtime.plugin(Plugin.of(plugin).build()).build());

        assertThat(chain.authenticationRequired()).isTrue();
        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void oneThatRequiresNothingLeavesTheDoorOpen() {
        Stranger plugin = new Stranger(attempt -> AuthDecision.notMine());
        plugin.requirements = AuthRequirements.builder().authRequired(false).build();
        chain = AuthenticatorChain.create(
                AuthConfig.builder().build(),
                runtime.plugin(Plugin.of(plugin).build()).build());

        assertThat(chain.authenticationRequired()).isFalse();
        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.GRANTED);
    }

    @Test
    void itsRequirementsAreKnownBeforeInfo() {
        Stranger plugin = new Stranger(attempt -> AuthDecision.notMine());
        plugin.requirements =
                AuthRequirements.builder().nonce(true).clientCertificate(true).build();
        start(plugin);

        assertThat(chain.nonceRequired()).isTrue();
        assertThat(chain.clientCertificateRequired()).isTrue();
    }

    @Test
    void itSeesWhatWasPresentedAndNotTheCredentialsOfNoAuthUser() {
        List<String> seen = new ArrayList<>();
        config.noAuthUser("a");
        start(new Stranger(attempt -> {
            seen.add(String.valueOf(attempt.user()));
            return AuthDecision.notMine();
        }));

        assertThat(decide(chain, empty()).identity().label()).isEqualTo("user:a");
        assertThat(seen).containsExactly("null");
    }

    @Test
    void whatItThrowsIsUnavailableAndRefused() {
        start(new Stranger(attempt -> {
            throw new IllegalStateException("directory down");
        }));

        AuthDecision decision = decide(chain, user("a", "pa"));
        assertThat(decision.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(decision.cause()).hasMessage("directory down");
        assertThat(decision.denial().wire()).isEqualTo(WireError.AUTHORIZATION_VIOLATION);
        assertThat(log).singleElement().asString().contains("plugin", "directory down");
    }

    @Test
    void aFailedStageIsUnavailable() {
        Stranger plugin = new Stranger(null);
        plugin.answer = CompletableFuture.failedFuture(new IllegalStateException("later"));
        start(plugin);

        assertThat(decide(chain, empty()).cause()).hasMessage("later");
    }

    @Test
    void noDecisionIsUnavailable() {
        start(new Stranger(attempt -> null));

        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void noStageIsUnavailable() {
        Stranger plugin = new Stranger(null);
        plugin.withoutStage = true;
        start(plugin);

        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void oneThatNeverAnswersIsGivenUpOn() {
        Stranger plugin = new Stranger(null);
        plugin.answer = new CompletableFuture<>();
        config.timeout(Duration.ofMillis(20));
        start(plugin);

        assertThat(decide(chain, empty()).cause()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void anAnswerThatComesLaterIsWaitedFor() throws Exception {
        CompletableFuture<AuthDecision> answer = new CompletableFuture<>();
        Stranger plugin = new Stranger(null);
        plugin.answer = answer;
        start(plugin);

        CompletableFuture<AuthDecision> decision = chain.authenticate(empty()).toCompletableFuture();
        assertThat(decision).isNotDone();
        answer.complete(AuthDecision.granted(Identity.builder().label("late").build()));
        assertThat(decision.get(10, TimeUnit.SECONDS).identity().label()).isEqualTo("late");
    }

    @Test
    void aBlockingOneIsCalledOnItsOwnThreads() {
        List<String> threads = new ArrayList<>();
        Stranger plugin = new Stranger(attempt -> {
            threads.add(Thread.currentThread().getName());
            return AuthDecision.notMine();
        });
        plugin.lane = Lane.BLOCKING;
        start(plugin);

        assertThat(decide(chain, user("a", "pa")).kind()).isEqualTo(Kind.GRANTED);
        assertThat(threads).containsExactly("midge-plugin-1");
    }

    @Test
    void whatABlockingOneThrowsIsUnavailable() {
        Stranger plugin = new Stranger(attempt -> {
            throw new StackOverflowError("deep");
        });
        plugin.lane = Lane.BLOCKING;
        start(plugin);

        assertThat(decide(chain, empty()).cause()).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void anIdentityThatHasExpiredIsRefused() {
        start(new Stranger(attempt ->
                AuthDecision.granted(Identity.builder().expiresAt(Instant.EPOCH).build())));

        assertThat(decide(chain, empty()).denial()).isEqualTo(Denial.expired());
    }

    @Test
    void severalAreAskedInOrder() {
        Stranger first = new Stranger(attempt -> AuthDecision.notMine());
        Stranger second =
                new Stranger(attempt -> AuthDecision.granted(Identity.builder().build()));
        first.name = "first";
        second.name = "second";
        chain = AuthenticatorChain.create(
                config.build(),
                runtime.plugin(Plugin.of(first).build())
                        .plugin(Plugin.of(second).build())
                        .build());

        assertThat(decide(chain, user("a", "pa")).identity().grantedBy()).isEqualTo("second");
    }

    @Test
    void twoOfOneNameAreRefused() {
        Stranger plugin = new Stranger(attempt -> AuthDecision.notMine());
        AuthRuntime twice = runtime.plugin(Plugin.of(plugin).build())
                .plugin(Plugin.of(plugin).build())
                .build();

        assertThatThrownBy(() -> AuthenticatorChain.create(config.build(), twice))
                .hasMessage("two authenticators are named \"plugin\"");
    }

    @Test
    void oneThatCannotStartStopsEverythingAndClosesWhatWasMade() {
        Stranger plugin = new Stranger(attempt -> AuthDecision.notMine());
        plugin.startFailure = new IllegalStateException("no directory");

        assertThatThrownBy(() -> start(plugin)).hasMessage("authenticator \"plugin\" cannot be used: no directory");
        assertThat(plugin.closed).isTrue();
    }

    @Test
    void itIsStartedAndClosedWithTheChain() {
        Stranger plugin = new Stranger(attempt -> AuthDecision.notMine());
        start(plugin);
        assertThat(plugin.started).isTrue();
        assertThat(plugin.closed).isFalse();

        chain.close();
        assertThat(plugin.closed).isTrue();
    }

    @Test
    void itsContextCarriesSettingsClockExecutorAndInvalidation() throws Exception {
        Stranger plugin = new Stranger(attempt -> AuthDecision.notMine());
        ManualClock clock = new ManualClock();
        runtime.clock(clock);
        start(plugin);

        CompletableFuture<String> thread = new CompletableFuture<>();
        plugin.context
                .executor()
                .execute(() -> thread.complete(Thread.currentThread().getName()));
        Predicate<Identity> gone = identity -> identity.account().equals("GONE");
        plugin.context.invalidate(gone, "account deleted");

        assertThat(plugin.context.settings()).containsEntry("url", "ldap://x");
        assertThat(plugin.context.clock().instant()).isEqualTo(clock.instant());
        assertThat(thread.get(10, TimeUnit.SECONDS)).startsWith("midge-plugin-");
        assertThat(invalidated).containsExactly("account deleted true");
    }

    @Test
    void itRevalidatesWhatItGrantedAndOnlyThat() {
        Permissions narrower = Permissions.builder().publishAllow(List.of("a")).build();
        Stranger plugin = new Stranger(attempt ->
                attempt.user() == null ? AuthDecision.granted(Identity.builder().build()) : AuthDecision.notMine());
        plugin.revalidation = held ->
                Revalidation.replace(held.toBuilder().permissions(narrower).build());
        start(plugin);
        Identity own = decide(chain, empty()).identity();
        Identity other = decide(chain, user("a", "pa")).identity();

        assertThat(revalidate(own, empty()).identity().permissions()).isEqualTo(narrower);
        assertThat(revalidate(other, user("a", "pa")).kind()).isEqualTo(Revalidation.Kind.KEEP);

        plugin.revalidation = held -> Revalidation.keep();
        assertThat(revalidate(own, empty()).kind()).isEqualTo(Revalidation.Kind.KEEP);

        Denial revoked =
                Denial.of("User authentication revoked", "Credentials Revoked", WireError.USER_AUTHENTICATION_REVOKED);
        plugin.revalidation = held -> Revalidation.drop(revoked);
        assertThat(revalidate(own, empty()).denial()).isEqualTo(revoked);
    }

    @Test
    void afterTheConfiguredOnesItGetsWhatTheyDoNotTake() {
        List<String> seen = new ArrayList<>();
        startAs(Plugin.Order.AFTER, seeing(seen, AuthDecision.notMine()));

        assertThat(decide(chain, user("a", "pa")).kind()).isEqualTo(Kind.GRANTED);
        assertThat(decide(chain, user("a", "x")).kind()).isEqualTo(Kind.DENIED);
        assertThat(seen).isEmpty();
        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.DENIED);
        assertThat(seen).containsExactly("null");
    }

    @Test
    void asAFallbackItGetsWhatTheyRefuse() {
        List<String> seen = new ArrayList<>();
        startAs(
                Plugin.Order.FALLBACK,
                seeing(
                        seen,
                        AuthDecision.granted(Identity.builder().label("rescued").build())));

        assertThat(decide(chain, user("a", "pa")).identity().label()).isEqualTo("user:a");
        assertThat(seen).isEmpty();
        assertThat(decide(chain, user("a", "x")).identity().label()).isEqualTo("rescued");
        assertThat(decide(chain, empty()).identity().grantedBy()).isEqualTo("plugin");
        assertThat(seen).containsExactly("a", "null");
    }

    @Test
    void aFallbackWhoseOwnItIsNotLeavesTheRefusalAsItWas() {
        startAs(Plugin.Order.FALLBACK, seeing(new ArrayList<>(), AuthDecision.notMine()));

        assertThat(decide(chain, user("a", "x")).denial()).isEqualTo(Denial.violation(""));
    }

    @Test
    void aFallbackIsNoWayAroundAPluginThatRefusesOrCannotBeAsked() {
        Stranger first = new Stranger(attempt -> {
            throw new IllegalStateException("down");
        });
        first.name = "first";
        runtime.plugin(Plugin.of(first).build());
        startAs(
                Plugin.Order.FALLBACK,
                seeing(
                        new ArrayList<>(),
                        AuthDecision.granted(Identity.builder().build())));

        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void aFallbackIsNoWayAroundTheTrustedProxies() {
        config.trustedProxy("UCBD6WCOEHMX6VG6656TUETQAKF2BUKVACXRID3PAGUE7U4GJQQFBRXV");
        List<String> seen = new ArrayList<>();
        startAs(
                Plugin.Order.FALLBACK,
                seeing(seen, AuthDecision.granted(Identity.builder().build())));

        ConnectAttempt throughAnother =
                user("a", "x").toBuilder().proxySignature("AAAA").build();
        assertThat(decide(chain, throughAnother).denial().closeReason()).isEqualTo("Proxy Not Trusted");
        assertThat(seen).isEmpty();
    }

    @Test
    void whatAFallbackGrantedIsRevalidatedByIt() {
        Stranger plugin = seeing(
                new ArrayList<>(), AuthDecision.granted(Identity.builder().build()));
        plugin.revalidation = held -> Revalidation.keep();
        startAs(Plugin.Order.FALLBACK, plugin);
        Identity held = decide(chain, user("a", "x")).identity();

        assertThat(revalidate(held, user("a", "x")).kind()).isEqualTo(Revalidation.Kind.KEEP);
    }

    @Test
    void oneForAnotherVersionIsRefusedInWords() {
        Stranger plugin = new Stranger(attempt -> AuthDecision.notMine());
        plugin.version = 2;

        assertThatThrownBy(() -> start(plugin))
                .hasMessage("authenticator \"plugin\" cannot be used: it is made for version 2 of the extension point,"
                        + " and this server has version 1");
    }

    @Test
    void oneThatCannotBeMadeClosesThoseThatWere() {
        Stranger made = new Stranger(attempt -> AuthDecision.notMine());
        Stranger broken = new Stranger(attempt -> AuthDecision.notMine());
        broken.name = "broken";
        broken.createFailure = new NoClassDefFoundError("javax/naming/Ldap");
        runtime.plugin(Plugin.of(made).build());

        assertThatThrownBy(() -> start(broken))
                .hasMessage(
                        "authenticator \"broken\" cannot be used: java.lang.NoClassDefFoundError: javax/naming/Ldap");
        assertThat(made.closed).isTrue();
    }

    @Test
    void oneThatCannotBeClosedKeepsNoOtherFromIt() {
        Stranger first = new Stranger(attempt -> AuthDecision.notMine());
        first.closeFailure = new IllegalStateException("stuck");
        Stranger second = new Stranger(attempt -> AuthDecision.notMine());
        second.name = "second";
        runtime.plugin(Plugin.of(first).build());
        start(second);

        chain.close();
        assertThat(second.closed).isTrue();
        assertThat(warnings)
                .containsExactly("Authenticator \"plugin\" did not close: java.lang.IllegalStateException: stuck");
    }

    @Test
    void anInlineOneThatTakesLongGetsThreadsOfItsOwn() {
        List<String> threads = new ArrayList<>();
        Stranger plugin = new Stranger(attempt -> {
            threads.add(Thread.currentThread().getName());
            await(new CountDownLatch(1), 110);
            return AuthDecision.notMine();
        });
        start(plugin);

        decide(chain, user("a", "pa"));
        decide(chain, user("a", "pa"));
        assertThat(threads).containsExactly(Thread.currentThread().getName(), "midge-plugin-1");
        assertThat(warnings).singleElement().asString().contains("\"plugin\" took 1", "threads of its own");
    }

    @Test
    void theThreadOfOneThatTakesTooLongIsInterruptedAndUsedAgain() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Stranger plugin = new Stranger(attempt -> {
            if (attempt.user() != null) {
                interrupted.complete(await(new CountDownLatch(1), 10_000));
            }
            return AuthDecision.granted(Identity.builder()
                    .label(String.valueOf(Thread.currentThread().isInterrupted()))
                    .build());
        });
        plugin.lane = Lane.BLOCKING;
        runtime.threadsPerLane(1)
                .plugin(Plugin.of(plugin).timeout(Duration.ofMillis(20)).build());
        chain = AuthenticatorChain.create(config.build(), runtime.build());

        assertThat(decide(chain, user("a", "pa")).cause())
                .isInstanceOf(TimeoutException.class)
                .hasMessage("no answer within 20 ms");
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(decide(chain, empty()).identity().label()).isEqualTo("false");
    }

    @Test
    void withTooManyQuestionsWaitingItIsUnavailable() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Stranger plugin = new Stranger(attempt -> {
            await(answer, 10_000);
            return AuthDecision.notMine();
        });
        plugin.lane = Lane.BLOCKING;
        runtime.threadsPerLane(1).queuePerLane(1);
        config.timeout(Duration.ofSeconds(10));
        start(plugin);

        List<CompletableFuture<AuthDecision>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(chain.authenticate(user("a", "pa")).toCompletableFuture());
        }
        Object first = CompletableFuture.anyOf(answers.toArray(new CompletableFuture<?>[0]))
                .get(10, TimeUnit.SECONDS);
        assertThat(((AuthDecision) first).cause()).hasMessage("plugin queue is full");
        answer.countDown();
    }

    @Test
    void anAddressThatLogsInOftenDoesNotFallBehind() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        List<String> order = new ArrayList<>();
        Stranger plugin = new Stranger(attempt -> {
            order.add(attempt.remoteHost());
            if (attempt.remoteHost().equals("10.9.9.9")) {
                busy.countDown();
                await(free, 10_000);
            }
            return AuthDecision.granted(Identity.builder().build());
        });
        plugin.lane = Lane.BLOCKING;
        runtime.threadsPerLane(1);
        config.timeout(Duration.ofSeconds(10));
        start(plugin);
        for (int i = 0; i < 3; i++) {
            decide(chain, from("10.0.1.1"));
        }
        order.clear();

        List<CompletableFuture<AuthDecision>> answers = new ArrayList<>();
        answers.add(chain.authenticate(from("10.9.9.9")).toCompletableFuture());
        assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
        answers.add(chain.authenticate(from("10.0.1.1")).toCompletableFuture());
        answers.add(chain.authenticate(from("10.0.2.1")).toCompletableFuture());
        free.countDown();
        for (CompletableFuture<AuthDecision> answer : answers) {
            answer.get(10, TimeUnit.SECONDS);
        }
        assertThat(order).containsExactly("10.9.9.9", "10.0.1.1", "10.0.2.1");
    }

    private static ConnectAttempt from(String host) {
        return empty().toBuilder().remoteHost(host).build();
    }

    @Test
    void itsAnswersAreCounted() {
        start(new Stranger(attempt -> switch (String.valueOf(attempt.user())) {
            case "granted" -> AuthDecision.granted(Identity.builder().build());
            case "denied" -> AuthDecision.denied(Denial.violation(""));
            case "broken" -> throw new IllegalStateException();
            default -> AuthDecision.notMine();
        }));
        for (String name : List.of("granted", "denied", "denied", "broken", "a", "b", "c")) {
            decide(chain, user(name, "pa"));
        }

        MethodFigures figures = chain.figures().get(0);
        assertThat(figures.toString()).isEqualTo("plugin: granted 1, denied 2, unavailable 1, not mine 3");
        assertThat(figures.nanos()).isPositive();
        assertThat(chain.figures().get(1).toString())
                .isEqualTo("users: granted 1, denied 2, unavailable 0, not mine 0");
    }

    @Test
    void itIsCalledWithItsOwnClassLoaderAsThatOfTheThread() throws Exception {
        CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
        Stranger plugin = new Stranger(attempt -> {
            seen.complete(Thread.currentThread().getContextClassLoader());
            return AuthDecision.notMine();
        });
        plugin.lane = Lane.BLOCKING;
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(null);
        try {
            start(plugin);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        decide(chain, empty());
        assertThat(seen.get(10, TimeUnit.SECONDS)).isSameAs(Stranger.class.getClassLoader());
        assertThat(plugin.loaderAtStart).isSameAs(Stranger.class.getClassLoader());
    }

    /** True when the thread was interrupted while it waited. */
    private static boolean await(CountDownLatch latch, int millis) {
        try {
            boolean unused = latch.await(millis, TimeUnit.MILLISECONDS);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Stranger seeing(List<String> users, AuthDecision decision) {
        return new Stranger(attempt -> {
            users.add(String.valueOf(attempt.user()));
            return decision;
        });
    }

    private void startAs(Plugin.Order order, Stranger plugin) {
        chain = AuthenticatorChain.create(
                config.build(),
                runtime.plugin(Plugin.of(plugin).order(order).build()).build());
    }

    private Revalidation revalidate(Identity held, ConnectAttempt attempt) {
        return chain.revalidate(held, attempt).toCompletableFuture().join();
    }

    private void start(Stranger plugin) {
        chain = AuthenticatorChain.create(
                config.build(),
                runtime.plugin(Plugin.of(plugin)
                                .settings(Map.of("url", "ldap://x"))
                                .build())
                        .build());
    }

    /** Factory and authenticator in one; answers with a function or with a given stage. */
    private static final class Stranger implements AuthenticatorFactory, Authenticator {
        private final Function<ConnectAttempt, AuthDecision> decide;
        private String name = "plugin";
        private Lane lane = Lane.INLINE;
        private AuthRequirements requirements = AuthRequirements.builder().build();
        private CompletionStage<AuthDecision> answer;
        private Function<Identity, Revalidation> revalidation;
        private int version = SPI_VERSION;
        private LinkageError createFailure;
        private RuntimeException closeFailure;
        private RuntimeException startFailure;
        private AuthenticatorContext context;
        private ClassLoader loaderAtStart;
        private boolean withoutStage;
        private boolean started;
        private boolean closed;

        Stranger(Function<ConnectAttempt, AuthDecision> decide) {
            this.decide = decide;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int spiVersion() {
            return version;
        }

        @Override
        public Authenticator create(AuthenticatorContext given) {
            if (createFailure != null) {
                throw createFailure;
            }
            context = given;
            return this;
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
            if (startFailure != null) {
                throw startFailure;
            }
            loaderAtStart = Thread.currentThread().getContextClassLoader();
            started = true;
        }

        @Override
        public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
            if (withoutStage) {
                return null;
            }
            return answer != null ? answer : CompletableFuture.completedFuture(decide.apply(attempt));
        }

        @Override
        public CompletionStage<Revalidation> revalidate(Identity identity, ConnectAttempt attempt) {
            return CompletableFuture.completedFuture(revalidation.apply(identity));
        }

        @Override
        public void close() {
            closed = true;
            if (closeFailure != null) {
                throw closeFailure;
            }
        }
    }
}
