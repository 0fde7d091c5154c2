package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.account.CacheWalk;
import dev.midge.server.account.InterestFigures;
import dev.midge.server.json.Json;
import java.io.IOException;
import java.util.List;

/** How many subscriptions there are and how well they are found: the numbers of {@code /subsz}. */
final class SublistStats {

    private SublistStats() {}

    static void write(JsonGenerator json, InterestFigures interest, List<CacheWalk> caches) throws IOException {
        long entries = 0;
        long hits = 0;
        long matches = 0;
        long fanout = 0;
        int maxFanout = 0;
        for (CacheWalk cache : caches) {
            entries += cache.entries();
            hits += cache.hits();
            matches += cache.hits() + cache.misses();
            fanout += cache.totalFanout();
            maxFanout = Math.max(maxFanout, cache.maxFanout());
        }
        json.writeNumberField("num_subscriptions", interest.subscriptions());
        json.writeNumberField("num_cache", entries);
        json.writeNumberField("num_inserts", interest.inserts());
        json.writeNumberField("num_removes", interest.removes());
        json.writeNumberField("num_matches", matches);
        Json.number(json, "cache_hit_rate", matches == 0 ? 0 : (double) hits / matches);
        json.writeNumberField("max_fanout", maxFanout);
        Json.number(json, "avg_fanout", entries == 0 ? 0 : (double) fanout / entries);
    }
}
