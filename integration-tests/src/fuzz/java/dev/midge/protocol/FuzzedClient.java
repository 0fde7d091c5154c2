package dev.midge.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One client whose bytes reach a parser in pieces, the way {@code connection.Input} offers them: what was not taken is
 * kept and offered again, in another array and at another position, with more behind it.
 */
final class FuzzedClient {

    private static final int OFFSET = 5;
    private static final int LONGEST_VERB = "CONNECT".length();

    private final ClientSettings settings;
    private final Calls handler;
    private final ProtocolParser parser;
    /** Offers bytes too when the parser has said that they do not suffice. */
    private final boolean eager;

    private byte[] kept = new byte[0];
    private boolean refused;
    private int longestRead;

    /** A client at the start of its connection; chance decides what a connection may or may not do. */
    FuzzedClient(ClientSettings settings, Random random) {
        this.settings = settings;
        eager = random.nextBoolean();
        handler = new Calls(this, random.nextBoolean());
        parser = new ProtocolParser(handler, settings.maxControlLine(), settings.maxPayload());
        parser.headers(settings.headers());
        parser.pedantic(settings.pedantic());
        parser.tracing(random.nextInt(4) == 0);
        parser.expectConnect(settings.connectExpected());
    }

    void connected() {
        parser.expectConnect(false);
        if (settings.loginTakesTime()) {
            parser.pause();
        }
    }

    void connectMissing() {
        if (settings.admittedWithoutConnect()) {
            parser.expectConnect(false);
            if (settings.loginTakesTime()) {
                parser.pause();
            }
        } else {
            parser.pause();
            refused = true;
        }
    }

    List<String> calls() {
        return handler.calls;
    }

    /** One read. */
    void say(byte[] bytes, int from, int to) {
        if (parser.failed() || refused) {
            return;
        }
        longestRead = Math.max(longestRead, to - from);
        byte[] all = Arrays.copyOf(kept, kept.length + to - from);
        System.arraycopy(bytes, from, all, kept.length, to - from);
        int needed = parser.needed();
        boolean useless = all.length < needed - 1;
        if (useless && !eager) {
            kept = all;
            return;
        }
        int before = handler.calls.size();
        offer(all);
        if (useless && (handler.calls.size() != before || kept.length != all.length || parser.needed() != needed)) {
            throw new AssertionError("needed " + needed + ", but something happened with " + all.length);
        }
        while (parser.paused() && !refused) {
            parser.resume();
            offer(kept);
        }
    }

    private void offer(byte[] all) {
        // A line feed behind the end: whoever looks there sees an operation completed.
        byte[] array = new byte[OFFSET + all.length + 1];
        Arrays.fill(array, (byte) '\n');
        System.arraycopy(all, 0, array, OFFSET, all.length);
        int end = OFFSET + all.length;
        int taken = parser.parse(array, OFFSET, end);
        if (taken < OFFSET || taken > end) {
            throw new AssertionError("taken: " + taken + " of " + OFFSET + " to " + end);
        }
        kept = Arrays.copyOfRange(array, taken, end);
        Arrays.fill(array, (byte) '!');
        checkKept();
    }

    /** An unfinished line keeps its verb and the blanks of one read. */
    private void checkKept() {
        int most = parser.failed()
                ? 0
                : parser.needed() > 0
                        ? parser.needed() - 1
                        : LONGEST_VERB + settings.maxControlLine() + 1 + longestRead;
        if (kept.length > most && !parser.paused()) {
            throw new AssertionError("keeps " + kept.length + " bytes, at most " + most);
        }
    }
}
