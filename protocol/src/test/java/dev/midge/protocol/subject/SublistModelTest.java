package dev.midge.protocol.subject;

import static dev.midge.protocol.subject.Subject.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random inserts, removes and matches, compared with a plain list of subscriptions that {@link Subject} filters. */
class SublistModelTest {

    private final Sublist<Sub> list = new Sublist<>();
    private final List<Sub> model = new ArrayList<>();
    private final Matches<Sub> matches = new Matches<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theTrieFindsWhatAListFinds(long seed) {
        Random random = new Random(seed);
        // Few tokens make crowded nodes, many make wide ones.
        int tokens = seed % 2 == 0 ? 3 : 40;
        int target = 50 * (int) seed;
        for (int step = 0; step < 4_000; step++) {
            if (random.nextInt(target) > model.size()) {
                insert(random, tokens);
            } else if (!model.isEmpty()) {
                remove(random);
            }
            compareMatch(bytes(subject(random, tokens, 10)));
        }
        drain(random);
    }

    private void insert(Random random, int tokens) {
        String queue = random.nextInt(3) == 0 ? "q" + random.nextInt(12) : null;
        Sub sub = Sub.of(subject(random, tokens, 3), queue);
        assertThat(sub.insertInto(list)).isTrue();
        model.add(sub);
    }

    private void remove(Random random) {
        Sub sub = model.remove(random.nextInt(model.size()));
        assertThat(sub.removeFrom(list)).isTrue();
        assertThat(sub.removeFrom(list)).isFalse();
    }

    private void drain(Random random) {
        while (!model.isEmpty()) {
            remove(random);
        }
        assertThat(list.nodeCount()).isZero();
    }

    private void compareMatch(byte[] subject) {
        list.match(subject, 0, subject.length, matches);
        Set<Sub> plain = new HashSet<>();
        Map<String, Set<Sub>> groups = new HashMap<>();
        for (Sub sub : model) {
            if (Subject.matches(subject, sub.subject)) {
                Set<Sub> into = sub.queue == null
                        ? plain
                        : groups.computeIfAbsent(Subject.text(sub.queue), name -> new HashSet<>());
                into.add(sub);
            }
        }
        assertThat(matches.copyPlain(new Sub[matches.plainCount()]))
                .containsExactlyInAnyOrder(plain.toArray(Sub[]::new));
        assertThat(matchedGroups()).isEqualTo(groups);
        assertThat(list.hasInterest(subject, 0, subject.length)).isEqualTo(!plain.isEmpty() || !groups.isEmpty());
        assertThat(list.size()).isEqualTo(model.size());
    }

    private Map<String, Set<Sub>> matchedGroups() {
        Map<String, Set<Sub>> groups = new HashMap<>();
        for (int i = 0; i < matches.groupCount(); i++) {
            Sub[] members = matches.copyMembers(i, new Sub[matches.memberCount(i)]);
            Set<Sub> distinct = new HashSet<>(Arrays.asList(members));
            assertThat(distinct).hasSize(members.length);
            assertThat(groups.put(Subject.text(matches.groupName(i)), distinct)).isNull();
        }
        return groups;
    }

    /** One of {@code oneIn} tokens is a wildcard; published subjects have some, too. */
    private static String subject(Random random, int tokens, int oneIn) {
        StringBuilder subject = new StringBuilder();
        int length = 1 + random.nextInt(4);
        for (int i = 0; i < length; i++) {
            boolean wildcard = random.nextInt(oneIn) == 0;
            boolean last = i == length - 1;
            String token = wildcard ? (last && random.nextBoolean() ? ">" : "*") : "t" + random.nextInt(tokens);
            subject.append(token).append(last ? "" : ".");
        }
        return subject.toString();
    }
}
