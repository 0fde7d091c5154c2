package dev.midge.auth.permission;

import dev.midge.protocol.subject.Subject;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One line of a list: a subject, and for subscriptions perhaps the queue that it is about. */
final class Entry implements Comparable<Entry> {

    final byte[] subject;
    final byte @Nullable [] queue;

    private final boolean queueHasWildcard;

    private Entry(byte[] subject, byte @Nullable [] queue) {
        this.subject = subject;
        this.queue = queue;
        this.queueHasWildcard = queue != null && Subject.hasWildcard(queue);
    }

    /** Reads {@code subject} or, where a queue may stand, {@code subject queue}; null for a blank text. */
    static @Nullable Entry parse(String text, boolean queueAllowed) {
        int start = skipBlanks(text, 0);
        int end = skipWord(text, start);
        if (start == end) {
            return null;
        }
        int queueStart = skipBlanks(text, end);
        int queueEnd = skipWord(text, queueStart);
        boolean qualified = queueStart < queueEnd;
        if ((qualified && !queueAllowed) || skipBlanks(text, queueEnd) < text.length()) {
            throw invalid("subject", text, "subject");
        }
        return of(text.substring(start, end), qualified ? text.substring(queueStart, queueEnd) : null);
    }

    private static Entry of(String subject, @Nullable String queue) {
        byte[] subjectBytes = Subject.bytes(subject);
        if (!Subject.isValid(subjectBytes)) {
            throw invalid("subject", subject, "subject");
        }
        if (queue == null) {
            return new Entry(subjectBytes, null);
        }
        byte[] queueBytes = Subject.bytes(queue);
        if (!Subject.isValid(queueBytes)) {
            throw invalid("queue", queue, "queue");
        }
        return new Entry(subjectBytes, queueBytes);
    }

    private static IllegalArgumentException invalid(String kind, String value, String expected) {
        return new IllegalArgumentException(kind + " \"" + value + "\" is not a valid " + expected);
    }

    private static int skipBlanks(String text, int from) {
        int i = from;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int skipWord(String text, int from) {
        int i = from;
        while (i < text.length() && !Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** Whether this entry is about a queue of this name; false for an entry without queue. */
    boolean namesQueue(byte[] name) {
        return queue != null && (Arrays.equals(queue, name) || (queueHasWildcard && takesQueue(queue, name)));
    }

    // A queue name is any bytes without blanks, so it need not be a valid subject: a final '>' takes whatever is left,
    // empty tokens included (nats-server's subset match). Subject.covers would let "a..b" slip through a deny of "> >".
    private static boolean takesQueue(byte[] pattern, byte[] name) {
        int p = 0;
        int n = 0;
        while (true) {
            int pEnd = tokenEnd(pattern, p);
            if (isSingle(pattern, p, pEnd, '>')) {
                return true;
            }
            int nEnd = tokenEnd(name, n);
            if (nEnd == n || isSingle(name, n, nEnd, '>')) {
                return false;
            }
            // A '*' in the name is a wildcard too, and equals no literal token of the pattern.
            if (!isSingle(pattern, p, pEnd, '*') && !Arrays.equals(pattern, p, pEnd, name, n, nEnd)) {
                return false;
            }
            if (pEnd == pattern.length || nEnd == name.length) {
                return pEnd == pattern.length && nEnd == name.length;
            }
            p = pEnd + 1;
            n = nEnd + 1;
        }
    }

    /** Where the token that begins at {@code start} ends. */
    static int tokenEnd(byte[] subject, int start) {
        int end = start;
        while (end < subject.length && subject[end] != '.') {
            end++;
        }
        return end;
    }

    /** Whether the token {@code [start, end)} is this one character. */
    static boolean isSingle(byte[] subject, int start, int end, char wildcard) {
        return end - start == 1 && subject[start] == wildcard;
    }

    /** Whether two dots meet, or one stands at either end; such a subject is matched by no entry. */
    static boolean hasEmptyToken(byte[] subject) {
        boolean empty = true;
        for (byte b : subject) {
            if (b == '.' && empty) {
                return true;
            }
            empty = b == '.';
        }
        return empty;
    }

    @Override
    public int compareTo(Entry other) {
        int bySubject = Arrays.compare(subject, other.subject);
        return bySubject != 0 ? bySubject : Arrays.compare(queue, other.queue);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry entry
                && Arrays.equals(subject, entry.subject)
                && Arrays.equals(queue, entry.queue);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(subject), Arrays.hashCode(queue));
    }

    @Override
    public String toString() {
        return Subject.text(subject) + (queue == null ? "" : " " + Subject.text(queue));
    }
}
