package dev.midge.protocol;

/**
 * The numbers by which the log says how far into an operation the parser was when an impossible byte came: those of the
 * states of nats-server's parser, so that what is known about its log lines holds for ours.
 */
final class ParserState {

    static final int START = 0;
    /** Behind the P of PUB, PING or PONG. */
    static final int P = 29;
    /** Where the CR behind a payload must be. */
    static final int PAYLOAD_CR = 41;

    static final int PAYLOAD_LF = 42;

    private ParserState() {}

    /** The state behind so many letters of a verb, at least one of them. */
    static int inside(byte[] verb, int letters) {
        return (letters == 1 ? firstLetter(verb) - 1 : behindFirst(verb)) + letters;
    }

    private static int firstLetter(byte[] verb) {
        boolean p = verb == ProtocolParser.PUB || verb == ProtocolParser.PING || verb == ProtocolParser.PONG;
        return p ? P : behindFirst(verb) + 1;
    }

    private static int behindFirst(byte[] verb) {
        if (verb == ProtocolParser.PUB) {
            return 28;
        } else if (verb == ProtocolParser.PING) {
            return 32;
        } else if (verb == ProtocolParser.PONG) {
            return 35;
        } else if (verb == ProtocolParser.HPUB) {
            return 17;
        } else if (verb == ProtocolParser.SUB) {
            return 42;
        } else if (verb == ProtocolParser.UNSUB) {
            return 58;
        } else if (verb == ProtocolParser.CONNECT) {
            return 9;
        } else if (verb == ProtocolParser.INFO) {
            return 70;
        }
        return verb == ProtocolParser.ERR ? 3 : 0;
    }
}
