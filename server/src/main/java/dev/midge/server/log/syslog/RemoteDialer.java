package dev.midge.server.log.syslog;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Opens the way to the address of {@code remote_syslog}. */
final class RemoteDialer implements Dialer {

    /** The lines pile up meanwhile, and a server that ends waits for the log. */
    private static final int CONNECT_MILLIS = 2_000;

    private static final int LARGEST_PORT = 0xffff;

    private final SyslogAddress address;

    RemoteDialer(SyslogAddress address) {
        this.address = address;
    }

    @Override
    public Connection dial() throws IOException {
        return new ChannelConnection(
                switch (address.network()) {
                    case UNIX -> unixStream(address.target());
                    case UDP, TCP -> dialAny();
                });
    }

    static SocketChannel unixStream(String path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException("dial unix " + path + ": connect: " + reason(e), e);
        }
    }

    /** The first address of the host that answers; if none does, the trouble with the first. */
    private WritableByteChannel dialAny() throws IOException {
        int port = port();
        IOException trouble = null;
        for (InetAddress host : hosts()) {
            InetSocketAddress peer = new InetSocketAddress(host, port);
            try {
                return address.network() == Network.UDP ? datagrams(peer) : stream(peer);
            } catch (IOException e) {
                IOException described =
                        new IOException("dial " + address.network() + ' ' + text(peer) + ": " + problem(e), e);
                trouble = trouble == null ? described : trouble;
            }
        }
        throw trouble == null ? failure("no suitable address") : trouble;
    }

    private int port() throws IOException {
        if (address.target().isEmpty()) {
            throw failure("missing address");
        }
        String digits = address.port();
        if (digits == null) {
            throw failure("address " + address.target() + ": missing port in address");
        }
        // More than a port has would be more than an int has, sooner or later.
        int port = digits.isEmpty() ? 0 : digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (port > LARGEST_PORT) {
            throw failure("address " + digits + ": invalid port");
        }
        return port;
    }

    private InetAddress[] hosts() throws IOException {
        String host = address.host();
        try {
            return host.isEmpty()
                    ? new InetAddress[] {InetAddress.getLoopbackAddress()}
                    : InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw failure("lookup " + host + ": no such host");
        }
    }

    private IOException failure(String text) {
        return new IOException("dial " + address.network() + ": " + text);
    }

    private static DatagramChannel datagrams(InetSocketAddress peer) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            return channel.connect(peer);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException(e.getMessage(), e);
        }
    }

    private static SocketChannel stream(InetSocketAddress peer) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(peer, CONNECT_MILLIS);
            return channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static String text(InetSocketAddress peer) {
        String host = NetUtil.toAddressString(peer.getAddress());
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + peer.getPort();
    }

    private static String problem(IOException e) {
        return e instanceof SocketTimeoutException ? "i/o timeout" : "connect: " + reason(e);
    }

    /** What the system said, spelled as Go spells it. */
    private static String reason(Exception e) {
        @Nullable String message = e.getMessage();
        return message == null || message.isEmpty() ? "input/output error" : message.toLowerCase(Locale.ROOT);
    }
}
