package dev.midge.server.account;

import dev.midge.protocol.subject.MatchCache;
import dev.midge.protocol.subject.Matches;
import java.util.Arrays;

/**
 * What one loop knows of the interest in one account: results of past look-ups, empty ones too.
 *
 * <p>Before each look-up the loop compares the account's generation with the one it has seen and drops exactly the results
 * that the changes in between touch. A subscription is in force for everything published after its SUB returned, on
 * every loop, without a message between loops.
 */
public final class Routes {

    /** What a look-up costs at least, in steps through the trie. */
    private static final int FIXED_STEPS = 8;

    private final Account account;
    private final Router router;
    private final MatchCache<Interest> cache = new MatchCache<>();
    private final Matches<Subscription> matches = new Matches<>();
    /** Used again for each subject that the cache does not keep. */
    private final Interest passing = new Interest();

    private long inMessages;
    private long inBytes;
    private long outMessages;
    private long outBytes;

    Routes(Account account, Router router) {
        this.account = account;
        this.router = router;
    }

    public Account account() {
        return account;
    }

    MatchCache<Interest> cache() {
        return cache;
    }

    void count(long messages, long bytes, long deliveries, long deliveredBytes) {
        inMessages += messages;
        inBytes += bytes;
        outMessages += deliveries;
        outBytes += deliveredBytes;
    }

    AccountTraffic traffic() {
        return new AccountTraffic(inMessages, inBytes, outMessages, outBytes);
    }

    /** Whether nothing has changed since the loop saw that generation, so that an earlier result still holds. */
    public boolean unchangedSince(long generation) {
        return account.generation() == generation;
    }

    /** The generation that the last {@link #lookUp} answered for. */
    public long generation() {
        return cache.generation();
    }

    /**
     * Who is interested in the subject at {@code array[from..to)}. The answer holds until the next call; only one that
     * {@link Interest#lasting lasts} may be kept longer.
     */
    public Interest lookUp(byte[] array, int from, int to) {
        account.catchUp(cache);
        Interest known = cache.get(array, from, to - from);
        return known != null ? known : find(array, from, to);
    }

    private Interest find(byte[] array, int from, int to) {
        account.match(array, from, to, matches);
        router.worked(FIXED_STEPS + matches.steps() + matches.plainCount());
        if (!cache.admits(array, from, to - from)) {
            passing.become(array, from, to, matches);
            matches.clear();
            return passing;
        }
        Interest found = new Interest(Arrays.copyOfRange(array, from, to), matches);
        matches.clear();
        cache.put(found.subject(), found, found.weight());
        return found;
    }
}
