package dev.midge.server.log.syslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the syslog of this machine where Go's {@code log/syslog} does: in three places, first for a datagram socket,
 * then for a stream.
 */
final class LocalDialer implements Dialer {

    static final List<String> PATHS = List.of("/dev/log", "/var/run/syslog", "/var/run/log");

    private final List<String> paths;
    private @Nullable UnixDatagrams datagrams;

    LocalDialer(List<String> paths) {
        this.paths = paths;
    }

    @Override
    public Connection dial() throws IOException {
        for (String path : paths) {
            Connection found = datagram(path);
            if (found != null) {
                return found;
            }
        }
        for (String path : paths) {
            Connection found = stream(path);
            if (found != null) {
                return found;
            }
        }
        throw new IOException("Unix syslog delivery error");
    }

    /** The JDK has no such sockets; Netty has them on Linux. */
    private @Nullable Connection datagram(String path) {
        if (!Files.exists(Path.of(path)) || !UnixDatagrams.available()) {
            return null;
        }
        if (datagrams == null) {
            datagrams = new UnixDatagrams();
        }
        return datagrams.connect(path);
    }

    private static @Nullable Connection stream(String path) {
        try {
            return new ChannelConnection(RemoteDialer.unixStream(path));
        } catch (IOException e) {
            return null; // the next path, and if none is left there is an error
        }
    }

    @Override
    public void close() {
        if (datagrams != null) {
            datagrams.close();
        }
    }
}
