package dev.midge.server.log.syslog;

import dev.midge.protocol.GoQuote;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to one syslog, and connects again when it went away: {@code <PRIORITY>TIME HOST TAG[PID]: MESSAGE}, with
 * the time as RFC 3339 has it; on this machine without the host and with the time of the BSD syslog.
 *
 * <p>Thread: one at a time. Calls wait for the network.
 */
public final class SyslogWriter implements Closeable {

    /** Facility {@code daemon}; a remote syslog is told {@code kern}, as nats-server does. */
    private static final int DAEMON = 3 << 3;

    private static final int KERN = 0;

    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");
    private static final DateTimeFormatter BSD = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);

    private final Dialer dialer;
    private final int facility;
    private final DateTimeFormatter timeFormat;
    private final String sender;
    private final ZoneId zone = ZoneId.systemDefault();
    private @Nullable Connection connection;
    private long currentSecond = Long.MIN_VALUE;
    private String currentTime = "";

    private SyslogWriter(Dialer dialer, int facility, DateTimeFormatter timeFormat, String sender) throws IOException {
        this.dialer = dialer;
        this.facility = facility;
        this.timeFormat = timeFormat;
        this.sender = ' ' + sender + '[' + ProcessHandle.current().pid() + "]: ";
        try {
            connection = dialer.dial();
        } catch (IOException e) {
            dialer.close();
            throw new IOException(
                    "error connecting to syslog: "
                            + GoQuote.text(String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8)),
                    e);
        }
    }

    /**
     * The syslog of this machine.
     *
     * @param tag what the messages say they come from
     * @throws IOException if there is none; the message is complete
     */
    public static SyslogWriter local(String tag) throws IOException {
        return local(tag, LocalDialer.PATHS);
    }

    static SyslogWriter local(String tag, List<String> paths) throws IOException {
        return new SyslogWriter(new LocalDialer(paths), DAEMON, BSD, tag);
    }

    /**
     * The syslog at an address.
     *
     * @param url {@code udp://host:port}, {@code tcp://host:port} or {@code unix:///path}
     * @param tag what the messages say they come from
     * @throws IOException if that is no address, or nobody is there; the message is complete
     */
    public static SyslogWriter remote(String url, String tag) throws IOException {
        SyslogAddress address = SyslogAddress.parse(url);
        return address.network() == Network.UNIX
                ? new SyslogWriter(new RemoteDialer(address), KERN, BSD, tag)
                : new SyslogWriter(new RemoteDialer(address), KERN, RFC_3339, hostName() + ' ' + tag);
    }

    /** As the kernel has it, where it can be asked: a resolver may take its time. */
    private static String hostName() throws UnknownHostException {
        Path kernel = Path.of("/proc/sys/kernel/hostname");
        try {
            return Files.readString(kernel).trim();
        } catch (IOException notLinux) {
            return InetAddress.getLocalHost().getHostName();
        }
    }

    /**
     * Sends one message.
     *
     * @param message one line, without its end
     * @throws IOException if it is lost: twice, with a new connection in between, it could not be sent
     */
    public void write(Severity severity, Instant time, String message) throws IOException {
        byte[] bytes = ("<" + (facility | severity.code()) + '>' + timeText(time) + sender + message + '\n')
                .getBytes(StandardCharsets.UTF_8);
        Connection open = connection;
        if (open != null) {
            try {
                open.send(bytes);
                return;
            } catch (IOException e) {
                disconnect(open);
            }
        }
        Connection fresh = dialer.dial();
        connection = fresh;
        fresh.send(bytes);
    }

    private void disconnect(Connection open) {
        connection = null;
        try {
            open.close();
        } catch (IOException e) {
            // It was of no use any more.
        }
    }

    private String timeText(Instant time) {
        if (time.getEpochSecond() != currentSecond) {
            currentSecond = time.getEpochSecond();
            currentTime = timeFormat.format(time.atZone(zone));
        }
        return currentTime;
    }

    @Override
    public void close() throws IOException {
        if (connection != null) {
            connection.close();
        }
        dialer.close();
    }
}
