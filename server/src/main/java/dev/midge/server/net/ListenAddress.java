package dev.midge.server.net;

import dev.midge.server.connection.PeerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** What a listener is told to bind, and why it could not, in the words of Go's {@code net.Listen}. */
public final class ListenAddress {

    private static final int LARGEST_PORT = 0xffff;

    private ListenAddress() {}

    /**
     * The address to bind.
     *
     * @param port -1, and 0, for a free one
     * @throws IOException when there is no such host or port; the message is complete
     */
    public static InetSocketAddress of(String host, int port) throws IOException {
        if (port < -1 || port > LARGEST_PORT) {
            throw new IOException("listen tcp: address " + port + ": invalid port");
        }
        InetSocketAddress address = new InetSocketAddress(host, Math.max(port, 0));
        if (address.isUnresolved()) {
            throw new IOException("listen tcp: lookup " + host + ": no such host");
        }
        return address;
    }

    /** Why the system refused to bind the address. */
    public static String refusal(InetSocketAddress address, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        // Behind what epoll puts in front of it, for instance "bind(..) failed with error(-98): ".
        String reason = message.substring(message.lastIndexOf(": ") + 1).trim();
        return "listen tcp " + PeerAddress.hostAndPort(PeerAddress.host(address), address.getPort()) + ": bind: "
                + reason.toLowerCase(Locale.ROOT);
    }
}
