package dev.midge.auth;

import static dev.midge.auth.Attempts.attempt;
import static dev.midge.auth.Attempts.decide;
import static dev.midge.auth.Attempts.empty;
import static dev.midge.auth.Attempts.signature;
import static dev.midge.auth.Attempts.token;
import static dev.midge.auth.Attempts.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import dev.midge.auth.permission.Permissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The chain that takes the place of another after a reload, and what it makes of those that are connected. */
class ReloadTest {

    private static final String HASH = OpenBSDBCrypt.generate("2b", "secret".getBytes(UTF_8), new byte[16], 4);
    private static final String OTHER_HASH = OpenBSDBCrypt.generate("2b", "other".getBytes(UTF_8), new byte[16], 4);
    private static final Revalidation SILENT_END = Revalidation.drop(Denial.moved());

    private final ManualClock clock = new ManualClock();
    private final List<AuthenticatorChain> chains = new ArrayList<>();

    @AfterEach
    void close() {
        chains.forEach(AuthenticatorChain::close);
    }

    @Test
    void whoIsAsBeforeIsKept() {
        AuthenticatorChain before = chain(users(entry("a", "p")));
        Identity held = decide(before, user("a", "p")).identity();

        assertThat(recheck(next(before, users(entry("a", "p"))), held, user("a", "p"))
                        .kind())
                .isEqualTo(Revalidation.Kind.KEEP);
    }

    @Test
    void otherPermissionsReplaceTheIdentity() {
        AuthenticatorChain before = chain(users(entry("a", "p")));
        Identity held = decide(before, user("a", "p")).identity();
        Permissions few = Permissions.builder().publishAllow(List.of("x")).build();

        Revalidation outcome = recheck(next(before, users(entry("a", "p").permissions(few))), held, user("a", "p"));
        assertThat(outcome.identity().permissions()).isEqualTo(few);
    }

    @Test
    void aUserThatIsGoneOrElsewhereEndsInSilence() {
        AuthenticatorChain before = chain(users(entry("a", "p")));
        Identity held = decide(before, user("a", "p")).identity();

        assertSilent(recheck(next(before, users(entry("b", "p"))), held, user("a", "p")));
        assertSilent(recheck(next(before, users(entry("a", "p").account("B"))), held, user("a", "p")));
        assertSilent(recheck(next(before, AuthConfig.builder()), held, user("a", "p")));
    }

    @Test
    void anotherPasswordIsAViolation() {
        AuthenticatorChain before = chain(users(entry("a", "p")));
        Identity held = decide(before, user("a", "p")).identity();

        assertThat(recheck(next(before, users(entry("a", "q"))), held, user("a", "p"))
                        .denial()
                        .wire())
                .isEqualTo(WireError.AUTHORIZATION_VIOLATION);
    }

    @Test
    void aTokenIsNoNameThatCouldBeGone() {
        AuthenticatorChain before = chain(AuthConfig.builder().token("t"));
        Identity held = decide(before, token("t")).identity();

        assertThat(recheck(next(before, AuthConfig.builder().token("t")), held, token("t"))
                        .kind())
                .isEqualTo(Revalidation.Kind.KEEP);
        assertThat(recheck(next(before, AuthConfig.builder().token("u")), held, token("t"))
                        .denial()
                        .wire())
                .isEqualTo(WireError.AUTHORIZATION_VIOLATION);
        assertThat(recheck(next(before, AuthConfig.builder()), held, token("t")).kind())
                .isEqualTo(Revalidation.Kind.REPLACE);
    }

    @Test
    void theSingleUserEndsInSilenceWhenItsPasswordIsAnother() {
        AuthenticatorChain before = chain(AuthConfig.builder().singleUser("a", "p"));
        Identity held = decide(before, user("a", "p")).identity();

        assertThat(recheck(next(before, AuthConfig.builder().singleUser("a", "p")), held, user("a", "p"))
                        .kind())
                .isEqualTo(Revalidation.Kind.KEEP);
        assertSilent(recheck(next(before, AuthConfig.builder().singleUser("a", "q")), held, user("a", "p")));
        assertSilent(recheck(next(before, AuthConfig.builder().singleUser("b", "p")), held, user("a", "p")));
    }

