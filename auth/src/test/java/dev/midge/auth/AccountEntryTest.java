package dev.midge.auth;

import static dev.midge.auth.Attempts.decide;
import static dev.midge.auth.Attempts.empty;
import static dev.midge.auth.Attempts.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What an account gives to its users, and the user that the server makes up. */
class AccountEntryTest {

    private static final AccountEntry TIGHT =
            AccountEntry.builder().name("A").maxSubscriptions(2).maxPayload(20).build();

    @Test
    void usersOfAnAccountHaveItsLimits() {
        AuthConfig config = AuthConfig.builder()
                .account(TIGHT)
                .user(UserEntry.builder().name("a").password("p").account("A").build())
                .user(UserEntry.builder().name("g").password("p").build())
                .build();
        try (AuthenticatorChain chain = AuthenticatorChain.create(config, AuthRuntime.defaults())) {
            Identity a = decide(chain, user("a", "p")).identity();
            assertThat(a.maxSubscriptions()).isEqualTo(2);
            assertThat(a.maxPayload()).isEqualTo(20);
            Identity g = decide(chain, user("g", "p")).identity();
            assertThat(g.maxSubscriptions()).isEqualTo(Identity.UNLIMITED);
            assertThat(g.maxPayload()).isEqualTo(Identity.UNLIMITED);
        }
    }

    @Test
    void theLowerLimitCounts() {
        Identity own = Identity.builder()
                .account("A")
                .maxSubscriptions(1)
                .maxPayload(100)
                .build();

        assertThat(TIGHT.limit(own).maxSubscriptions()).isEqualTo(1);
        assertThat(TIGHT.limit(own).maxPayload()).isEqualTo(20);
        AccountEntry open = AccountEntry.builder().name("A").build();
        assertThat(open.limit(own)).isSameAs(own);
        assertThat(open.maxConnections()).isEqualTo(Identity.UNLIMITED);
    }

    @Test
    void belowMinusOneNothingIsAllowed() {
        AccountEntry account = AccountEntry.builder()
                .name("A")
                .maxConnections(-2)
                .maxSubscriptions(-1)
                .build();

        assertThat(account.maxConnections()).isZero();
        assertThat(account.maxSubscriptions()).isEqualTo(Identity.UNLIMITED);
    }

    @Test
    void limitsArePartOfARevalidation() {
        AuthConfig.Builder user = AuthConfig.builder()
                .user(UserEntry.builder().name("a").password("p").account("A").build());
        try (AuthenticatorChain before = AuthenticatorChain.create(user.build(), AuthRuntime.defaults());
                AuthenticatorChain after =
                        AuthenticatorChain.create(user.account(TIGHT).build(), AuthRuntime.defaults())) {
            Identity held = decide(before, user("a", "p")).identity();
            Revalidation changed =
                    after.revalidate(held, user("a", "p")).toCompletableFuture().join();
            assertThat(changed.kind()).isEqualTo(Revalidation.Kind.REPLACE);
            assertThat(changed.identity().maxPayload()).isEqualTo(20);
        }
    }

    @Test
    void anAccountMayBeConfiguredOnce() {
        AuthConfig.Builder config = AuthConfig.builder().account(TIGHT);

        assertThatThrownBy(() -> config.account(TIGHT)).hasMessage("Duplicate Account Entry: A");
    }

    @Test
    void theCompanionUserLetsInWhoHasNoCredentialsAndInfoGoesOnToAskForThem() {
        AuthConfig config = AuthConfig.builder()
                .account(AccountEntry.builder().name("$SYS").build())
                .user(UserEntry.builder()
                        .name("sys")
                        .password("$2a$04$etADT1KUbVY9ZX6Rd8OgzOWV/PMVEICpsQigXmA1C6vKMQbFnIoD.")
                        .account("$SYS")
                        .build())
                .build()
                .toBuilder()
                .companionUser("nats-abc", "unknown")
                .build();
        try (AuthenticatorChain chain = AuthenticatorChain.create(config, AuthRuntime.defaults())) {
            assertThat(chain.advertisesAuthRequired()).isTrue();
            assertThat(chain.admitsBeforeConnect(ConnectionType.STANDARD)).isTrue();
            Identity anybody = decide(chain, empty()).identity();
            assertThat(anybody.account()).isEqualTo("$G");
            assertThat(anybody.userName()).isEqualTo("nats-abc");
            assertThat(anybody.throughNoAuthUser()).isTrue();
            assertThat(decide(chain, user("sys", "wrong")).kind()).isEqualTo(AuthDecision.Kind.DENIED);
            assertThat(decide(chain, user("nats-abc", null)).kind()).isEqualTo(AuthDecision.Kind.DENIED);
            assertThat(config.hasPlaintextPasswords()).isFalse();
        }
    }
}
