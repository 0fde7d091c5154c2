package dev.midge.auth;

import static dev.midge.auth.Attempts.attempt;
import static dev.midge.auth.Attempts.decide;
import static dev.midge.auth.Attempts.empty;
import static dev.midge.auth.Attempts.secret;
import static dev.midge.auth.Attempts.token;
import static dev.midge.auth.Attempts.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.AuthDecision.Kind;
import dev.midge.auth.permission.Permissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, single user, users and {@code no_auth_user} in plain text; NKeys and bcrypt have tests of their own. */
class AuthenticatorChainTest {

    private static final Permissions LIMITED =
            Permissions.builder().publishAllow(List.of("a")).build();

    private final ManualClock clock = new ManualClock();
    private final AuthConfig.Builder config = AuthConfig.builder();
    private AuthenticatorChain chain;

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void withoutConfigurationEverybodyIsLetInWhateverIsPresented() {
        start();

        assertThat(chain.authenticationRequired()).isFalse();
        assertThat(chain.advertisesAuthRequired()).isFalse();
        assertThat(chain.nonceRequired()).isFalse();
        Identity identity = granted(user("bob", "wrong"));
        assertThat(identity.account()).isEqualTo("$G");
        assertThat(identity.permissions()).isEqualTo(Permissions.UNRESTRICTED);
        assertThat(identity.label()).isEqualTo("user:bob");
        assertThat(granted(empty()).label()).isEmpty();
        assertThat(granted(token("t")).label()).isEqualTo("token");
        assertThat(granted(attempt().nkey("UX").build()).label()).isEqualTo("nkey:UX");
    }

    @Test
    void tokenIsComparedWithTheTokenOnly() {
        config.token("s3cret");
        start();

        assertThat(chain.authenticationRequired()).isTrue();
        assertThat(chain.advertisesAuthRequired()).isTrue();
        assertThat(chain.nonceRequired()).isFalse();
        assertThat(granted(token("s3cret")).label()).isEqualTo("token");
        assertViolation(token("s3cre"), "");
        assertViolation(token("s3cret "), "");
        assertViolation(empty(), "");
        assertViolation(user("s3cret", null), "");
        assertViolation(user("s3cret", "s3cret"), "");
    }

    @Test
    void singleUserNeedsNameAndPassword() {
        config.singleUser("derek", "porkchop");
        start();

        Identity identity = granted(user("derek", "porkchop"));
        assertThat(identity.label()).isEqualTo("user:derek");
        assertThat(identity.userName()).isEqualTo("derek");
        assertThat(identity.account()).isEqualTo("$G");
        assertThat(identity.grantedBy()).isEqualTo("single user");
        assertViolation(user("derek", "porkcho"), "");
        assertViolation(user("derek", null), "");
        assertViolation(user("Derek", "porkchop"), "");
        assertViolation(attempt().password(Secret.of("porkchop")).build(), "");
        assertViolation(empty(), "");
    }

    @Test
    void aSingleUserWithoutPasswordAcceptsNone() {
        config.singleUser("derek", null);
        start();

        assertThat(decide(chain, user("derek", null)).kind()).isEqualTo(Kind.GRANTED);
        assertThat(decide(chain, user("derek", "")).kind()).isEqualTo(Kind.GRANTED);
        assertViolation(user("derek", "x"), "");
    }

    @Test
    void usersAreBoundToTheirAccountAndPermissions() {
        config.user(entry("a", "pa").account("ONE").permissions(LIMITED).build());
        config.user(entry("b", "pb").build());
        start();

        Identity a = granted(user("a", "pa"));
        assertThat(a.account()).isEqualTo("ONE");
        assertThat(a.permissions()).isEqualTo(LIMITED);
        assertThat(a.label()).isEqualTo("user:a");
        assertThat(a.grantedBy()).isEqualTo("users");
        assertThat(a.throughNoAuthUser()).isFalse();
        assertThat(granted(user("b", "pb")).permissions()).isEqualTo(Permissions.UNRESTRICTED);
    }

    @Test
    void unknownUserAndWrongPasswordGiveTheSameAnswer() {
        config.user(entry("a", "pa").build());
        start();

        assertThat(decide(chain, user("a", "x")).denial())
                .isEqualTo(decide(chain, user("nobody", "x")).denial());
        assertViolation(user("a", "pb"), "");
        assertViolation(user("a", null), "");
        assertViolation(empty(), "");
        assertViolation(token("pa"), "");
        assertViolation(attempt().password(Secret.of("pa")).build(), "");
    }

