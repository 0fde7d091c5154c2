package dev.midge.protocol.subject;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Subjects as byte strings: tokens between dots, compared byte by byte.
 *
 * <p>{@code *} stands for exactly one token and {@code >} for one or more remaining tokens, both only as a whole token
 * and {@code >} only as the last one. Everywhere else these bytes are ordinary: {@code foo*} is a literal, and a
 * {@code >} that more tokens follow is a token that only {@code *} or an equal token takes. A subject with an empty
 * token (the empty subject included) is matched by nothing and covers nothing.
 *
 * <p>All functions are pure, take linear time at worst, never recurse and allocate nothing but what they return.
 */
public final class Subject {

    static final byte DOT = '.';
    static final byte STAR = '*';
    static final byte TAIL = '>';

    private Subject() {}

    /** Whether a subscription may have this subject: no empty token, and {@code >} only as the last token. */
    public static boolean isValid(byte[] subject) {
        int start = 0;
        while (true) {
            int end = tokenEnd(subject, start);
            if (end == start) {
                return false;
            }
            if (end == subject.length) {
                return true;
            }
            if (isOnly(TAIL, subject, start, end)) {
                return false;
            }
            start = end + 1;
        }
    }

    /** Whether the subject is valid and names exactly one subject. */
    public static boolean isValidLiteral(byte[] subject) {
        return isValid(subject) && !hasWildcard(subject);
    }

    /** Whether some token is exactly {@code *} or {@code >}, wherever it stands. */
    public static boolean hasWildcard(byte[] subject) {
        int start = 0;
        while (start <= subject.length) {
            int end = tokenEnd(subject, start);
            if (isOnly(STAR, subject, start, end) || isOnly(TAIL, subject, start, end)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    /**
     * Whether a message published to {@code literal} reaches a subscription to {@code pattern}.
     *
     * <p>Wildcard tokens of {@code literal} are ordinary tokens: {@code foo.*} is matched by {@code foo.*} and
     * {@code foo.>}, never by {@code foo.bar}.
     */
    public static boolean matches(byte[] literal, byte[] pattern) {
        int l = 0;
        int p = 0;
        while (true) {
            int lEnd = tokenEnd(literal, l);
            int pEnd = tokenEnd(pattern, p);
            if (lEnd == l || pEnd == p) {
                return false;
            }
            if (isTail(pattern, p, pEnd)) {
                return !hasEmptyTokenAfter(literal, lEnd);
            }
            if (!isOnly(STAR, pattern, p, pEnd) && !Arrays.equals(literal, l, lEnd, pattern, p, pEnd)) {
                return false;
            }
            if (lEnd == literal.length || pEnd == pattern.length) {
                return lEnd == literal.length && pEnd == pattern.length;
            }
            l = lEnd + 1;
            p = pEnd + 1;
        }
    }

    /** Whether {@code broad} matches all that {@code narrow} can match; false if {@code narrow} matches nothing. */
    public static boolean covers(byte[] broad, byte[] narrow) {
        int b = 0;
        int n = 0;
        while (true) {
            int bEnd = tokenEnd(broad, b);
            int nEnd = tokenEnd(narrow, n);
            if (bEnd == b || nEnd == n) {
                return false;
            }
            if (isTail(broad, b, bEnd)) {
                return !hasEmptyTokenAfter(narrow, nEnd);
            }
            if (isTail(narrow, n, nEnd)) {
                return false;
            }
            if (!isOnly(STAR, broad, b, bEnd) && !isSameLiteral(broad, b, bEnd, narrow, n, nEnd)) {
                return false;
            }
            if (bEnd == broad.length || nEnd == narrow.length) {
                return bEnd == broad.length && nEnd == narrow.length;
            }
            b = bEnd + 1;
            n = nEnd + 1;
        }
    }

    /** Whether some subject is matched by both. */
    public static boolean overlaps(byte[] left, byte[] right) {
        int l = 0;
        int r = 0;
        while (true) {
            int lEnd = tokenEnd(left, l);
            int rEnd = tokenEnd(right, r);
            if (lEnd == l || rEnd == r) {
                return false;
            }
            if (isTail(left, l, lEnd) || isTail(right, r, rEnd)) {
                return !hasEmptyTokenAfter(left, lEnd) && !hasEmptyTokenAfter(right, rEnd);
            }
            if (!isOnly(STAR, left, l, lEnd)
                    && !isOnly(STAR, right, r, rEnd)
                    && !Arrays.equals(left, l, lEnd, right, r, rEnd)) {
                return false;
            }
            if (lEnd == left.length || rEnd == right.length) {
                return lEnd == left.length && rEnd == right.length;
            }
            l = lEnd + 1;
            r = rEnd + 1;
        }
    }

    /** The number of tokens, empty ones included: dots plus one. */
    public static int tokenCount(byte[] subject) {
        int count = 1;
        for (byte b : subject) {
            if (b == DOT) {
                count++;
            }
        }
        return count;
    }

    /** The UTF-8 bytes of a subject that came from a configuration or from code. */
    public static byte[] bytes(String subject) {
        return subject.getBytes(StandardCharsets.UTF_8);
    }

    /** The subject for a log line or a report; bytes that are not UTF-8 become replacement characters. */
    public static String text(byte[] subject) {
        return new String(subject, StandardCharsets.UTF_8);
    }

    /** Where the token that starts at {@code start} ends: the next dot, or the end of the subject. */
    static int tokenEnd(byte[] subject, int start) {
        return tokenEnd(subject, start, subject.length);
    }

    /** As {@link #tokenEnd(byte[], int)}, for a subject that ends at {@code limit}. */
    static int tokenEnd(byte[] array, int start, int limit) {
        int end = start;
        while (end < limit && array[end] != DOT) {
            end++;
        }
        return end;
    }

    /** Whether the token {@code [start, end)} is exactly this one byte. */
    static boolean isOnly(byte wildcard, byte[] array, int start, int end) {
        return end - start == 1 && array[start] == wildcard;
    }

    private static boolean isTail(byte[] subject, int start, int end) {
        return end == subject.length && isOnly(TAIL, subject, start, end);
    }

    // A '*' of the narrow subject takes tokens that no literal token of the broad one equals.
    private static boolean isSameLiteral(byte[] broad, int b, int bEnd, byte[] narrow, int n, int nEnd) {
        return !isOnly(STAR, narrow, n, nEnd) && Arrays.equals(broad, b, bEnd, narrow, n, nEnd);
    }

    /** Whether an empty token follows the token that ends at {@code end}. */
    private static boolean hasEmptyTokenAfter(byte[] subject, int end) {
        for (int dot = end; dot < subject.length; dot++) {
            if (subject[dot] == DOT && (dot + 1 == subject.length || subject[dot + 1] == DOT)) {
                return true;
            }
        }
        return false;
    }
}
