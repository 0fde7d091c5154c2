package dev.midge.auth;

/** Every text that a refusal may put into {@code -ERR '...'}. A refused peer never sees any other. */
public enum WireError {
    AUTHORIZATION_VIOLATION("Authorization Violation"),
    USER_AUTHENTICATION_EXPIRED("User Authentication Expired"),
    ACCOUNT_AUTHENTICATION_EXPIRED("Account Authentication Expired"),
    USER_AUTHENTICATION_REVOKED("User Authentication Revoked"),
    MAXIMUM_ACCOUNT_CONNECTIONS("maximum account active connections exceeded"),
    /** No line at all: the connection just ends. */
    NOTHING("");

    private final String text;

    WireError(String text) {
        this.text = text;
    }

    /** The text between the quotes of the {@code -ERR} line. */
    public String text() {
        return text;
    }
}
