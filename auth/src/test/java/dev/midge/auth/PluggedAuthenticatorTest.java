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
    private final AuthConfig.Builder config = AuthConfig.builder()
            .user(UserEntry.builder().name("a").password("pa").build());
    private final AuthRuntime.Builder runtime = AuthRuntime.builder()
            .debugLog(log::add)
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
        Plugin plugin = new Plugin(attempt -> AuthDecision.granted(
                Identity.builder().account("X").label("user:x").build()));
        start(plugin);

        Identity identity = decide(chain, user("a", "wrong")).identity();
        assertThat(identity.account()).isEqualTo("X");
        assertThat(identity.grantedBy()).isEqualTo("plugin");
    }

    @Test
    void whatItDeniesIsFinal() {
        start(new Plugin(attempt -> AuthDecision.denied(Denial.violation("no"))));

        assertThat(decide(chain, user("a", "pa")).denial().logReason()).isEqualTo("no");
    }

    @Test
    void whatIsNotItsOwnIsJudgedByTheConfiguration() {
        start(new Plugin(attempt -> AuthDecision.notMine()));

        assertThat(decide(chain, user("a", "pa")).identity().grantedBy()).isEqualTo("users");
        assertThat(decide(chain, user("a", "x")).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void alsoWithoutConfiguredUsersNobodyGetsInByOmission() {
        Plugin plugin = new Plugin(attempt -> AuthDecision.notMine());
        chain = AuthenticatorChain.create(
                AuthConfig.builder().build(),
                runtime.authenticator(plugin, Map.of()).build());

        assertThat(chain.authenticationRequired()).isTrue();
        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void oneThatRequiresNothingLeavesTheDoorOpen() {
        Plugin plugin = new Plugin(attempt -> AuthDecision.notMine());
        plugin.requirements = AuthRequirements.builder().authRequired(false).build();
        chain = AuthenticatorChain.create(
                AuthConfig.builder().build(),
                runtime.authenticator(plugin, Map.of()).build());

        assertThat(chain.authenticationRequired()).isFalse();
        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.GRANTED);
    }

    @Test
    void itsRequirementsAreKnownBeforeInfo() {
        Plugin plugin = new Plugin(attempt -> AuthDecision.notMine());
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
        start(new Plugin(attempt -> {
            seen.add(String.valueOf(attempt.user()));
            return AuthDecision.notMine();
        }));

        assertThat(decide(chain, empty()).identity().label()).isEqualTo("user:a");
        assertThat(seen).containsExactly("null");
    }

    @Test
    void whatItThrowsIsUnavailableAndRefused() {
        start(new Plugin(attempt -> {
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
        Plugin plugin = new Plugin(null);
        plugin.answer = CompletableFuture.failedFuture(new IllegalStateException("later"));
        start(plugin);

        assertThat(decide(chain, empty()).cause()).hasMessage("later");
    }

    @Test
    void noDecisionIsUnavailable() {
        start(new Plugin(attempt -> null));

        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void noStageIsUnavailable() {
        Plugin plugin = new Plugin(null);
        plugin.withoutStage = true;
        start(plugin);

        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void oneThatNeverAnswersIsGivenUpOn() {
        Plugin plugin = new Plugin(null);
        plugin.answer = new CompletableFuture<>();
        config.timeout(Duration.ofMillis(20));
        start(plugin);

        assertThat(decide(chain, empty()).cause()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void anAnswerThatComesLaterIsWaitedFor() throws Exception {
        CompletableFuture<AuthDecision> answer = new CompletableFuture<>();
        Plugin plugin = new Plugin(null);
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
        Plugin plugin = new Plugin(attempt -> {
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
        Plugin plugin = new Plugin(attempt -> {
            throw new StackOverflowError("deep");
        });
        plugin.lane = Lane.BLOCKING;
        start(plugin);

        assertThat(decide(chain, empty()).cause()).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void anIdentityThatHasExpiredIsRefused() {
        start(new Plugin(attempt ->
                AuthDecision.granted(Identity.builder().expiresAt(Instant.EPOCH).build())));

        assertThat(decide(chain, empty()).denial()).isEqualTo(Denial.expired());
    }

    @Test
    void severalAreAskedInOrder() {
        Plugin first = new Plugin(attempt -> AuthDecision.notMine());
        Plugin second =
                new Plugin(attempt -> AuthDecision.granted(Identity.builder().build()));
        first.name = "first";
        second.name = "second";
        chain = AuthenticatorChain.create(
                config.build(),
                runtime.authenticator(first, Map.of())
                        .authenticator(second, Map.of())
                        .build());

        assertThat(decide(chain, user("a", "pa")).identity().grantedBy()).isEqualTo("second");
    }

    @Test
    void twoOfOneNameAreRefused() {
        Plugin plugin = new Plugin(attempt -> AuthDecision.notMine());
        AuthRuntime twice = runtime.authenticator(plugin, Map.of())
                .authenticator(plugin, Map.of())
                .build();

        assertThatThrownBy(() -> AuthenticatorChain.create(config.build(), twice))
                .hasMessage("two authenticators are named \"plugin\"");
    }

    @Test
    void oneThatCannotStartStopsEverythingAndClosesWhatWasMade() {
        Plugin plugin = new Plugin(attempt -> AuthDecision.notMine());
        plugin.startFailure = new IllegalStateException("no directory");

        assertThatThrownBy(() -> start(plugin)).hasMessage("no directory");
        assertThat(plugin.closed).isTrue();
    }

    @Test
    void itIsStartedAndClosedWithTheChain() {
        Plugin plugin = new Plugin(attempt -> AuthDecision.notMine());
        start(plugin);
        assertThat(plugin.started).isTrue();
        assertThat(plugin.closed).isFalse();

        chain.close();
        assertThat(plugin.closed).isTrue();
    }

    @Test
    void itsContextCarriesSettingsClockExecutorAndInvalidation() throws Exception {
        Plugin plugin = new Plugin(attempt -> AuthDecision.notMine());
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
        Plugin plugin = new Plugin(attempt ->
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

    private Revalidation revalidate(Identity held, ConnectAttempt attempt) {
        return chain.revalidate(held, attempt).toCompletableFuture().join();
    }

    private void start(Plugin plugin) {
        chain = AuthenticatorChain.create(
                config.build(),
                runtime.authenticator(plugin, Map.of("url", "ldap://x")).build());
    }

    /** Factory and authenticator in one; answers with a function or with a given stage. */
    private static final class Plugin implements AuthenticatorFactory, Authenticator {
        private final Function<ConnectAttempt, AuthDecision> decide;
        private String name = "plugin";
        private Lane lane = Lane.INLINE;
        private AuthRequirements requirements = AuthRequirements.builder().build();
        private CompletionStage<AuthDecision> answer;
        private Function<Identity, Revalidation> revalidation;
        private RuntimeException startFailure;
        private AuthenticatorContext context;
        private boolean withoutStage;
        private boolean started;
        private boolean closed;

        Plugin(Function<ConnectAttempt, AuthDecision> decide) {
            this.decide = decide;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Authenticator create(AuthenticatorContext given) {
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
        }
    }
}
