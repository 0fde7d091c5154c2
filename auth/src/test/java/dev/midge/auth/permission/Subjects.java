package dev.midge.auth.permission;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All subjects of one to four tokens out of three, written down. The literals of entries and of subscriptions are
 * {@code a} and {@code b} only, so {@code x} stands for every token that nobody named.
 *
 * <p>A pattern has at most {@value #LONGEST_PATTERN} tokens, its final {@code >} included: whatever holds for four tokens
 * holds for every number above. Every set below is one of these subjects, by their number.
 */
public final class Subjects {

    static final int LONGEST_PATTERN = 3;
    private static final int LONGEST = LONGEST_PATTERN + 1;

    private static final List<String> ALL = upTo(LONGEST, List.of("a", "b", "x"));
    private static final List<String> PATTERNS = patterns();
    private static final Map<String, BitSet> MATCHED = new HashMap<>();
    private static final List<BitSet> BY_LENGTH = byLength();

    static {
        PATTERNS.forEach(pattern -> MATCHED.put(pattern, matchedBy(pattern)));
    }

    private Subjects() {}

    /** Every subject there is. */
    public static List<String> all() {
        return ALL;
    }

    /** Every subject and pattern that an entry or a subscription may be; those without wildcards are subjects too. */
    public static List<String> patternsAndSubjects() {
        return PATTERNS;
    }

    /** Those of a set, as text. */
    public static List<String> named(BitSet subjects) {
        return subjects.stream().mapToObj(ALL::get).toList();
    }

    /** The subjects that the pattern matches; to be left as it is. */
    static BitSet matched(String pattern) {
        return Objects.requireNonNull(MATCHED.get(pattern), pattern);
    }

    /** For each number of tokens, all subjects of that many. */
    static List<BitSet> ofEachLength() {
        return BY_LENGTH;
    }

    private static BitSet matchedBy(String pattern) {
        BitSet matched = new BitSet();
        for (int i = 0; i < ALL.size(); i++) {
            if (matches(pattern, ALL.get(i))) {
                matched.set(i);
            }
        }
        return matched;
    }

    /** Each {@code *} takes one token of the text and a final {@code >} one or more, whatever those tokens are. */
    static boolean matches(String pattern, String text) {
        String[] wanted = pattern.split("\\.", -1);
        String[] tokens = text.split("\\.", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (i == tokens.length) {
                return false;
            }
            if (wanted[i].equals(">")) {
                return true;
            }
            if (!wanted[i].equals("*") && !wanted[i].equals(tokens[i])) {
                return false;
            }
        }
        return wanted.length == tokens.length;
    }

    private static List<String> upTo(int most, List<String> tokens) {
        List<String> all = new ArrayList<>(tokens);
        List<String> last = tokens;
        for (int length = 2; length <= most; length++) {
            List<String> longer = new ArrayList<>();
            last.forEach(head -> tokens.forEach(token -> longer.add(head + "." + token)));
            all.addAll(longer);
            last = longer;
        }
        return all;
    }

    private static List<String> patterns() {
        List<String> patterns = upTo(LONGEST_PATTERN, List.of("a", "b", "*"));
        upTo(LONGEST_PATTERN - 1, List.of("a", "b", "*")).forEach(head -> patterns.add(head + ".>"));
        patterns.add(">");
        return List.copyOf(patterns);
    }

    private static List<BitSet> byLength() {
        List<BitSet> lengths = new ArrayList<>();
        for (int length = 0; length < LONGEST; length++) {
            lengths.add(new BitSet());
        }
        for (int i = 0; i < ALL.size(); i++) {
            lengths.get(ALL.get(i).split("\\.", -1).length - 1).set(i);
        }
        return lengths;
    }
}