    @Test
    void aUserWithoutPasswordAcceptsNone() {
        config.user(UserEntry.builder().name("open").build());
        start();

        assertThat(decide(chain, user("open", null)).kind()).isEqualTo(Kind.GRANTED);
        assertViolation(user("open", "x"), "");
    }

    @Test
    void aTokenFromTheCommandLineServesThoseWithoutUserName() {
        config.user(entry("a", "pa").build());
        config.token("flag");
        start();

        assertThat(granted(token("flag")).label()).isEqualTo("token");
        assertThat(granted(user("a", "pa")).label()).isEqualTo("user:a");
        assertViolation(
                attempt()
                        .user("a")
                        .password(Secret.of("x"))
                        .token(Secret.of("flag"))
                        .build(),
                "");
    }

    @Test
    void aSingleUserFromTheCommandLineIsJudgedByTheUsersList() {
        config.user(entry("a", "pa").build());
        config.singleUser("flag", "pf");
        start();

        assertViolation(user("flag", "pf"), "");
        assertThat(decide(chain, user("a", "pa")).kind()).isEqualTo(Kind.GRANTED);
    }

    @Test
    void aJwtIsNotLookedAt() {
        config.user(entry("a", "pa").build());
        start();

        assertViolation(attempt().jwt(Secret.of("ey.ey.x")).build(), "");
        assertThat(decide(
                                chain,
                                attempt()
                                        .user("a")
                                        .password(Secret.of("pa"))
                                        .jwt(Secret.of("ey"))
                                        .build())
                        .kind())
                .isEqualTo(Kind.GRANTED);
    }

    @ParameterizedTest
    @EnumSource(ConnectionType.class)
    void aUserIsAllowedOnItsConnectionTypesOnly(ConnectionType type) {
        config.user(entry("a", "pa")
                .allowedConnectionTypes(EnumSet.complementOf(EnumSet.of(type)))
                .build());
        config.user(entry("b", "pb").allowedConnectionTypes(Set.of(type)).build());
        start();

        assertViolation(on(type, user("a", "pa")), "");
        assertThat(decide(chain, on(type, user("b", "pb"))).kind()).isEqualTo(Kind.GRANTED);
    }

    @Test
    void proxyRequiredRefusesTheUserEvenWithTheRightPassword() {
        config.user(entry("a", "pa").proxyRequired(true).build());
        start();

        assertProxyRequired(user("a", "pa"));
        assertProxyRequired(user("a", "wrong"));
    }

    @Test
    void proxyRequiredOfTheBlockAppliesToSingleUserAndToken() {
        config.singleUser("derek", "pork").proxyRequired(true);
        start();

        assertProxyRequired(user("derek", "pork"));
    }

    @Test
    void proxyRequiredOfTheBlockDoesNotApplyToUsers() {
        config.user(entry("a", "pa").build()).proxyRequired(true);
        start();

        assertThat(decide(chain, user("a", "pa")).kind()).isEqualTo(Kind.GRANTED);
        assertProxyRequired(empty());
    }

    @Test
    void aDeadlineInTheFutureBecomesTheExpiry() {
        config.user(entry("a", "pa")
                .connectionDeadline(clock.instant().plusSeconds(2))
                .build());
        start();

        assertThat(granted(user("a", "pa")).expiresAt())
                .isEqualTo(clock.instant().plusSeconds(2));
    }

    @Test
    void aDeadlineThatHasPassedIsExpiredAndNotAViolation() {
        config.user(entry("a", "pa")
                .connectionDeadline(clock.instant().plusSeconds(2))
                .build());
        start();
        clock.advance(Duration.ofSeconds(2));

        Denial denial = decide(chain, user("a", "pa")).denial();
        assertThat(denial.wire().text()).isEqualTo("User Authentication Expired");
        assertThat(denial.closeReason()).isEqualTo("Authentication Expired");
        assertThat(denial.logReason()).isEqualTo("User Authentication Expired");
        assertViolation(user("a", "wrong"), "");
    }

