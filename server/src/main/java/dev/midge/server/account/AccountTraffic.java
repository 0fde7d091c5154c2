package dev.midge.server.account;

/**
 * What the clients of one account have published, and what was delivered of it; bytes are those of headers and payloads.
 */
public record AccountTraffic(long inMessages, long inBytes, long outMessages, long outBytes) {

    public static final AccountTraffic NONE = new AccountTraffic(0, 0, 0, 0);

    public AccountTraffic plus(AccountTraffic other) {
        return new AccountTraffic(
                inMessages + other.inMessages,
                inBytes + other.inBytes,
                outMessages + other.outMessages,
                outBytes + other.outBytes);
    }
}
