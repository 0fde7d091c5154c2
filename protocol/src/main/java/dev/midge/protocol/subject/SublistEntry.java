package dev.midge.protocol.subject;

import org.jspecify.annotations.Nullable;

/**
 * A subscription as its {@link Sublist} sees it: it remembers for the list where it stands.
 *
 * <p>That makes removal from a hundred thousand subscriptions of one subject as cheap as from one: the last one takes
 * the place of the removed one and is told its new index. An entry can therefore be in one list, once. The list checks
 * what it reads against its own array, so any value is harmless before the first insert and after removal.
 */
public interface SublistEntry {

    /** The index last set, under the lock of the list. */
    int slot();

    /** Sets the index; called by the list only, under its lock. */
    void slot(int slot);

    /** What was last set, under the lock of the list. */
    @Nullable
    Object home();

    /** Sets where in the trie the entry is, so that removing it need not search; called by the list only. */
    void home(@Nullable Object home);
}
