package dev.midge.auth;

import static dev.midge.auth.Attempts.attempt;
import static dev.midge.auth.Attempts.decide;
import static dev.midge.auth.Attempts.empty;
import static dev.midge.auth.Attempts.token;
import static dev.midge.auth.Attempts.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.AuthDecision.Kind;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logins against bcrypt hashes. A queue of length zero refuses all slow work, so that "unavailable" shows which attempts
 * would have cost a bcrypt computation; time need not be measured.
 */
class BcryptLoginTest {

    private static final String HASH = OpenBSDBCrypt.generate("2b", "secret".getBytes(UTF_8), new byte[16], 4);

    private final ManualClock clock = new ManualClock();
    private final AuthConfig.Builder config = AuthConfig.builder();
    private AuthenticatorChain chain;

    @AfterEach
    void close() {
        chain.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "x", "y"})
    void usersSingleUserAndTokenMayAllBeHashed(String letter) {
        String hash = HASH.replace("$2b$", "$2" + letter + "$");

        start(AuthConfig.builder().user(entry("u", hash)), 100);
        assertThat(decide(chain, user("u", "secret")).identity().label()).isEqualTo("user:u");
        assertThat(decide(chain, user("u", "Secret")).kind()).isEqualTo(Kind.DENIED);
        assertThat(decide(chain, user("u", hash)).kind()).isEqualTo(Kind.DENIED);
        chain.close();

        start(AuthConfig.builder().singleUser("s", hash), 100);
        assertThat(decide(chain, user("s", "secret")).identity().label()).isEqualTo("user:s");
        assertThat(decide(chain, user("t", "secret")).kind()).isEqualTo(Kind.DENIED);
        assertThat(decide(chain, user("s", null)).kind()).isEqualTo(Kind.DENIED);
        chain.close();

        start(AuthConfig.builder().token(hash), 100);
        assertThat(decide(chain, token("secret")).identity().label()).isEqualTo("token");
        assertThat(decide(chain, token(hash)).kind()).isEqualTo(Kind.DENIED);
        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void aMalformedHashNeverMatchesNotEvenLiterally() {
        start(config.user(entry("u", "$2a$11$...")), 100);

        assertThat(decide(chain, user("u", "$2a$11$...")).kind()).isEqualTo(Kind.DENIED);
        assertThat(decide(chain, user("u", null)).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void everyRefusalOfAUserCostsABcryptComputation() {
        config.user(entry("hashed", HASH)).user(entry("plain", "pp")).user(entry("broken", "$2a$04$..."));
        config.user(UserEntry.builder().name("proxied").proxyRequired(true).build());
        start(config, 0);

        assertThat(decide(chain, user("hashed", "wrong")).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(decide(chain, user("nobody", "wrong")).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(decide(chain, user("plain", "wrong")).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(decide(chain, user("broken", "wrong")).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(decide(chain, user("proxied", "wrong")).kind()).isEqualTo(Kind.UNAVAILABLE);
        ConnectAttempt elsewhere = user("nobody", "x").toBuilder()
                .connectionType(ConnectionType.MQTT)
                .build();
        assertThat(decide(chain, elsewhere).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void whatNeedsNoBcryptIsAnsweredThoughTheLaneIsFull() {
        start(config.user(entry("hashed", HASH)).user(entry("plain", "pp")), 0);

        assertThat(decide(chain, user("plain", "pp")).kind()).isEqualTo(Kind.GRANTED);
        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void aFullLaneIsUnavailableAndFailsClosed() {
        start(config.user(entry("hashed", HASH)), 0);

        AuthDecision decision = decide(chain, user("hashed", "secret"));
        assertThat(decision.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(decision.cause()).isInstanceOf(RejectedExecutionException.class);
        assertThat(decision.denial().wire()).isEqualTo(WireError.AUTHORIZATION_VIOLATION);
        assertThat(chain.unavailable()).isEqualTo(1);
        assertThat(chain.denied()).isZero();
    }

    @Test
    void aSecondLoginNeedsNoBcryptForAWhile() {
        start(config.user(entry("hashed", HASH)), 1);
        assertThat(decide(chain, user("hashed", "secret")).kind()).isEqualTo(Kind.GRANTED);

        assertThat(chain.authenticate(user("hashed", "secret")).toCompletableFuture())
                .isCompletedWithValueMatching(decision -> decision.kind() == Kind.GRANTED);
        assertThat(decide(chain, user("hashed", "wrong")).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void theSecondLoginIsForgottenInTime() {
        start(config.user(entry("hashed", HASH)), 1);
        assertThat(decide(chain, user("hashed", "secret")).kind()).isEqualTo(Kind.GRANTED);
        clock.advance(Duration.ofMinutes(5));

        CompletionStage<AuthDecision> late = chain.authenticate(
                user("hashed", "secret").toBuilder().abandoned(() -> true).build());
        assertThat(late.toCompletableFuture().join().kind())
                .as("needs the lane again, which does nothing for a peer that has gone")
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void aHashedNoAuthUserIsRefusedAsInTheReferenceAndCostsNothing() {
        start(config.user(entry("anon", HASH)).noAuthUser("anon"), 0);

        assertThat(decide(chain, empty()).kind()).isEqualTo(Kind.DENIED);
        assertThat(decide(chain, attempt().beforeConnect(true).build()).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void anAttemptWhosePeerHasGoneCostsNothing() {
        start(config.user(entry("hashed", HASH)), 10);
        ConnectAttempt gone =
                user("hashed", "secret").toBuilder().abandoned(() -> true).build();

        AuthDecision decision = decide(chain, gone);
        assertThat(decision.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(decision.cause()).hasMessage("the peer has gone");
        assertThat(chain.unavailable()).isZero();
    }

    @Test
    void afterCloseSlowAttemptsAreUnavailable() {
        start(config.user(entry("hashed", HASH)), 10);
        chain.close();

        assertThat(decide(chain, user("hashed", "secret")).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    private void start(AuthConfig.Builder from, int queue) {
        AuthRuntime runtime = AuthRuntime.builder()
                .clock(clock)
                .nanoTime(clock::nanoTime)
                .queuePerLane(queue)
                .build();
        chain = AuthenticatorChain.create(from.build(), runtime);
    }

    private static UserEntry entry(String name, String password) {
        return UserEntry.builder().name(name).password(password).build();
    }
}
