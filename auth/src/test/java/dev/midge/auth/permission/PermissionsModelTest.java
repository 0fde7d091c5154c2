package dev.midge.auth.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.protocol.subject.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Compares the compiled lists with the plainest model: strings split at dots, every subject tried.
 *
 * <p>The literals of entries are {@code a} and {@code b}; {@code x} is in no entry, so it is the probe token.
 */
class PermissionsModelTest {

    private static final int ROUNDS = 250;
    private static final List<String> QUEUES = Arrays.asList(null, "g", "h", "v.g", "v");
    private static final List<String> ENTRY_QUEUES = List.of("g", "h", "v.*", ">");

    /** Longer than any entry, so that whatever holds up to here holds for ever. */
    private static final int MOST_TOKENS = 5;

    private final Random random = new Random(20260729);
    private final List<String> literals = subjects(List.of("a", "b", "x"), MOST_TOKENS);
    private final List<String> patterns = patterns();

    @Test
    void randomListsDecideLikeTheModel() {
        for (int round = 0; round < ROUNDS; round++) {
            Lists lists = new Lists();
            for (int i = 0; i < 40; i++) {
                lists.compareSubscription(pick(patterns), pick(QUEUES));
                lists.compareLiteral(pick(literals), pick(QUEUES));
            }
        }
    }

    @Test
    void withoutQueuesAnAcceptedSubscriptionIsExactlyOneThatIsAllowedWholeAndNotDeniedWhole() {
        for (int round = 0; round < ROUNDS; round++) {
            List<String> allow = plainEntries();
            List<String> deny = plainEntries();
            Permissions permissions = Permissions.builder()
                    .subscribeAllow(allow)
                    .subscribeDeny(deny)
                    .build();
            String pattern = pick(patterns);
            List<String> taken = new ArrayList<>();
            for (String literal : literals) {
                if (matches(pattern, literal)) {
                    taken.add(literal);
                }
            }
            boolean allowedWhole = taken.stream().allMatch(t -> anyMatches(allow, t));
            boolean deniedWhole = taken.stream().allMatch(t -> anyMatches(deny, t));

            assertThat(permissions.maySubscribe(bytes(pattern), null))
                    .as("%s with allow %s deny %s", pattern, allow, deny)
                    .isEqualTo(allowedWhole && !deniedWhole);
        }
    }

    /** One random configuration, compiled and as the model sees it. */
    private final class Lists {
        final List<String> allow = entries();
        final List<String> deny = entries();
        final List<String> publishAllow = plainEntries();
        final List<String> publishDeny = plainEntries();
        final boolean hasAllow = random.nextInt(4) > 0;
        final Permissions permissions = Permissions.builder()
                .publishAllow(hasAllow ? publishAllow : null)
                .publishDeny(publishDeny)
                .subscribeAllow(hasAllow ? allow : null)
                .subscribeDeny(deny)
                .build();

        void compareSubscription(String pattern, String queue) {
            boolean accepted = (!hasAllow || probes(pattern).stream().allMatch(t -> allowRule(allow, t, queue)))
                    && !probes(pattern).stream().allMatch(t -> denyRule(deny, t, queue));
            assertThat(permissions.maySubscribe(bytes(pattern), bytes(queue)))
                    .as("SUB %s %s with allow %s deny %s", pattern, queue, hasAllow ? allow : null, deny)
                    .isEqualTo(accepted);

            boolean wide = queue != null || pattern.contains("*") || pattern.contains(">");
            boolean overlaps = literals.stream().anyMatch(t -> matches(pattern, t) && anyMatches(subjectsOf(deny), t));
            boolean filtered = permissions.needsDeliveryFilter(bytes(pattern), bytes(queue));
            assertThat(filtered)
                    .as("filter of %s %s with deny %s", pattern, queue, deny)
                    .isEqualTo(wide && overlaps);

            boolean leaks = literals.stream().anyMatch(t -> matches(pattern, t) && denyRule(deny, t, queue));
            assertThat(!accepted || !leaks || filtered)
                    .as("a denied subject can reach %s %s unfiltered with deny %s", pattern, queue, deny)
                    .isTrue();
        }

