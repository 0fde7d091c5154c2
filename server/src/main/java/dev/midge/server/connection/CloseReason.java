package dev.midge.server.connection;

/** Why a connection ended, with the text that logs and the list of closed connections show. */
public enum CloseReason {
    CLIENT_CLOSED("Client Closed"),
    AUTHENTICATION_TIMEOUT("Authentication Timeout"),
    AUTHENTICATION_FAILURE("Authentication Failure"),
    SLOW_CONSUMER_PENDING_BYTES("Slow Consumer (Pending Bytes)"),
    SLOW_CONSUMER_WRITE_DEADLINE("Slow Consumer (Write Deadline)"),
    WRITE_ERROR("Write Error"),
    READ_ERROR("Read Error"),
    PARSE_ERROR("Parse Error"),
    STALE_CONNECTION("Stale Connection"),
    PROTOCOL_VIOLATION("Protocol Violation"),
    BAD_CLIENT_PROTOCOL_VERSION("Bad Client Protocol Version"),
    MAXIMUM_ACCOUNT_CONNECTIONS_EXCEEDED("Maximum Account Connections Exceeded"),
    MAXIMUM_CONNECTIONS_EXCEEDED("Maximum Connections Exceeded"),
    MAXIMUM_PAYLOAD_EXCEEDED("Maximum Message Payload Exceeded"),
    MAXIMUM_CONTROL_LINE_EXCEEDED("Maximum Control Line Exceeded"),
    MAXIMUM_SUBSCRIPTIONS_EXCEEDED("Maximum Subscriptions Exceeded"),
    SERVER_SHUTDOWN("Server Shutdown"),
    AUTHENTICATION_EXPIRED("Authentication Expired"),
    MISSING_ACCOUNT("Missing Account"),
    CREDENTIALS_REVOKED("Credentials Revoked"),
    NO_RESPONDERS_REQUIRES_HEADERS("No Responders Requires Headers"),
    PROXY_REQUIRED("Proxy Required"),
    PROXY_NOT_TRUSTED("Proxy Not Trusted"),
    KICKED("Kicked");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** Whether what is queued is still written, an error line above all. */
    boolean flushes() {
        return switch (this) {
            case READ_ERROR, WRITE_ERROR, SLOW_CONSUMER_PENDING_BYTES, SLOW_CONSUMER_WRITE_DEADLINE -> false;
            default -> true;
        };
    }

    /** The reason of that text, as an authenticator gave it. */
    static CloseReason of(String text) {
        for (CloseReason reason : values()) {
            if (reason.text.equals(text)) {
                return reason;
            }
        }
        return AUTHENTICATION_FAILURE;
    }
}
