package dev.midge.protocol.subject;

/** The members of one queue group on one subject of the trie; the key is the queue name. */
final class QueueGroup<T extends SublistEntry> extends Keyed {

    final Members<T> members = new Members<>();

    QueueGroup(byte[] name, int hash) {
        super(name, hash);
    }
}
