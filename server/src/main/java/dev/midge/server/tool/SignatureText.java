package dev.midge.server.tool;

import java.util.Arrays;
import java.util.Base64;

/** Signatures as base64url without padding, read as Go reads it: line breaks are passed over, errors have a position. */
final class SignatureText {

    private SignatureText() {}

    static String encode(byte[] signature) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    static byte[] decode(byte[] text) throws ToolException {
        byte[] bytes = new byte[text.length];
        int length = 0;
        int held = 0;
        int letters = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n' || text[i] == '\r') {
                continue;
            }
            held = held << 6 | value(text[i], i);
            int place = letters++ & 3;
            // The first of four letters does not yet make a byte, the others leave four, two and no bits over.
            if (place > 0) {
                bytes[length++] = (byte) (held >> (6 - 2 * place));
            }
        }
        if ((letters & 3) == 1) {
            throw illegal(text.length - 1);
        }
        return Arrays.copyOf(bytes, length);
    }

    private static int value(byte letter, int position) throws ToolException {
        if (letter >= 'A' && letter <= 'Z') {
            return letter - 'A';
        }
        if (letter >= 'a' && letter <= 'z') {
            return letter - 'a' + 26;
        }
        if (letter >= '0' && letter <= '9') {
            return letter - '0' + 52;
        }
        if (letter == '-' || letter == '_') {
            return letter == '-' ? 62 : 63;
        }
        throw illegal(position);
    }

    private static ToolException illegal(int position) {
        return new ToolException("illegal base64 data at input byte " + position);
    }
}