    @Test
    void noAuthUserTakesThoseWithoutCredentials() {
        config.user(entry("anon", "x").account("A").permissions(LIMITED).build());
        config.user(entry("b", "pb").build());
        config.noAuthUser("anon");
        start();

        assertThat(chain.authenticationRequired()).isTrue();
        assertThat(chain.advertisesAuthRequired()).isFalse();
        Identity identity = granted(empty());
        assertThat(identity.account()).isEqualTo("A");
        assertThat(identity.label()).isEqualTo("user:anon");
        assertThat(identity.permissions()).isEqualTo(LIMITED);
        assertThat(identity.throughNoAuthUser()).isTrue();
        Identity withKey = granted(attempt().nkey("UX").signature("xx").build());
        assertThat(withKey.userName()).isEqualTo("anon");
        assertThat(withKey.label()).isEqualTo("nkey:UX");
    }

    @Test
    void noAuthUserDoesNotRescueWrongCredentials() {
        config.user(entry("anon", "x").build());
        config.noAuthUser("anon");
        start();

        assertViolation(user("b", "pb"), "");
        assertViolation(user("anon", "wrong"), "");
        assertViolation(token("t"), "");
        assertViolation(attempt().password(Secret.of("x")).build(), "");
        assertThat(granted(user("anon", "x")).throughNoAuthUser()).isFalse();
    }

    @Test
    void noAuthUserIsJudgedLikeAnyOther() {
        config.user(entry("anon", "x")
                .allowedConnectionTypes(Set.of(ConnectionType.WEBSOCKET))
                .connectionDeadline(clock.instant().plusSeconds(1))
                .build());
        config.noAuthUser("anon");
        start();

        assertViolation(empty(), "");
        assertThat(decide(chain, on(ConnectionType.WEBSOCKET, empty())).kind()).isEqualTo(Kind.GRANTED);
        clock.advance(Duration.ofSeconds(1));
        assertThat(decide(chain, on(ConnectionType.WEBSOCKET, empty())).denial().wire())
                .isEqualTo(WireError.USER_AUTHENTICATION_EXPIRED);
    }

    @Test
    void noAuthUserWithProxyRequiredIsRefused() {
        config.user(entry("anon", "x").proxyRequired(true).build());
        config.noAuthUser("anon");
        start();

        assertProxyRequired(empty());
        assertThat(chain.admitsBeforeConnect(ConnectionType.STANDARD)).isFalse();
    }

    @Test
    void aConfiguredNoAuthUserThatDoesNotExistLetsNobodyIn() {
        config.user(entry("a", "pa").build());
        config.noAuthUser("gone");
        start();

        assertViolation(empty(), "");
        assertThat(chain.admitsBeforeConnect(ConnectionType.STANDARD)).isFalse();
    }

    @Test
    void operationsBeforeConnectAreAdmittedForNoAuthUserOnClientConnectionsOnly() {
        config.user(entry("anon", "x").build());
        config.noAuthUser("anon");
        start();

        assertThat(EnumSet.allOf(ConnectionType.class).stream().filter(chain::admitsBeforeConnect))
                .containsExactly(ConnectionType.STANDARD, ConnectionType.WEBSOCKET, ConnectionType.IN_PROCESS);
        assertThat(granted(attempt().beforeConnect(true).build()).label()).isEqualTo("user:anon");
    }

