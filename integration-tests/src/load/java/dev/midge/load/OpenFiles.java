package dev.midge.load;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many connections this process, and a server with the same limit, can have open. */
final class OpenFiles {

    private static final int OTHER_FILES = 500;
    private static final int ENOUGH = 25_000;

    private OpenFiles() {}

    /** A round number; at most as many as one address has free ports for. */
    static int mostConnections() {
        return (int) (Math.min(ENOUGH, most() - OTHER_FILES) / 500 * 500);
    }

    /** The limit of one process. */
    static long most() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
    }
}