    @Test
    void whoNamedNobodyIsRefusedWhereNamesAreAskedForNow() {
        AuthenticatorChain before = chain(AuthConfig.builder());
        Identity held = decide(before, empty()).identity();

        assertThat(recheck(next(before, users(entry("a", "p"))), held, empty())
                        .denial()
                        .wire())
                .isEqualTo(WireError.AUTHORIZATION_VIOLATION);
    }

    @Test
    void aHashThatIsTheSameIsNotComputedAgainHoweverLongAgoItWas() {
        AuthenticatorChain before = chain(users(entry("a", HASH)));
        Identity held = decide(before, user("a", "secret")).identity();
        clock.advance(Duration.ofDays(1));
        AuthenticatorChain next = next(before, users(entry("a", HASH)));

        assertThat(next.recheck(held, user("a", "secret")).toCompletableFuture())
                .isDone();
        assertThat(recheck(next, held, user("a", "secret")).kind()).isEqualTo(Revalidation.Kind.KEEP);
        assertThat(next.recheck(held, user("a", "secret")).toCompletableFuture())
                .isDone();
        assertThat(recheck(next(before, users(entry("a", OTHER_HASH))), held, user("a", "secret"))
                        .denial()
                        .wire())
                .isEqualTo(WireError.AUTHORIZATION_VIOLATION);
    }

    @Test
    void recentSuccessesOutliveAReload() {
        AuthenticatorChain before = chain(users(entry("a", HASH)));
        assertThat(decide(before, user("a", "secret")).kind()).isEqualTo(AuthDecision.Kind.GRANTED);
        AuthenticatorChain next = next(before, users(entry("a", HASH), entry("b", OTHER_HASH)));
        before.closeAfter(next);

        assertThat(next.authenticate(user("a", "secret")).toCompletableFuture()).isDone();
        assertThat(decide(next, user("b", "other")).kind()).isEqualTo(AuthDecision.Kind.GRANTED);
    }

    @Test
    void aSignatureOverTheSameNonceIsNotVerifiedAgain() {
        KeyPair key = KeyPair.create(KeyType.USER);
        NKeyUserEntry entry =
                NKeyUserEntry.builder().nkey(key.publicKey().text()).build();
        AuthenticatorChain before = chain(AuthConfig.builder().nkeyUser(entry));
        ConnectAttempt attempt =
                attempt().nkey(key.publicKey().text()).signature(signature(key)).build();
        Identity held = decide(before, attempt).identity();
        ConnectAttempt unsigned = attempt().nkey(key.publicKey().text()).build();

        assertThat(recheck(next(before, AuthConfig.builder().nkeyUser(entry)), held, unsigned)
                        .kind())
                .isEqualTo(Revalidation.Kind.KEEP);
        assertSilent(recheck(next(before, users(entry("a", "p"))), held, attempt));
    }

    @Test
    void figuresGoOn() {
        AuthenticatorChain before = chain(users(entry("a", "p")));
        decide(before, user("a", "p"));
        AuthenticatorChain next = next(before, users(entry("a", "p")));
        decide(next, user("a", "p"));

        assertThat(next.granted()).isEqualTo(2);
        assertThat(next.figures().get(0).granted()).isEqualTo(2);
    }

    @Test
    void aPluginThatIsTheSameGoesOnAndOthersAreMadeAndClosed() {
        Made kept = new Made("kept");
        Made dropped = new Made("dropped");
        Made added = new Made("added");
        Plugin same = Plugin.of(kept).build();
        AuthenticatorChain before = AuthenticatorChain.create(
                AuthConfig.builder().build(),
                AuthRuntime.builder()
                        .plugin(same)
                        .plugin(Plugin.of(dropped).build())
                        .build());
        AuthenticatorChain next = before.successor(
                AuthConfig.builder().build(), List.of(Plugin.of(added).build(), same));
        chains.add(next);
        assertThat(List.of(kept.started, dropped.closed, added.started)).containsExactly(1, 0, 1);

        before.closeAfter(next);
        assertThat(List.of(kept.started, kept.closed, dropped.closed, added.closed))
                .containsExactly(1, 0, 1, 0);
        Identity held = decide(next, user("kept", "p")).identity();
        assertThat(held.grantedBy()).isEqualTo("kept");
        assertThat(recheck(next, held, user("kept", "p")).kind()).isEqualTo(Revalidation.Kind.KEEP);
    }

