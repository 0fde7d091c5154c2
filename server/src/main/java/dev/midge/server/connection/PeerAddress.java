package dev.midge.server.connection;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses of sockets as text, in the form that INFO, logs and monitoring show. */
public final class PeerAddress {

    private PeerAddress() {}

    /** The address in the short form of IPv6, for instance {@code ::1}, which the JDK's is not. */
    public static String host(InetSocketAddress address) {
        InetAddress inet = address.getAddress();
        return inet instanceof Inet4Address ? inet.getHostAddress() : NetUtil.toAddressString(inet);
    }

    /** {@code host:port}, with brackets around an IPv6 address that has none. */
    public static String hostAndPort(String host, int port) {
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (bare ? '[' + host + ']' : host) + ':' + port;
    }
}
