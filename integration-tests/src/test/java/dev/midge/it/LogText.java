package dev.midge.it;

/** What a server has logged, written by its threads and read by the test's. */
final class LogText {

    private final StringBuilder text = new StringBuilder();

    synchronized void line(String line) {
        text.append(line).append('\n');
    }

    @Override
    public synchronized String toString() {
        return text.toString();
    }
}
