package dev.midge.server.connection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The message with status 503 that a requester gets when nobody took its request. */
final class NoRespondersNotice {

    private NoRespondersNotice() {}

    /** The whole HMSG. */
    static byte[] of(byte[] reply, byte[] sidAndBlank, byte[] subject) {
        // NATS/1.0 503\r\nNats-Subject: <subject>\r\n\r\n
        int size = 32 + subject.length;
        ByteArrayOutputStream out = new ByteArrayOutputStream(size + reply.length + 40);
        out.writeBytes(ascii("HMSG "));
        out.writeBytes(reply);
        out.write(' ');
        out.writeBytes(sidAndBlank);
        out.writeBytes(ascii(size + " " + size + "\r\nNATS/1.0 503\r\nNats-Subject: "));
        out.writeBytes(subject);
        out.writeBytes(ascii("\r\n\r\n\r\n"));
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
