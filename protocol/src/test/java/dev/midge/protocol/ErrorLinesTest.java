package dev.midge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The exact bytes of all error lines: clients match them. */
class ErrorLinesTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_OPERATION, Unknown Protocol Operation, true",
        "MAXIMUM_PAYLOAD, Maximum Payload Violation, true",
        "MAXIMUM_CONTROL_LINE, maximum control line exceeded, true",
        "MAXIMUM_CONNECTIONS, maximum connections exceeded, true",
        "MAXIMUM_ACCOUNT_CONNECTIONS, maximum account active connections exceeded, true",
        "AUTHORIZATION_VIOLATION, Authorization Violation, true",
        "AUTHENTICATION_TIMEOUT, Authentication Timeout, true",
        "USER_AUTHENTICATION_EXPIRED, User Authentication Expired, true",
        "ACCOUNT_AUTHENTICATION_EXPIRED, Account Authentication Expired, true",
        "USER_AUTHENTICATION_REVOKED, User Authentication Revoked, true",
        "INVALID_CLIENT_PROTOCOL, invalid client protocol, true",
        "NO_RESPONDERS_REQUIRES_HEADERS, no responders requires headers support, true",
        "STALE_CONNECTION, Stale Connection, true",
        "MAXIMUM_SUBSCRIPTIONS, maximum subscriptions exceeded, false",
        "INVALID_SUBJECT, Invalid Subject, false",
        "INVALID_PUBLISH_SUBJECT, Invalid Publish Subject, false"
    })
    void aLineIsTheQuotedText(ProtocolError error, String text, boolean closes) {
        assertThat(error.line()).isEqualTo(bytes("-ERR '" + text + "'\r\n"));
        assertThat(error.closes()).isEqualTo(closes);
    }

    @ParameterizedTest
    @EnumSource(names = {"BAD_ARGUMENTS", "CLIENT_ERROR"})
    void someErrorsCloseWithoutAWord(ProtocolError error) {
        assertThat(error.line()).isNull();
        assertThat(error.closes()).isTrue();
    }

    @Test
    void permissionViolationsNameTheSubject() {
        assertThat(text(PermissionsViolation.publish(bytes("foo"))))
                .isEqualTo("-ERR 'Permissions Violation for Publish to \"foo\"'\r\n");
        assertThat(text(PermissionsViolation.reply(bytes("_R_.x"))))
                .isEqualTo("-ERR 'Permissions Violation for Publish with Reply of \"_R_.x\"'\r\n");
        assertThat(text(PermissionsViolation.subscription(bytes("foo.>"), null)))
                .isEqualTo("-ERR 'Permissions Violation for Subscription to \"foo.>\"'\r\n");
        assertThat(text(PermissionsViolation.subscription(bytes("foo"), bytes("_sys_"))))
                .isEqualTo("-ERR 'Permissions Violation for Subscription to \"foo\" using queue \"_sys_\"'\r\n");
        assertThat(text(PermissionsViolation.tooManyTokens(bytes("a.b.c"))))
                .isEqualTo("-ERR 'Permissions Violation for Subscription to \"a.b.c\", too many tokens'\r\n");
    }

    @Test
    void permissionViolationsQuoteWhatIsNotPrintable() {
        assertThat(text(PermissionsViolation.publish(new byte[] {'a', (byte) 0xff, '"', '\''})))
                .isEqualTo("-ERR 'Permissions Violation for Publish to \"a\\xff\\\"'\"'\r\n");
        assertThat(text(PermissionsViolation.subscription(bytes("\u00e9"), bytes("q\r"))))
                .isEqualTo("-ERR 'Permissions Violation for Subscription to \"\u00e9\" using queue \"q\\r\"'\r\n");
    }
}
