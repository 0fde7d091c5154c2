package dev.midge.auth;

import static dev.midge.auth.Attempts.attempt;
import static dev.midge.auth.Attempts.decide;
import static dev.midge.auth.Attempts.secret;
import static dev.midge.auth.Attempts.signature;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials files of configured NKey users: a JWT and a signature, no nkey. */
class NKeyCredentialsTest {

    private final KeyPair pair = KeyPair.create(KeyType.USER, new SecureRandom());
    private final KeyPair stranger = KeyPair.create(KeyType.USER, new SecureRandom());
    private final String nkey = pair.publicKey().toString();
    private final AuthConfig.Builder config = AuthConfig.builder();
    private AuthenticatorChain chain;

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void theSubjectStandsForTheMissingNkey() {
        config.nkeyUser(entry().account("A").build());
        start();

        AuthDecision decision = decide(chain, credentials(jwt(subject(nkey)), pair));
        assertThat(decision.kind()).as("%s", decision).isEqualTo(AuthDecision.Kind.GRANTED);
        assertThat(decision.identity().nkey()).isEqualTo(nkey);
        assertThat(decision.identity().label()).isEqualTo("nkey:" + nkey);
        assertThat(decision.identity().account()).isEqualTo("A");
        assertThat(chain.nkeyOf(credentials(jwt(subject(nkey)), pair))).isEqualTo(nkey);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"%s\",\"exp\":1,\"nbf\":99999999999}",
                "{\"iss\":\"ANOBODY\",\"nats\":{\"bearer_token\":false,\"pub\":{\"deny\":[\">\"]}},\"sub\":\"%s\"}",
                "{\"sub\":\"first\",\"sub\":\"%s\"}",
                "  {\"SUB\" : \"%s\"}  "
            })
    void nothingElseOfTheJwtCounts(String payload) {
        config.nkeyUser(entry().build());
        start();

        assertThat(decide(chain, credentials(jwt(payload.formatted(nkey)), pair))
                        .kind())
                .isEqualTo(AuthDecision.Kind.GRANTED);
    }

    @Test
    void aLineEndBehindTheJwtIsNotPartOfIt() {
        config.nkeyUser(entry().build());
        start();

        assertThat(decide(chain, credentials(jwt(subject(nkey)) + "\r", pair)).kind())
                .isEqualTo(AuthDecision.Kind.GRANTED);
    }

    @Test
    void onlyTheSignatureProvesIt() {
        config.nkeyUser(entry().build());
        config.user(UserEntry.builder().name("guest").password("p").build());
        config.noAuthUser("guest");
        start();
        String jwt = jwt(subject(nkey));

        assertDenied(credentials(jwt, stranger), "Signature not verified");
        assertDenied(attempt().jwt(secret(jwt)).build(), "Signature missing");
        assertDenied(attempt().jwt(secret(jwt)).signature("%%%").build(), "Signature not valid base64");
        assertDenied(credentials(jwt, pair).toBuilder().nonce(null).build(), "Signature not verified");
        String bearer = jwt("{\"sub\":\"" + nkey + "\",\"nats\":{\"bearer_token\":true}}");
        assertDenied(attempt().jwt(secret(bearer)).build(), "Signature missing");
    }

    @Test
    void anUnknownSubjectIsNobodyOrWhoeverHasNoCredentials() {
        config.nkeyUser(entry().build());
        start();
        ConnectAttempt unknown = credentials(jwt(subject(stranger.publicKey().toString())), stranger);

        assertDenied(unknown, "");
        assertThat(chain.nkeyOf(unknown)).isNull();
        chain.close();
        config.user(UserEntry.builder().name("guest").password("p").build());
        config.noAuthUser("guest");
        start();
        assertThat(decide(chain, unknown).identity().label()).isEqualTo("user:guest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "a.b",
                "..",
                "a..c",
                "a.e30.c",
                "a.bnVsbA.c",
                "a.W10.c",
                "a.eyJzdWIiOjV9.c",
                "a.%%%.c",
                "a.e30=.c",
                "a.e30.c.d"
            })
    void whatCannotBeReadIsDiscarded(String jwt) {
        config.nkeyUser(entry().build());
        config.user(UserEntry.builder().name("guest").password("p").build());
        config.noAuthUser("guest");
        start();

        assertThat(decide(chain, attempt().jwt(secret(jwt)).build()).identity().label())
                .isEqualTo("user:guest");
    }

    @Test
    void nestingAndLengthOfThePayloadDoNoHarm() {
        config.nkeyUser(entry().build());
        start();
        String deep = "[".repeat(200_000) + "]".repeat(200_000);

        assertDenied(credentials(jwt("{\"x\":" + deep + ",\"sub\":\"" + nkey + "\"}"), pair), "");
        String fits = "{\"x\":\"" + "x".repeat(700_000) + "\",\"sub\":\"" + nkey + "\"}";
        assertThat(decide(chain, credentials(jwt(fits), pair)).kind()).isEqualTo(AuthDecision.Kind.GRANTED);
        String tooLong = "{\"x\":\"" + "x".repeat(800_000) + "\",\"sub\":\"" + nkey + "\"}";
        assertDenied(credentials(jwt(tooLong), pair), "");
    }

    @Test
    void anyOtherCredentialsBesideItCountInstead() {
        config.nkeyUser(entry().build());
        config.user(UserEntry.builder().name("ann").password("p").build());
        start();
        ConnectAttempt file = credentials(jwt(subject(nkey)), pair);

        assertThat(decide(
                                chain,
                                file.toBuilder()
                                        .user("ann")
                                        .password(secret("p"))
                                        .build())
                        .identity()
                        .label())
                .isEqualTo("user:ann");
        assertDenied(file.toBuilder().user("ann").build(), "");
        assertDenied(file.toBuilder().password(secret("p")).build(), "");
        assertDenied(file.toBuilder().token(secret("t")).build(), "");
        assertDenied(file.toBuilder().nkey(stranger.publicKey().toString()).build(), "");
    }

    @ParameterizedTest
    @EnumSource
    void onlyClientsHaveSuchFiles(ConnectionType type) {
        config.nkeyUser(entry().build());
        start();
        boolean client = Set.of(ConnectionType.STANDARD, ConnectionType.WEBSOCKET, ConnectionType.IN_PROCESS)
                .contains(type);

        ConnectAttempt attempt = credentials(jwt(subject(nkey)), pair).toBuilder()
                .connectionType(type)
                .build();
        assertThat(decide(chain, attempt).kind())
                .isEqualTo(client ? AuthDecision.Kind.GRANTED : AuthDecision.Kind.DENIED);
    }

    @Test
    void theEntryOfTheKeyHasTheLastWord() {
        config.nkeyUser(
                entry().allowedConnectionTypes(Set.of(ConnectionType.WEBSOCKET)).build());
        start();
        ConnectAttempt file = credentials(jwt(subject(nkey)), pair);

        assertDenied(file, "");
        assertThat(decide(
                                chain,
                                file.toBuilder()
                                        .connectionType(ConnectionType.WEBSOCKET)
                                        .build())
                        .kind())
                .isEqualTo(AuthDecision.Kind.GRANTED);
    }

    @Test
    void withoutNKeyUsersTheJwtIsDiscarded() {
        config.user(UserEntry.builder().name("guest").password("p").build());
        config.noAuthUser("guest");
        start();

        assertThat(decide(chain, credentials(jwt(subject(nkey)), pair))
                        .identity()
                        .label())
                .isEqualTo("user:guest");
    }

    private NKeyUserEntry.Builder entry() {
        return NKeyUserEntry.builder().nkey(nkey);
    }

    private void start() {
        chain = AuthenticatorChain.create(config.build(), AuthRuntime.defaults());
    }

    private void assertDenied(ConnectAttempt attempt, String logReason) {
        AuthDecision decision = decide(chain, attempt);
        assertThat(decision.kind()).as("%s", decision).isEqualTo(AuthDecision.Kind.DENIED);
        assertThat(decision.denial()).isEqualTo(Denial.violation(logReason));
    }

    private static ConnectAttempt credentials(String jwt, KeyPair signer) {
        return attempt().jwt(secret(jwt)).signature(signature(signer)).build();
    }

    private static String subject(String key) {
        return "{\"sub\":\"" + key + "\"}";
    }

    /** With a header and a signature that nobody looks at. */
    private static String jwt(String payload) {
        return "eyJ0eXAiOiJKV1QifQ." + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(UTF_8))
                + ".AAAA";
    }
}
