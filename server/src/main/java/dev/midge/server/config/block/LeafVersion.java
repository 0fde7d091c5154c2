package dev.midge.server.config.block;

import org.jspecify.annotations.Nullable;

/** The least version that a leaf node must have. nats-server server/leafnode.go, server/util.go. */
final class LeafVersion {
    private static final int LEAST_MAJOR = 2;
    private static final int LEAST_MINOR = 8;
    private static final int PARTS = 3;
    private static final int LONGEST_NUMBER = 9;

    private LeafVersion() {}

    /** Why the text will not do; null when it will. */
    static @Nullable String fault(String version) {
        int[] parts = parts(version);
        if (parts == null) {
            return "invalid leafnode's minimum version: invalid semver";
        }
        boolean enough = parts[0] > LEAST_MAJOR || (parts[0] == LEAST_MAJOR && parts[1] >= LEAST_MINOR);
        return enough ? null : "the minimum version should be at least 2.8.0";
    }

    /** Three numbers, perhaps with the name of a preview or a build behind them; null for anything else. */
    private static int @Nullable [] parts(String version) {
        int[] parts = new int[PARTS];
        int at = 0;
        for (int part = 0; part < PARTS; part++) {
            int end = endOfDigits(version, at);
            boolean padded = end - at > 1 && version.charAt(at) == '0';
            boolean dotted = part == PARTS - 1 || (end < version.length() && version.charAt(end) == '.');
            if (end == at || end - at > LONGEST_NUMBER || padded || !dotted) {
                return null;
            }
            parts[part] = Integer.parseInt(version.substring(at, end));
            at = end + 1;
        }
        return isSuffix(version.substring(at - 1)) ? parts : null;
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static boolean isSuffix(String text) {
        if (text.isEmpty()) {
            return true;
        }
        boolean valid = text.length() > 1 && (text.charAt(0) == '-' || text.charAt(0) == '+');
        for (int i = 1; i < text.length() && valid; i++) {
            char c = text.charAt(i);
            valid = c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == '+');
        }
        return valid;
    }
}
