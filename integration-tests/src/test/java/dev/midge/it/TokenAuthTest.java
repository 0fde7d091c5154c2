package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One token for everybody: authentication specification 4.5 step 8 and 4.7. */
class TokenAuthTest {

    private static final String HASH_OF_S3CR3T = "04$DzG1.MGdP5QWZhn4qRptVuulBKH1r6i2Q3SXnqt6MpdxD3DJCRlra";
    private static final String S3CR3T = "s3cr3t-token-of-example";

    @Test
    void theTokenLetsInAndNothingElseDoes() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: \"open sesame\" }")) {
            WireClient.expectAdmitted(server, Connect.token("open sesame"));
            WireClient.expectAdmitted(server, Connect.token("open sesame").with("user", "ignored"));
            WireClient.expectRefused(server, Connect.token("open sesam"));
            WireClient.expectRefused(server, Connect.token("open sesame "));
            WireClient.expectRefused(server, Connect.token(""));
            WireClient.expectRefused(server, Connect.standard());
            WireClient.expectRefused(server, Connect.standard().with("user", "open sesame"));
            WireClient.expectRefused(server, Connect.user("", "open sesame"));
        }
    }

    @Test
    void infoAsksForAuthenticationWithoutANonce() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: secret }");
                WireClient client = WireClient.open(server)) {
            assertThat(client.info()).containsEntry("auth_required", true).doesNotContainKey("nonce");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2x$", "$2y$"})
    void aHashedTokenIsComparedByItsHash(String variant) {
        String hash = variant + HASH_OF_S3CR3T;
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: \"" + hash + "\" }")) {
            WireClient.expectAdmitted(server, Connect.token(S3CR3T));
            WireClient.expectRefused(server, Connect.token(S3CR3T + "x"));
            WireClient.expectRefused(server, Connect.token(hash));
        }
    }

    @Test
    void aHashNeedsNoQuotesInTheConfiguration() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: $2a$" + HASH_OF_S3CR3T + " }")) {
            WireClient.expectAdmitted(server, Connect.token(S3CR3T));
        }
    }

    @Test
    void whatLooksLikeAHashButIsNoneMatchesNothing() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: \"$2a$11$short\" }")) {
            WireClient.expectRefused(server, Connect.token("$2a$11$short"));
            WireClient.expectRefused(server, Connect.token(""));
        }
    }

    @Test
    void everybodyWithTheTokenIsInTheGlobalAccount() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: secret }");
                WireClient client = WireClient.open(server)) {
            client.send(client.connectLine(Connect.token("secret")), "PING");
            client.expect("PONG");
            assertThat(client.expectInfo()).containsEntry("remote_account", "$G");
        }
    }
}
