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

    Routes(Account account, Router router) {
        this.account = account;
        this.router = router;
    }

    public Account account() {
        return account;
    }

    /** Whether nothing has changed since the loop saw that generation, so that an earlier result still holds. */
    public boolean unchangedSince(long generation) {
        return account.generation() == generation;
    }

    /** The generation that the last {@link #lookUp} answered for. */
    public long generation() {
        return cache.generation();
    }

    /** Who is interested in the subject at {@code array[from..to)}. */
    public Interest lookUp(byte[] array, int from, int to) {
        account.catchUp(cache);
        Interest known = cache.get(array, from, to - from);
        return known != null ? known : find(Arrays.copyOfRange(array, from, to));
    }

    private Interest find(byte[] subject) {
        account.match(subject, matches);
        Interest found = new Interest(subject, matches);
        router.worked(FIXED_STEPS + matches.steps() + found.weight());
        matches.clear();
        cache.put(subject, found, found.weight());
        return found;
    }
}
