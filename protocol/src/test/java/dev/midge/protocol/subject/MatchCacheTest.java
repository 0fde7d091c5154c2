package dev.midge.protocol.subject;

import static dev.midge.protocol.subject.Subject.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchCacheTest {

    private final MatchCache<String> cache = new MatchCache<>();
    private final ChangeLog log = new ChangeLog();

    @Test
    void aValueIsFoundByTheBytesOfItsSubject() {
        put("foo.bar");
        assertThat(get("foo.bar")).isEqualTo("foo.bar");
        assertThat(get("foo.ba")).isNull();
        assertThat(get("foo.bar2")).isNull();
        byte[] line = bytes("PUB foo.bar 5");
        assertThat(cache.get(line, 4, 7)).isEqualTo("foo.bar");
        assertThat(cache.hits()).isEqualTo(2);
        assertThat(cache.misses()).isEqualTo(2);
    }

    @Test
    void aSecondValueReplacesTheFirst() {
        put("foo");
        cache.put(bytes("foo"), "other");
        assertThat(get("foo")).isEqualTo("other");
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void aLiteralChangeDropsOneEntry() {
        put("a");
        put("b");
        cache.invalidate(bytes("a"));
        cache.invalidate(bytes("c"));
        assertThat(get("a")).isNull();
        assertThat(get("b")).isEqualTo("b");
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void aPatternDropsWhatItMatches() {
        for (String subject : List.of("a", "a.b", "a.b.c", "a.b.d", "a.x.c", "a.b.c.d", "a.b.*")) {
            put(subject);
        }
        cache.invalidateMatching(bytes("a.b.*"));
        assertThat(remaining("a", "a.b", "a.b.c", "a.b.d", "a.x.c", "a.b.c.d", "a.b.*"))
                .containsExactly("a", "a.b", "a.x.c", "a.b.c.d");
        cache.invalidateMatching(bytes("a.*.c.>"));
        assertThat(remaining("a", "a.b", "a.x.c", "a.b.c.d")).containsExactly("a", "a.b", "a.x.c");
        cache.invalidateMatching(bytes(">"));
        assertThat(cache.size()).isZero();
    }

    @Test
    void catchingUpAppliesLiteralsAndPatterns() {
        put("a");
        put("b.x");
        put("b.y");
        put("c");
        log.record(bytes("a"));
        log.record(bytes("b.*"));
        cache.catchUp(log);
        assertThat(cache.generation()).isEqualTo(2);
        assertThat(remaining("a", "b.x", "b.y", "c")).containsExactly("c");
        put("a");
        cache.catchUp(log);
        assertThat(get("a")).isEqualTo("a");
    }

    @Test
    void catchingUpFromTooFarBehindDropsEverything() {
        put("a");
        for (int i = 0; i < 1024; i++) {
            log.record(bytes("other"));
        }
        cache.catchUp(log);
        assertThat(cache.size()).isZero();
        assertThat(cache.generation()).isEqualTo(1024);
    }

    @Test
    void patternsThatNoCachedSubjectBeginsWithCostNothing() {
        put("a.b.c");
        for (int i = 0; i < 1000; i++) {
            log.record(bytes("_INBOX.client" + i + ".*"));
        }
        cache.catchUp(log);
        assertThat(get("a.b.c")).isEqualTo("a.b.c");
    }

    @Test
    void patternsThatNeedTooManyWalksDropEverything() {
        subjects("a", MatchCache.FIRST_LIMIT).forEach(this::put);
        for (int i = 0; i < 8; i++) {
            log.record(bytes("*.x"));
        }
        cache.catchUp(log);
        assertThat(cache.size()).isEqualTo(MatchCache.FIRST_LIMIT);
        for (int i = 0; i < 9; i++) {
            log.record(bytes("*.x"));
        }
        cache.catchUp(log);
        assertThat(cache.size()).isZero();
    }

    @Test
    void prefixesOfDroppedEntriesNeedNoWalk() {
        subjects("a.b", MatchCache.FIRST_LIMIT - 1).forEach(this::put);
        put("_INBOX.client.1");
        for (int i = 0; i < 20; i++) {
            log.record(bytes("_INBOX.client.*"));
        }
        cache.catchUp(log);
        assertThat(cache.size()).isEqualTo(MatchCache.FIRST_LIMIT - 1);
    }

    @Test
    void aSmallCacheAffordsMoreWalks() {
        put("a.b");
        for (int i = 0; i < 1000; i++) {
            log.record(bytes("*.x"));
        }
        cache.catchUp(log);
        assertThat(get("a.b")).isEqualTo("a.b");
    }

    @Test
    void subjectsUsedOnceNeitherGrowTheCacheNorPushOutBusyOnes() {
        List<String> busy = subjects("busy", 100);
        busy.forEach(this::put);
        for (int i = 0; i < 50_000; i++) {
            lookUp("_INBOX.client." + i);
            assertThat(get(busy.get(i % 100))).isNotNull();
        }
        assertThat(cache.size()).isEqualTo(MatchCache.FIRST_LIMIT);
        assertThat(cache.limit()).isEqualTo(MatchCache.FIRST_LIMIT);
    }

    @Test
    void aFullCacheKeepsASubjectFromTheSecondTimeOn() {
        subjects("s", MatchCache.FIRST_LIMIT).forEach(this::lookUp);
        assertThat(cache.size()).isEqualTo(MatchCache.FIRST_LIMIT);

        lookUp("new");
        assertThat(get("new")).isNull();
        assertThat(cache.size()).isEqualTo(MatchCache.FIRST_LIMIT);
        lookUp("new");
        assertThat(get("new")).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWorkingSetThatIsTooLargeGrowsTheCacheUntilItFits(boolean inTurn) {
        List<String> subjects = subjects("s", 20_000);
        Random random = new Random(5);
        for (int i = 0; i < 400_000; i++) {
            lookUp(subjects.get(inTurn ? i % 20_000 : random.nextInt(20_000)));
        }
        assertThat(cache.limit()).isEqualTo(32_768);
        long misses = cache.misses();
        for (String subject : subjects) {
            lookUp(subject);
        }
        assertThat(cache.misses() - misses).isLessThan(100);
    }

    @Test
    void theCacheStopsGrowingAtItsLastLimit() {
        List<String> subjects = subjects("s", 100_000);
        Random random = new Random(6);
        for (int i = 0; i < 500_000; i++) {
            lookUp(subjects.get(random.nextInt(100_000)));
        }
        assertThat(cache.limit()).isEqualTo(MatchCache.LAST_LIMIT);
        assertThat(cache.size()).isEqualTo(MatchCache.LAST_LIMIT);
    }

    @Test
    void heavyValuesLeaveRoomForFewerEntries() {
        int heavy = (int) (MatchCache.MAX_WEIGHT / 4);
        for (int i = 0; i < 10; i++) {
            cache.put(bytes("s" + i), "v", heavy);
        }
        assertThat(cache.size()).isEqualTo(4);
        cache.put(bytes("huge"), "v", Integer.MAX_VALUE);
        assertThat(cache.size()).isEqualTo(1);
        assertThat(get("huge")).isEqualTo("v");
        put("light");
        assertThat(remaining("huge", "light")).containsExactly("light");
        cache.clear();
        for (int i = 0; i < 4; i++) {
            cache.put(bytes("s" + i), "v", heavy);
        }
        assertThat(cache.size()).isEqualTo(4);
    }

    @Test
    void aVeryLongSubjectIsNotRemembered() {
        put("x".repeat(512));
        put("x".repeat(513));
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void lookingUpAllocatesNothing() {
        put("orders.eu.created");
        byte[] line = bytes("PUB orders.eu.created 5");
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        // The first call of everything, this measurement included, may load classes.
        long warm = hitsWithin(line, 1_000) + threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        long hits = hitsWithin(line, 200_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(warm).isPositive();
        assertThat(hits).isEqualTo(200_000);
        assertThat(allocated).isLessThan(20_000);
    }

    /** Whatever is evicted, what is found must be the value put last and not dropped since. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theCacheNeverReturnsWhatWasDropped(long seed) {
        Random random = new Random(seed);
        Map<String, String> model = new HashMap<>();
        long found = 0;
        for (int step = 0; step < 60_000; step++) {
            String subject = "t" + random.nextInt(30) + ".u" + random.nextInt(30) + ".v" + random.nextInt(12);
            int what = random.nextInt(1000);
            if (what == 0) {
                String pattern = pattern(random, subject);
                cache.invalidateMatching(bytes(pattern));
                model.keySet().removeIf(key -> Subject.matches(bytes(key), bytes(pattern)));
            } else if (what < 100) {
                cache.invalidate(bytes(subject));
                model.remove(subject);
            } else if (what < 500) {
                String value = subject + "#" + step;
                cache.put(bytes(subject), value);
                model.put(subject, value);
            } else {
                String value = get(subject);
                found += value == null ? 0 : 1;
                assertThat(value == null || value.equals(model.get(subject))).isTrue();
            }
            assertThat(cache.size()).isLessThanOrEqualTo(model.size());
        }
        assertThat(found).isGreaterThan(5_000);
    }

    private static String pattern(Random random, String subject) {
        String[] tokens = subject.split("\\.", -1);
        tokens[random.nextInt(3)] = "*";
        return random.nextBoolean() ? String.join(".", tokens) : tokens[0] + "." + tokens[1] + ".>";
    }

    private long hitsWithin(byte[] line, int times) {
        long hits = 0;
        for (int i = 0; i < times; i++) {
            cache.catchUp(log);
            hits += cache.get(line, 4, 17) == null ? 0 : 1;
        }
        return hits;
    }

    private static List<String> subjects(String prefix, int count) {
        List<String> subjects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            subjects.add(prefix + "." + i);
        }
        return subjects;
    }

    private void lookUp(String subject) {
        byte[] key = bytes(subject);
        if (get(subject) == null && cache.admits(key, 0, key.length)) {
            put(subject);
        }
    }

    private void put(String subject) {
        cache.put(bytes(subject), subject);
    }

    private String get(String subject) {
        byte[] key = bytes(subject);
        return cache.get(key, 0, key.length);
    }

    private List<String> remaining(String... subjects) {
        List<String> found = new ArrayList<>();
        for (String subject : subjects) {
            if (get(subject) != null) {
                found.add(subject);
            }
        }
        return found;
    }

    @Test
    void longSubjectsLeaveRoomForFewerEntries() {
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 10_000; i++) {
                lookUp("x".repeat(500) + i);
            }
        }
        int bytes = cache.size() * 504;
        assertThat(bytes).isBetween((int) MatchCache.MAX_WEIGHT, (int) MatchCache.MAX_WEIGHT * 4);
    }

    @Test
    void aCacheForOneConnectionStaysSmall() {
        MatchCache<String> small = MatchCache.small();
        for (int i = 0; i < 10_000; i++) {
            small.put(bytes("s" + i % 1_000), "v");
        }
        assertThat(small.size()).isEqualTo(MatchCache.SMALL_LIMIT);
        for (int i = 0; i < 100; i++) {
            small.put(bytes("x".repeat(500) + i), "v");
        }
        assertThat(small.size()).isLessThan(20);
    }

    /** A client that makes and uses patterns in turn would have the whole table walked for each. */
    @Test
    void walksArePaidForByLookUps() {
        List<String> subjects = subjects("a", MatchCache.FIRST_LIMIT);
        subjects.forEach(this::put);
        int rounds = 0;
        while (cache.size() > 0) {
            log.record(bytes("*.x"));
            cache.catchUp(log);
            get("a.1");
            rounds++;
        }
        assertThat(rounds).isBetween(9, 10);

        subjects.forEach(this::put);
        for (int i = 0; i < 100; i++) {
            subjects.forEach(this::get);
            log.record(bytes("*.x"));
            cache.catchUp(log);
        }
        assertThat(cache.size()).isEqualTo(MatchCache.FIRST_LIMIT);
    }
}
