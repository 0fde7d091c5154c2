package dev.midge.auth;

import static dev.midge.auth.Attempts.attempt;
import static dev.midge.auth.Attempts.decide;
import static dev.midge.auth.Attempts.empty;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import dev.midge.auth.nkey.NKeyException;
import dev.midge.auth.permission.Permissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NKeyAuthenticatorTest {

    private static final Permissions LIMITED =
            Permissions.builder().publishAllow(List.of("a")).build();

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
    void aSignedNonceIsGranted() {
        config.nkeyUser(entry().account("A").permissions(LIMITED).build());
        start();

        assertThat(chain.nonceRequired()).isTrue();
        assertThat(chain.authenticationRequired()).isTrue();
        Identity identity =
                decide(chain, signed(urlBase64(sign(Attempts.NONCE)))).identity();
        assertThat(identity.account()).isEqualTo("A");
        assertThat(identity.nkey()).isEqualTo(nkey);
        assertThat(identity.label()).isEqualTo("nkey:" + nkey);
        assertThat(identity.permissions()).isEqualTo(LIMITED);
        assertThat(identity.grantedBy()).isEqualTo("nkey");
    }

    @Test
    void bothFormsOfBase64AreAcceptedAndNoThird() {
        config.nkeyUser(entry().build());
        start();
        // A nonce whose signature has letters on which the two alphabets differ, or the forms could not be told apart.
        String nonce = "nonce";
        while (!urlBase64(sign(nonce)).matches(".*[-_].*")) {
            nonce += "x";
        }
        byte[] signature = sign(nonce);
        String standard = Base64.getEncoder().encodeToString(signature);

        assertThat(decide(chain, signed(nonce, urlBase64(signature))).kind()).isEqualTo(AuthDecision.Kind.GRANTED);
        assertThat(decide(chain, signed(nonce, standard)).kind()).isEqualTo(AuthDecision.Kind.GRANTED);
        for (String other :
                List.of(Base64.getUrlEncoder().encodeToString(signature), standard.replace("=", ""), "%%%%", "A")) {
            assertViolation(signed(nonce, other), "Signature not valid base64");
        }
    }

    @Test
    void everyFaultOfTheSignatureHasItsReason() {
        config.nkeyUser(entry().build());
        start();

        assertViolation(attempt().nkey(nkey).build(), "Signature missing");
        assertViolation(signed(urlBase64(sign("another nonce"))), "Signature not verified");
        assertViolation(signed("AAAA"), "Signature not verified");
        assertViolation(signed(urlBase64(sign(stranger, Attempts.NONCE))), "Signature not verified");
        ConnectAttempt withoutNonce =
                signed(urlBase64(sign(Attempts.NONCE))).toBuilder().nonce(null).build();
        assertViolation(withoutNonce, "Signature not verified");
    }

    @Test
    void anUnknownKeyIsNotRescuedByAUserAndPassword() {
        config.nkeyUser(entry().build());
        config.user(UserEntry.builder().name("a").password("pa").build());
        start();

        ConnectAttempt both = attempt()
                .nkey(stranger.publicKey().toString())
                .signature(urlBase64(sign(stranger, Attempts.NONCE)))
                .user("a")
                .password(Secret.of("pa"))
                .build();
        assertViolation(both, "");
        assertThat(decide(chain, Attempts.user("a", "pa")).kind()).isEqualTo(AuthDecision.Kind.GRANTED);
    }

    @Test
    void withoutNKeyUsersAnNKeyIsIgnored() {
        config.user(UserEntry.builder().name("a").password("pa").build());
        start();

        ConnectAttempt both =
                attempt().nkey(nkey).user("a").password(Secret.of("pa")).build();
        assertThat(chain.nonceRequired()).isFalse();
        Identity identity = decide(chain, both).identity();
        assertThat(identity.userName()).isEqualTo("a");
        assertThat(identity.label()).as("what CONNECT names first").isEqualTo("nkey:" + nkey);
    }

    @Test
    void somebodyWithoutNKeyIsRefused() {
        config.nkeyUser(entry().build());
        start();

        assertViolation(empty(), "");
        assertViolation(Attempts.user("a", "b"), "");
    }

    @Test
    void connectionTypeAndProxyAreCheckedBeforeTheSignature() {
        config.nkeyUser(entry().allowedConnectionTypes(Set.of(ConnectionType.WEBSOCKET))
                .proxyRequired(true)
                .build());
        start();

        ConnectAttempt good = signed(urlBase64(sign(Attempts.NONCE)));
        assertViolation(good, "");
        AuthDecision onWebsocket = decide(
                chain, good.toBuilder().connectionType(ConnectionType.WEBSOCKET).build());
        assertThat(onWebsocket.denial()).isEqualTo(Denial.proxyRequired());
    }

    @Test
    void aPassedDeadlineIsExpired() {
        config.nkeyUser(entry().connectionDeadline(Instant.EPOCH).build());
        start();

        assertThat(decide(chain, signed(urlBase64(sign(Attempts.NONCE)))).denial())
                .isEqualTo(Denial.expired());
    }

    @Test
    void anNKeyAsNoAuthUserNeedsNoSignature() {
        config.nkeyUser(entry().build());
        config.noAuthUser(nkey);
        start();

        assertThat(chain.advertisesAuthRequired()).isFalse();
        assertThat(decide(chain, empty()).identity().label()).isEqualTo("nkey:" + nkey);
        assertThat(decide(chain, empty()).identity().throughNoAuthUser()).isTrue();
        assertThat(decide(chain, attempt().nkey(nkey).build()).kind()).isEqualTo(AuthDecision.Kind.GRANTED);
        assertViolation(Attempts.user("a", "b"), "");
        assertViolation(Attempts.token("t"), "");
    }

    @Test
    void anNKeyAsNoAuthUserAdmitsNothingBeforeConnect() {
        config.nkeyUser(entry().build());
        config.noAuthUser(nkey);
        start();

        assertThat(chain.admitsBeforeConnect(ConnectionType.STANDARD)).isFalse();
    }

    @Test
    void aUserAsNoAuthUserDoesNotReplaceAClaimedNKey() {
        config.nkeyUser(entry().build());
        config.user(UserEntry.builder().name("anon").build());
        config.noAuthUser("anon");
        start();

        assertThat(decide(chain, empty()).identity().label()).isEqualTo("user:anon");
        assertViolation(attempt().nkey(nkey).build(), "Signature missing");
    }

    @Test
    void onlyPublicUserKeysAreAccepted() {
        start();
        NKeyUserEntry.Builder account =
                NKeyUserEntry.builder().nkey("ADOWYLKJUPIIZQHDJMWJSEMLZEZFMM3SNWHFSLMHEVZVSR3PANVAZO6N");

        assertThatThrownBy(account::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not a valid public nkey for a user");
    }

    private void start() {
        chain = AuthenticatorChain.create(config.build(), AuthRuntime.defaults());
    }

    private NKeyUserEntry.Builder entry() {
        return NKeyUserEntry.builder().nkey(nkey);
    }

    private ConnectAttempt signed(String signature) {
        return attempt().nkey(nkey).signature(signature).build();
    }

    private ConnectAttempt signed(String nonce, String signature) {
        return signed(signature).toBuilder().nonce(nonce).build();
    }

    private void assertViolation(ConnectAttempt attempt, String logReason) {
        assertThat(decide(chain, attempt).denial()).isEqualTo(Denial.violation(logReason));
    }

    private byte[] sign(String nonce) {
        return sign(pair, nonce);
    }

    private static byte[] sign(KeyPair pair, String nonce) {
        try {
            return pair.sign(nonce.getBytes(US_ASCII));
        } catch (NKeyException e) {
            throw new AssertionError(e);
        }
    }

    private static String urlBase64(byte[] signature) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }
}
