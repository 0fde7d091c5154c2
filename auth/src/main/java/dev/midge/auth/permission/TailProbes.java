package dev.midge.auth.permission;

import dev.midge.protocol.subject.Subject;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscription with a final {@code >}, taken apart by the number of tokens that a subject may have.
 *
 * <p>For each number it stands for the subject made of the subscription's own tokens, filled up with tokens that equal no
 * literal token. An entry matches such a probe exactly if it matches every subject of that length which the subscription
 * matches. From the length of the longest entry on nothing changes any more, so a finite number of probes decides.
 *
 * <p>One pass over the list; never one search per length, since an entry may be very long.
 */
final class TailProbes {

    /** The least number of tokens that the subscription takes. */
    private final int first;

    private final byte[] subject;
    private final Lengths plain = new Lengths();
    private final Lengths qualified = new Lengths();
    private final Lengths named = new Lengths();
    private int longest;

    /** The subject ends with a token {@code >} and has no empty token. */
    TailProbes(List<Entry> entries, byte[] subject, byte @Nullable [] queue) {
        this.subject = subject;
        this.first = Subject.tokenCount(subject);
        this.longest = first;
        for (Entry entry : entries) {
            add(entry, Matches.of(entry, queue));
        }
    }

    boolean allAdmitted(byte @Nullable [] queue) {
        for (int n = first; n <= longest + 1; n++) {
            if (!Matches.admits(bits(n), queue)) {
                return false;
            }
        }
        return true;
    }

    boolean allRefused() {
        for (int n = first; n <= longest + 1; n++) {
            if (!Matches.refuses(bits(n))) {
                return false;
            }
        }
        return true;
    }

    private int bits(int n) {
        return (plain.has(n) ? Matches.PLAIN : 0)
                | (qualified.has(n) ? Matches.QUEUE : 0)
                | (named.has(n) ? Matches.QUEUE_NAMED : 0);
    }

    private void add(Entry entry, int bits) {
        int tokens = Subject.tokenCount(entry.subject);
        longest = Math.max(longest, tokens);
        if (!takesProbe(entry.subject)) {
            return;
        }
        boolean open = endsWithTail(entry.subject);
        addLength(plain, bits & Matches.PLAIN, tokens, open);
        addLength(qualified, bits & Matches.QUEUE, tokens, open);
        addLength(named, bits & Matches.QUEUE_NAMED, tokens, open);
    }

    private static void addLength(Lengths lengths, int bit, int tokens, boolean open) {
        if (bit == 0) {
            return;
        }
        if (open) {
            lengths.from = Math.min(lengths.from, tokens);
        } else {
            lengths.exact.set(tokens);
        }
    }

    /** Whether the entry's tokens match the probe of the entry's own length (or, with a final {@code >}, of any above). */
    private boolean takesProbe(byte[] entry) {
        int e = 0;
        int s = 0;
        while (e <= entry.length) {
            int eEnd = Entry.tokenEnd(entry, e);
            if (eEnd == entry.length && Entry.isSingle(entry, e, eEnd, '>')) {
                return true;
            }
            boolean star = Entry.isSingle(entry, e, eEnd, '*');
            int sEnd = Entry.tokenEnd(subject, s);
            boolean beyond = sEnd == subject.length; // at the final '>', where every token is made up
            if (!star && (beyond || !Arrays.equals(entry, e, eEnd, subject, s, sEnd))) {
                return false;
            }
            e = eEnd + 1;
            s = beyond ? s : sEnd + 1;
        }
        return true;
    }

    static boolean endsWithTail(byte[] subject) {
        int last = subject.length - 1;
        return last >= 0 && subject[last] == '>' && (last == 0 || subject[last - 1] == '.');
    }

    /** The lengths of the probes that some entry matches. */
    private static final class Lengths {
        private final BitSet exact = new BitSet();
        private int from = Integer.MAX_VALUE;

        boolean has(int n) {
            return n >= from || exact.get(n);
        }
    }
}
