package dev.midge.protocol.subject;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Subscriptions come, go and are looked up: trie, change log and cache together find what a plain list finds, and the
 * functions of {@link Subject} agree with lists of tokens.
 *
 * <p>Input, one step a line: {@code +subject queue} subscribes (without blank: no queue), {@code -x} ends the
 * subscription whose number is the character, {@code =left right} compares two subjects, any other line is published to.
 */
public final class SublistFuzz {

    private static final int MOST_STEPS = 200;

    private final Sublist<Entry> list = new Sublist<>();
    private final ChangeLog log = new ChangeLog(16);
    private final MatchCache<Set<Object>> cache = new MatchCache<>();
    private final Matches<Entry> matches = new Matches<>();
    private final List<Entry> model = new ArrayList<>();

    private SublistFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String[] steps = new String(input, StandardCharsets.ISO_8859_1).split("\n", -1);
        SublistFuzz fuzz = new SublistFuzz();
        for (int i = 0; i < Math.min(steps.length, MOST_STEPS); i++) {
            fuzz.step(steps[i]);
        }
        fuzz.drain();
    }

    private void step(String step) {
        String rest = step.isEmpty() ? "" : step.substring(1);
        if (step.startsWith("+")) {
            int blank = rest.indexOf(' ');
            subscribe(blank < 0 ? rest : rest.substring(0, blank), blank < 0 ? null : bytes(rest.substring(blank + 1)));
        } else if (step.startsWith("-")) {
            if (!model.isEmpty()) {
                unsubscribe(rest.isEmpty() ? 0 : rest.charAt(0) % model.size());
            }
        } else if (step.startsWith("=")) {
            String[] two = rest.split(" ", 2);
            compare(two[0], two.length == 1 ? two[0] : two[1]);
        } else {
            publish(step);
        }
    }

    private void subscribe(String subject, byte[] queue) {
        Entry entry = new Entry(subject, queue);
        boolean inserted = list.insert(entry.subject, queue, entry);
        check(inserted == Tokens.isValid(subject), "insert", subject);
        if (inserted) {
            log.record(entry.subject);
            model.add(entry);
        }
    }

    private void unsubscribe(int index) {
        Entry entry = model.remove(index);
        check(list.remove(entry.subject, entry.queue, entry), "remove", entry.text);
        check(!list.remove(entry.subject, entry.queue, entry), "remove again", entry.text);
        log.record(entry.subject);
    }

    private void publish(String subject) {
        byte[] bytes = bytes(subject);
        Set<Object> expected = new HashSet<>();
        Map<String, Set<Entry>> groups = new HashMap<>();
        for (Entry entry : model) {
            if (Tokens.matches(subject, entry.text)) {
                if (entry.queue == null) {
                    expected.add(entry);
                } else {
                    groups.computeIfAbsent(text(entry.queue), name -> new HashSet<>())
                            .add(entry);
                }
            }
        }
        expected.addAll(groups.entrySet());
        check(found(bytes).equals(expected), "match", subject);
        cache.catchUp(log);
        Set<Object> cached = cache.get(bytes, 0, bytes.length);
        check(cached == null || cached.equals(expected), "cached match", subject);
        cache.put(bytes, expected);
        check(list.hasInterest(bytes, 0, bytes.length) == !expected.isEmpty(), "interest", subject);
        check(list.size() == model.size(), "size", subject);
    }

    private Set<Object> found(byte[] subject) {
        byte[] padded = new byte[subject.length + 2];
        Arrays.fill(padded, (byte) '.');
        System.arraycopy(subject, 0, padded, 1, subject.length);
        list.match(padded, 1, subject.length, matches);
        List<Object> all = new ArrayList<>(List.of((Object[]) matches.copyPlain(new Entry[matches.plainCount()])));
        for (int i = 0; i < matches.groupCount(); i++) {
            List<Entry> members = List.of(matches.copyMembers(i, new Entry[matches.memberCount(i)]));
            check(new HashSet<>(members).size() == members.size(), "twice in a group", text(subject));
            all.add(Map.entry(text(matches.groupName(i)), Set.copyOf(members)));
        }
        Set<Object> distinct = new HashSet<>(all);
        check(distinct.size() == all.size(), "found twice", text(subject));
        return distinct;
    }

    private void drain() {
        while (!model.isEmpty()) {
            unsubscribe(model.size() / 2);
        }
        check(list.nodeCount() == 0 && list.size() == 0, "not empty", "");
    }

    private static void compare(String left, String right) {
        byte[] l = bytes(left);
        byte[] r = bytes(right);
        check(Subject.isValid(l) == Tokens.isValid(left), "valid", left);
        check(Subject.hasWildcard(l) == Tokens.hasWildcard(left), "wildcard", left);
        check(Subject.isValidLiteral(l) == (Tokens.isValid(left) && !Tokens.hasWildcard(left)), "literal", left);
        check(Subject.matches(l, r) == Tokens.matches(left, right), "matches", left + " " + right);
        check(Subject.tokenCount(l) == Tokens.of(left).size(), "tokens", left);
        if (Tokens.isValid(left) && Tokens.isValid(right)) {
            check(Subject.covers(l, r) == Tokens.covers(left, right), "covers", left + " " + right);
            check(Subject.overlaps(l, r) == Tokens.overlaps(left, right), "overlaps", left + " " + right);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static void check(boolean right, String what, String about) {
        if (!right) {
            throw new AssertionError(what + ": " + about);
        }
    }

    private static final class Entry implements SublistEntry {

        final String text;
        final byte[] subject;
        final byte[] queue;
        private int slot = 77;
        private Object home;

        Entry(String text, byte[] queue) {
            this.text = text;
            this.subject = bytes(text);
            this.queue = queue;
        }

        @Override
        public int slot() {
            return slot;
        }

        @Override
        public void slot(int newSlot) {
            slot = newSlot;
        }

        @Override
        public Object home() {
            return home;
        }

        @Override
        public void home(Object newHome) {
            home = newHome;
        }
    }
}
