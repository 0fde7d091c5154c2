package dev.midge.protocol;

/** What a connection is like, from one byte: {@code @} is an ordinary client, the letters behind it set bits. */
record ClientSettings(int bits) {

    static ClientSettings of(byte letter) {
        return new ClientSettings(letter & 0x3f);
    }

    boolean headers() {
        return (bits & 1) == 0;
    }

    boolean pedantic() {
        return (bits & 2) != 0;
    }

    int maxControlLine() {
        return (bits & 4) != 0 ? 24 : 4096;
    }

    long maxPayload() {
        return (bits & 4) != 0 ? 20 : 1 << 20;
    }

    boolean connectExpected() {
        return (bits & 8) != 0;
    }

    /** A user without credentials is configured: anything but CONNECT logs in too. */
    boolean admittedWithoutConnect() {
        return (bits & 16) != 0;
    }

    /** A login pauses the parser. */
    boolean loginTakesTime() {
        return (bits & 32) != 0;
    }
}
