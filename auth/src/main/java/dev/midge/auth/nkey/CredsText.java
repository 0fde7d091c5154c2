package dev.midge.auth.nkey;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The text of a credentials file, letter by letter that of the NATS tools. */
final class CredsText {

    private CredsText() {}

    static byte[] of(String jwt, AsciiText seed) {
        String kind = kind(seed.charAt(1));
        byte[] head = ascii("""
                -----BEGIN NATS %1$s JWT-----
                %2$s
                ------END NATS %1$s JWT------

                ************************* IMPORTANT *************************
                NKEY Seed printed below can be used to sign and prove identity.
                NKEYs are sensitive and should be treated as secrets.

                -----BEGIN %1$s NKEY SEED-----
                """.formatted(kind, jwt));
        byte[] tail = ascii("""

                ------END %s NKEY SEED------

                *************************************************************
                """.formatted(kind));
        byte[] text = Arrays.copyOf(head, head.length + seed.length() + tail.length);
        seed.copyTo(text, head.length);
        System.arraycopy(tail, 0, text, text.length - tail.length, tail.length);
        return text;
    }

    private static String kind(char letter) {
        return switch (letter) {
            case 'O' -> "OPERATOR";
            case 'A' -> "ACCOUNT";
            default -> "USER";
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
