package dev.midge.auth;

import static dev.midge.auth.Attempts.attempt;
import static dev.midge.auth.Attempts.decide;
import static dev.midge.auth.Attempts.empty;
import static dev.midge.auth.Attempts.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Proxies that sign the nonce of the connections they pass on. */
class TrustedProxiesTest {

    private final KeyPair proxy = KeyPair.create(KeyType.SERVER, new SecureRandom());
    private final KeyPair second = KeyPair.create(KeyType.USER, new SecureRandom());
    private final KeyPair stranger = KeyPair.create(KeyType.SERVER, new SecureRandom());
    private final AuthConfig.Builder config = AuthConfig.builder()
            .trustedProxy(proxy.publicKey().toString())
            .trustedProxy(second.publicKey().toString());
    private AuthenticatorChain chain;

    @AfterEach
    void close() {
        if (chain != null) {
            chain.close();
        }
    }

    @Test
    void proxiesAloneAskForNoCredentialsButSendANonce() {
        start();

        assertThat(chain.authenticationRequired()).isFalse();
        assertThat(chain.mayRefuse()).isTrue();
        assertThat(chain.nonceRequired()).isTrue();
        assertThat(granted(empty()).proxy()).isNull();
        assertThat(granted(through(proxy, empty())).proxy())
                .isEqualTo(proxy.publicKey().toString());
        assertThat(granted(through(second, empty())).proxy())
                .isEqualTo(second.publicKey().toString());
        assertDenied(through(stranger, empty()), "Proxy Not Trusted", "proxy is not trusted");
    }

    @Test
    void withoutProxiesASignatureMeansNothing() {
        chain = AuthenticatorChain.create(
                AuthConfig.builder().singleUser("a", "p").build(), AuthRuntime.defaults());

        assertThat(chain.nonceRequired()).isFalse();
        assertThat(granted(through(stranger, user("a", "p"))).proxy()).isNull();
    }

    @Test
    void whatTheProxySignsIsTheNonceOfTheConnection() {
        start();
        ConnectAttempt signed = through(proxy, empty());

        assertDenied(signed.toBuilder().nonce("another").build(), "Proxy Not Trusted", "proxy is not trusted");
        assertDenied(signed.toBuilder().nonce(null).build(), "Proxy Not Trusted", "proxy is not trusted");
    }

    @Test
    void onlyBase64ForUrlsWithoutPaddingIsRead() {
        start();

        for (String text : new String[] {"%%%", "A", Attempts.signature(proxy) + "=="}) {
            assertDenied(
                    attempt().proxySignature(text).build(),
                    "Proxy Not Trusted",
                    "Proxy signature not valid base64\nproxy is not trusted");
        }
    }

    @Test
    void anUntrustedProxyIsRefusedBeforeAnyCredentialsAreLookedAt() {
        config.user(UserEntry.builder().name("a").password("p").build());
        start();

        assertThat(granted(through(proxy, user("a", "p"))).proxy()).isNotNull();
        assertDenied(through(stranger, user("a", "p")), "Proxy Not Trusted", "proxy is not trusted");
        assertDenied(through(proxy, user("a", "x")), "Authentication Failure", "");
    }

    /** Who must come through a proxy. */
    enum Required {
        USER,
        NKEY,
        SINGLE_USER,
        TOKEN
    }

    @ParameterizedTest
    @EnumSource
    void whoMustComeThroughAProxyIsLetInThroughATrustedOneOnly(Required who) {
        KeyPair pair = KeyPair.create(KeyType.USER, new SecureRandom());
        ConnectAttempt attempt = switch (who) {
            case USER -> {
                config.user(UserEntry.builder()
                        .name("a")
                        .password("p")
                        .proxyRequired(true)
                        .build());
                yield user("a", "p");
            }
            case NKEY -> {
                String nkey = pair.publicKey().toString();
                config.nkeyUser(
                        NKeyUserEntry.builder().nkey(nkey).proxyRequired(true).build());
                yield attempt().nkey(nkey).signature(Attempts.signature(pair)).build();
            }
            case SINGLE_USER -> {
                config.singleUser("a", "p").proxyRequired(true);
                yield user("a", "p");
            }
            case TOKEN -> {
                config.token("t").proxyRequired(true);
                yield Attempts.token("t");
            }
        };
        start();

        assertDenied(attempt, "Proxy Required", "proxy connection required");
        assertDenied(through(stranger, attempt), "Proxy Not Trusted", "proxy is not trusted");
        assertThat(granted(through(second, attempt)).proxy())
                .isEqualTo(second.publicKey().toString());
    }

    @Test
    void revalidationDropsWhoCameThroughAProxyThatIsTrustedNoLonger() {
        config.user(UserEntry.builder().name("a").password("p").build());
        start();
        ConnectAttempt attempt = through(second, user("a", "p"));
        Identity held = granted(attempt);
        assertThat(chain.revalidate(held, attempt).toCompletableFuture().join().kind())
                .isEqualTo(Revalidation.Kind.KEEP);
        AuthConfig fewer = AuthConfig.builder()
                .trustedProxy(proxy.publicKey().toString())
                .user(UserEntry.builder().name("a").password("p").build())
                .build();

        try (AuthenticatorChain reloaded = AuthenticatorChain.create(fewer, AuthRuntime.defaults())) {
            Revalidation dropped =
                    reloaded.revalidate(held, attempt).toCompletableFuture().join();
            assertThat(dropped.denial().closeReason()).isEqualTo("Proxy Not Trusted");
        }
    }

    @Test
    void aTextThatIsNoKeyKeepsTheChainFromStarting() {
        config.trustedProxy("nonsense");

        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("proxy trusted key \"nonsense\" is invalid");
    }

    private void start() {
        chain = AuthenticatorChain.create(config.build(), AuthRuntime.defaults());
    }

    private Identity granted(ConnectAttempt attempt) {
        AuthDecision decision = decide(chain, attempt);
        assertThat(decision.kind()).as("%s", decision).isEqualTo(AuthDecision.Kind.GRANTED);
        return decision.identity();
    }

    private void assertDenied(ConnectAttempt attempt, String closeReason, String logReason) {
        AuthDecision decision = decide(chain, attempt);
        assertThat(decision.kind()).as("%s", decision).isEqualTo(AuthDecision.Kind.DENIED);
        assertThat(decision.denial().wire()).isEqualTo(WireError.AUTHORIZATION_VIOLATION);
        assertThat(decision.denial().closeReason()).isEqualTo(closeReason);
        assertThat(decision.denial().logReason()).isEqualTo(logReason);
    }

    private static ConnectAttempt through(KeyPair signer, ConnectAttempt attempt) {
        return attempt.toBuilder().proxySignature(Attempts.signature(signer)).build();
    }
}