    @Test
    void onePluginThatDoesNotStartLeavesEverythingAsItWas() {
        Made kept = new Made("kept");
        Made fine = new Made("fine");
        Made broken = new Made("broken");
        broken.breaks = true;
        Plugin same = Plugin.of(kept).build();
        AuthenticatorChain before = AuthenticatorChain.create(
                AuthConfig.builder().build(), AuthRuntime.builder().plugin(same).build());
        chains.add(before);

        assertThatThrownBy(() -> before.successor(
                        AuthConfig.builder().build(),
                        List.of(same, Plugin.of(fine).build(), Plugin.of(broken).build())))
                .hasMessageContaining("authenticator \"broken\" cannot be used: out of order");
        assertThat(List.of(kept.closed, fine.closed, broken.closed)).containsExactly(0, 1, 1);
        assertThat(decide(before, user("kept", "p")).kind()).isEqualTo(AuthDecision.Kind.GRANTED);
    }

    @Test
    void whomAPluginRefusesIsToldSoWhateverTheConfigurationKnows() {
        Made plugin = new Made("kept");
        Plugin same = Plugin.of(plugin).build();
        AuthenticatorChain before = AuthenticatorChain.create(
                AuthConfig.builder().build(), AuthRuntime.builder().plugin(same).build());
        Identity held = decide(before, user("kept", "p")).identity();
        AuthenticatorChain next = before.successor(users(entry("a", "p")).build(), List.of(same));
        chains.add(next);
        plugin.refuses = true;

        assertThat(recheck(next, held, user("kept", "p")).denial()).isEqualTo(Denial.violation("gone"));
    }

    /** Grants whoever has its name, and counts what is done with it. */
    private static final class Made implements AuthenticatorFactory, Authenticator {
        final String name;
        int started;
        int closed;
        boolean breaks;
        volatile boolean refuses;

        Made(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int spiVersion() {
            return SPI_VERSION;
        }

        @Override
        public Authenticator create(AuthenticatorContext context) {
            return this;
        }

        @Override
        public void start() {
            if (breaks) {
                throw new IllegalStateException("out of order");
            }
            started++;
        }

        @Override
        public CompletableFuture<AuthDecision> authenticate(ConnectAttempt attempt) {
            return CompletableFuture.completedFuture(
                    !name.equals(attempt.user())
                            ? AuthDecision.notMine()
                            : refuses
                                    ? AuthDecision.denied(Denial.violation("gone"))
                                    : AuthDecision.granted(
                                            Identity.builder().userName(name).build()));
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static void assertSilent(Revalidation outcome) {
        assertThat(outcome.denial()).isEqualTo(SILENT_END.denial());
        assertThat(outcome.denial().closeReason()).isEqualTo("Client Closed");
    }

    private static Revalidation recheck(AuthenticatorChain chain, Identity held, ConnectAttempt attempt) {
        return chain.recheck(held, attempt).toCompletableFuture().join();
    }

    private AuthenticatorChain chain(AuthConfig.Builder config) {
        AuthenticatorChain made = AuthenticatorChain.create(
                config.build(),
                AuthRuntime.builder().clock(clock).nanoTime(clock::nanoTime).build());
        chains.add(made);
        return made;
    }

    private AuthenticatorChain next(AuthenticatorChain before, AuthConfig.Builder config) {
        AuthenticatorChain made = before.successor(config.build(), List.of());
        chains.add(made);
        return made;
    }

    private static UserEntry.Builder entry(String name, String password) {
        return UserEntry.builder().name(name).password(password);
    }

    private static AuthConfig.Builder users(UserEntry.Builder... entries) {
        AuthConfig.Builder config = AuthConfig.builder();
        for (UserEntry.Builder entry : entries) {
            config.user(entry.build());
        }
        return config;
    }
}