        void compareLiteral(String subject, String queue) {
            assertThat(permissions.mayPublish(bytes(subject)))
                    .as("PUB %s with allow %s deny %s", subject, hasAllow ? publishAllow : null, publishDeny)
                    .isEqualTo((!hasAllow || anyMatches(publishAllow, subject)) && !anyMatches(publishDeny, subject));
            assertThat(permissions.mayDeliver(bytes(subject), bytes(queue)))
                    .as("deliver %s to %s with deny %s", subject, queue, deny)
                    .isEqualTo(!denyRule(deny, subject, queue));
        }
    }

    private static boolean allowRule(List<String> entries, String subject, String queue) {
        List<String> about = matchingQueues(entries, subject);
        if (queue != null && about.stream().anyMatch(Objects::nonNull)) {
            return about.stream().anyMatch(q -> q != null && queueMatches(q, queue));
        }
        return about.contains(null);
    }

    private static boolean denyRule(List<String> entries, String subject, String queue) {
        List<String> about = matchingQueues(entries, subject);
        return about.contains(null)
                || (queue != null && about.stream().anyMatch(q -> q != null && queueMatches(q, queue)));
    }

    /** The queue (or null) of each entry whose subject matches. */
    private static List<String> matchingQueues(List<String> entries, String subject) {
        List<String> queues = new ArrayList<>();
        for (String entry : entries) {
            String[] parts = entry.split(" ", -1);
            if (matches(parts[0], subject)) {
                queues.add(parts.length == 1 ? null : parts[1]);
            }
        }
        return queues;
    }

    private static boolean queueMatches(String entryQueue, String name) {
        return entryQueue.equals(name) || matches(entryQueue, name);
    }

    /** The subscription with fresh tokens in place of its wildcards, at every length up to the longest. */
    private static List<String> probes(String pattern) {
        List<String> probes = new ArrayList<>();
        String fresh = pattern.replace('*', 'x');
        if (!fresh.endsWith(">")) {
            return List.of(fresh);
        }
        StringBuilder probe = new StringBuilder(fresh.substring(0, fresh.length() - 1)).append('x');
        for (int i = 0; i < MOST_TOKENS + 2; i++) {
            probes.add(probe.toString());
            probe.append(".x");
        }
        return probes;
    }

    private static boolean matches(String pattern, String subject) {
        List<String> p = List.of(pattern.split("\\.", -1));
        List<String> s = List.of(subject.split("\\.", -1));
        for (int i = 0; i < p.size(); i++) {
            if (i >= s.size()) {
                return false;
            }
            if (p.get(i).equals(">")) {
                return true;
            }
            if (!p.get(i).equals("*") && !p.get(i).equals(s.get(i))) {
                return false;
            }
        }
        return p.size() == s.size();
    }

    private static boolean anyMatches(List<String> entries, String subject) {
        return entries.stream().anyMatch(entry -> matches(entry, subject));
    }

    private static List<String> subjectsOf(List<String> entries) {
        return entries.stream().map(entry -> entry.split(" ", -1)[0]).toList();
    }

    private List<String> entries() {
        return plainEntries().stream()
                .map(entry -> random.nextInt(3) == 0 ? entry + " " + pick(ENTRY_QUEUES) : entry)
                .toList();
    }

    private List<String> plainEntries() {
        List<String> entries = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            // Wildcards often, so that entries add up to something now and then.
            entries.add(random.nextBoolean() ? pick(patterns) : pick(wildOnly()));
        }
        return entries;
    }

    private static List<String> wildOnly() {
        return List.of("*", ">", "*.*", "*.>", "*.*.>", "*.*.*", "a.*", "a.>", "a.*.>", "a.*.*", "a.*.*.>");
    }

    private static List<String> patterns() {
        List<String> patterns = new ArrayList<>(subjects(List.of("a", "b", "*"), 3));
        for (String prefix : subjects(List.of("a", "b", "*"), 2)) {
            patterns.add(prefix + ".>");
        }
        patterns.add(">");
        return patterns;
    }

    /** Every subject of 1 to {@code most} of these tokens. */
    private static List<String> subjects(List<String> tokens, int most) {
        List<String> all = new ArrayList<>(tokens);
        List<String> last = tokens;
        for (int length = 2; length <= most; length++) {
            List<String> longer = new ArrayList<>();
            for (String head : last) {
                for (String token : tokens) {
                    longer.add(head + "." + token);
                }
            }
            all.addAll(longer);
            last = longer;
        }
        return all;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static byte[] bytes(String text) {
        return text == null ? null : Subject.bytes(text);
    }
}
