package dev.midge.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The {@code -ERR} lines about permissions, which name a subject. None of them closes the connection. */
public final class PermissionsViolation {

    private PermissionsViolation() {}

    /** A publish that is not allowed. */
    public static byte[] publish(byte[] subject) {
        return line("Publish to ", subject, null, "");
    }

    /** A publish whose reply subject is reserved for the server. */
    public static byte[] reply(byte[] reply) {
        return line("Publish with Reply of ", reply, null, "");
    }

    /** A subscription that is not allowed. */
    public static byte[] subscription(byte[] subject, byte @Nullable [] queue) {
        return line("Subscription to ", subject, queue, "");
    }

    /** A subscription that is held and no longer allowed, so that it ends. */
    public static byte[] removed(byte[] subject, byte @Nullable [] queue, byte[] sid) {
        byte[] quoted = GoQuote.quote(sid);
        return line("Subscription to ", subject, queue, " (sid " + new String(quoted, StandardCharsets.UTF_8) + ")");
    }

    /** A subscription with more tokens than {@code max_subscription_tokens}. */
    public static byte[] tooManyTokens(byte[] subject) {
        return line("Subscription to ", subject, null, ", too many tokens");
    }

    private static byte[] line(String what, byte[] subject, byte @Nullable [] queue, String tail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 + subject.length);
        out.writeBytes(ascii("-ERR 'Permissions Violation for " + what));
        out.writeBytes(GoQuote.quote(subject));
        if (queue != null) {
            out.writeBytes(ascii(" using queue "));
            out.writeBytes(GoQuote.quote(queue));
        }
        out.writeBytes((tail + "'\r\n").getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
