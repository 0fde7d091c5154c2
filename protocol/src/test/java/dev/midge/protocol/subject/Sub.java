package dev.midge.protocol.subject;

/** A subscription that knows its own subject and queue, for tests. */
final class Sub implements SublistEntry {

    final byte[] subject;
    final byte[] queue;
    private int slot;
    private Object home;

    Sub(String subject, String queue) {
        this.subject = Subject.bytes(subject);
        this.queue = queue == null ? null : Subject.bytes(queue);
    }

    static Sub of(String subject) {
        return new Sub(subject, null);
    }

    static Sub of(String subject, String queue) {
        return new Sub(subject, queue);
    }

    boolean insertInto(Sublist<Sub> list) {
        return list.insert(subject, queue, this);
    }

    boolean removeFrom(Sublist<Sub> list) {
        return list.remove(subject, queue, this);
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int newSlot) {
        slot = newSlot;
    }

    @Override
    public Object home() {
        return home;
    }

    @Override
    public void home(Object newHome) {
        home = newHome;
    }

    @Override
    public String toString() {
        return Subject.text(subject) + (queue == null ? "" : " " + Subject.text(queue));
    }
}