    @Test
    void operationsBeforeConnectRespectTheConnectionTypesOfNoAuthUser() {
        config.user(entry("anon", "x")
                .allowedConnectionTypes(Set.of(ConnectionType.WEBSOCKET))
                .build());
        config.noAuthUser("anon");
        start();

        assertThat(chain.admitsBeforeConnect(ConnectionType.STANDARD)).isFalse();
        assertThat(chain.admitsBeforeConnect(ConnectionType.WEBSOCKET)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAttemptBeforeConnectThatIsNotAdmittedIsRefused(boolean withNoAuthUser) {
        config.user(entry("a", "pa").build());
        if (withNoAuthUser) {
            config.noAuthUser("a");
        }
        start();

        ConnectAttempt leaf = attempt()
                .connectionType(ConnectionType.LEAFNODE)
                .beforeConnect(true)
                .build();
        assertViolation(leaf, "");
    }

    @Test
    void emptyTextsInConnectCountAsAbsent() {
        config.user(entry("anon", "x").build());
        config.noAuthUser("anon");
        start();

        ConnectAttempt attempt = attempt()
                .user("")
                .password(Secret.of(""))
                .token(Secret.of(""))
                .nkey("")
                .signature("")
                .build();
        assertThat(granted(attempt).label()).isEqualTo("user:anon");
    }

    @Test
    void aSecondConnectKeepsWhatItDoesNotCarry() {
        config.user(entry("a", "pa").build());
        start();

        ConnectAttempt first = user("a", "wrong");
        ConnectAttempt second = first.toBuilder().password(secret("pa")).build();
        assertViolation(first, "");
        assertThat(granted(second).label()).isEqualTo("user:a");
    }

    @Test
    void answersWithoutBcryptAreThereAtOnce() {
        config.user(entry("a", "pa").build());
        start();

        CompletionStage<AuthDecision> good = chain.authenticate(user("a", "pa"));
        CompletionStage<AuthDecision> bad = chain.authenticate(user("b", "pa"));
        assertThat(good.toCompletableFuture()).isDone();
        assertThat(bad.toCompletableFuture()).isDone();
    }

    @Test
    void decisionsAreCounted() {
        config.user(entry("a", "pa").build());
        start();

        assertThat(decide(chain, user("a", "pa")).kind()).isEqualTo(Kind.GRANTED);
        assertThat(decide(chain, user("a", "x")).kind()).isEqualTo(Kind.DENIED);
        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.DENIED);

        assertThat(chain.granted()).isEqualTo(1);
        assertThat(chain.denied()).isEqualTo(2);
        assertThat(chain.unavailable()).isZero();
    }

    @Test
    void revalidationKeepsReplacesOrDrops() {
        config.user(entry("a", "pa").build());
        config.user(entry("b", "pb").build());
        start();
        Identity a = granted(user("a", "pa"));
        AuthConfig changed = AuthConfig.builder()
                .user(entry("a", "pa").permissions(LIMITED).build())
                .build();
        try (AuthenticatorChain reloaded = AuthenticatorChain.create(changed, AuthRuntime.defaults())) {
            assertThat(revalidate(chain, a, user("a", "pa")).kind()).isEqualTo(Revalidation.Kind.KEEP);
            Revalidation replaced = revalidate(reloaded, a, user("a", "pa"));
            assertThat(replaced.kind()).isEqualTo(Revalidation.Kind.REPLACE);
            assertThat(replaced.identity().permissions()).isEqualTo(LIMITED);
            Revalidation dropped = revalidate(reloaded, granted(user("b", "pb")), user("b", "pb"));
            assertThat(dropped.kind()).isEqualTo(Revalidation.Kind.DROP);
            assertThat(dropped.denial().wire()).isEqualTo(WireError.AUTHORIZATION_VIOLATION);
        }
    }

    @Test
    void revalidationDropsWhoHasExpiredMeanwhile() {
        config.user(entry("a", "pa")
                .connectionDeadline(clock.instant().plusSeconds(1))
                .build());
        start();
        Identity a = granted(user("a", "pa"));
        clock.advance(Duration.ofSeconds(1));

        assertThat(revalidate(chain, a, user("a", "pa")).denial()).isEqualTo(Denial.expired());
    }

    private void start() {
        chain = AuthenticatorChain.create(
                config.build(), AuthRuntime.builder().clock(clock).build());
    }

    private Identity granted(ConnectAttempt attempt) {
        AuthDecision decision = decide(chain, attempt);
        assertThat(decision.kind()).as("%s", decision).isEqualTo(Kind.GRANTED);
        return decision.identity();
    }

    private void assertViolation(ConnectAttempt attempt, String logReason) {
        AuthDecision decision = decide(chain, attempt);
        assertThat(decision.kind()).isEqualTo(Kind.DENIED);
        assertThat(decision.denial().wire().text()).isEqualTo("Authorization Violation");
        assertThat(decision.denial().closeReason()).isEqualTo("Authentication Failure");
        assertThat(decision.denial().logReason()).isEqualTo(logReason);
    }

    private void assertProxyRequired(ConnectAttempt attempt) {
        AuthDecision decision = decide(chain, attempt);
        assertThat(decision.kind()).isEqualTo(Kind.DENIED);
        assertThat(decision.denial().wire().text()).isEqualTo("Authorization Violation");
        assertThat(decision.denial().closeReason()).isEqualTo("Proxy Required");
        assertThat(decision.denial().logReason()).isEqualTo("proxy connection required");
    }

    private static Revalidation revalidate(AuthenticatorChain chain, Identity held, ConnectAttempt attempt) {
        return chain.revalidate(held, attempt).toCompletableFuture().join();
    }

    private static UserEntry.Builder entry(String name, String password) {
        return UserEntry.builder().name(name).password(password);
    }

    private static ConnectAttempt on(ConnectionType type, ConnectAttempt attempt) {
        return attempt.toBuilder().connectionType(type).build();
    }
}
