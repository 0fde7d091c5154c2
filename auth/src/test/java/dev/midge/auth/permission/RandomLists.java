package dev.midge.auth.permission;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Allow and deny lists at random; an empty one is none, as in a configuration file. */
public record RandomLists(
        List<String> publishAllow, List<String> publishDeny, List<String> subscribeAllow, List<String> subscribeDeny) {

    /** A subscription at random; the queue may be null. */
    public record Subscription(String pattern, @Nullable String queue) {
        @Override
        public String toString() {
            return queue == null ? pattern : pattern + " " + queue;
        }
    }

    private static final List<String> QUEUES = List.of("g", "h", "v.g", "v");
    private static final List<String> ENTRY_QUEUES = List.of("g", "h", "v.*", ">");
    private static final List<String> WIDE =
            List.of("*", ">", "*.*", "*.>", "*.*.>", "*.*.*", "a.*", "a.>", "a.*.>", "a.*.*");

    public static RandomLists from(Random random) {
        return new RandomLists(
                entries(random, 0), entries(random, 0), entries(random, chanceOfQueue(random)), deny(random));
    }

    private static int chanceOfQueue(Random random) {
        return random.nextInt(3) == 0 ? 0 : 30;
    }

    /** Often narrow, since most subscriptions would be refused otherwise. */
    private static List<String> deny(Random random) {
        List<String> entries = entries(random, chanceOfQueue(random));
        return random.nextInt(3) == 0 ? entries : entries.subList(0, Math.min(1, entries.size()));
    }

    private static List<String> entries(Random random, int percentWithQueue) {
        if (random.nextInt(5) == 0) {
            return List.of();
        }
        List<String> entries = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            // Wide ones often, so that entries add up to something now and then.
            String subject = pick(random, random.nextBoolean() ? Subjects.patternsAndSubjects() : WIDE);
            boolean qualified = random.nextInt(100) < percentWithQueue;
            entries.add(qualified ? subject + " " + pick(random, ENTRY_QUEUES) : subject);
        }
        return Collections.unmodifiableList(entries);
    }

    /** Any pattern, wide ones more often, and every other time a queue. */
    public static Subscription subscription(Random random) {
        String pattern = pick(random, random.nextInt(3) == 0 ? WIDE : Subjects.patternsAndSubjects());
        return new Subscription(pattern, random.nextBoolean() ? pick(random, QUEUES) : null);
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
