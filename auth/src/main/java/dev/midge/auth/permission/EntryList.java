package dev.midge.auth.permission;

import dev.midge.protocol.subject.Subject;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One allow or deny list, sorted and without duplicates. Immutable; equal when the entries are. */
final class EntryList {

    private final List<Entry> entries;
    private final EntryTrie trie;
    private final int hash;

    private EntryList(List<Entry> entries) {
        this.entries = entries;
        this.trie = new EntryTrie(entries);
        this.hash = entries.hashCode();
    }

    /** Blank texts are skipped; a text that is not valid throws {@link IllegalArgumentException}. */
    static EntryList parse(List<String> texts, boolean queueAllowed) {
        TreeSet<Entry> sorted = new TreeSet<>();
        for (String text : texts) {
            Entry entry = Entry.parse(text, queueAllowed);
            if (entry != null) {
                sorted.add(entry);
            }
        }
        return new EntryList(List.copyOf(sorted));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether an entry without queue matches this one subject. */
    boolean matches(byte[] subject) {
        return (trie.match(subject, null) & Matches.PLAIN) != 0;
    }

    /** As an allow list: whether every subject that the subscription can match is admitted. */
    boolean admitsAll(byte[] subject, byte @Nullable [] queue) {
        if (!TailProbes.endsWithTail(subject)) {
            return Matches.admits(trie.match(subject, queue), queue);
        }
        return !Entry.hasEmptyToken(subject) && new TailProbes(entries, subject, queue).allAdmitted(queue);
    }

    /** As a deny list: whether every subject that the subscription can match is refused. */
    boolean refusesAll(byte[] subject, byte @Nullable [] queue) {
        if (!TailProbes.endsWithTail(subject)) {
            return refuses(subject, queue);
        }
        return !Entry.hasEmptyToken(subject) && new TailProbes(entries, subject, queue).allRefused();
    }

    /** As a deny list: whether this one subject is refused. */
    boolean refuses(byte[] subject, byte @Nullable [] queue) {
        return Matches.refuses(trie.match(subject, queue));
    }

    /** Whether some entry and the subject can match the same subject, queues left aside. */
    boolean overlaps(byte[] subject) {
        for (Entry entry : entries) {
            if (Subject.overlaps(entry.subject, subject)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryList list && hash == list.hash && entries.equals(list.entries);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
