package dev.midge.auth.nkey;

/** CRC-16/XMODEM: polynomial 0x1021, nothing reflected, nothing inverted. */
final class Crc16 {

    private static final int POLYNOMIAL = 0x1021;

    /** What each value of the upper byte adds; a configuration may hold thousands of keys. */
    private static final char[] TABLE = table();

    private Crc16() {}

    static int of(byte[] bytes, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc = ((crc << 8) & 0xFFFF) ^ TABLE[(crc >> 8) ^ (bytes[i] & 0xFF)];
        }
        return crc;
    }

    private static char[] table() {
        char[] table = new char[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            table[i] = (char) crc;
        }
        return table;
    }
}
