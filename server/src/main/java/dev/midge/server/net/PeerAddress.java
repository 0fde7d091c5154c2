package dev.midge.server.net;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses of sockets as text, in the form that INFO, logs and monitoring show. */
final class PeerAddress {

    private PeerAddress() {}

    /** The address in the short form of IPv6, for instance {@code ::1}, which the JDK's is not. */
    static String host(InetSocketAddress address) {
        InetAddress inet = address.getAddress();
        return inet instanceof Inet4Address ? inet.getHostAddress() : NetUtil.toAddressString(inet);
    }

    static String hostAndPort(String host, int port) {
        return (host.indexOf(':') >= 0 ? '[' + host + ']' : host) + ':' + port;
    }
}
