package dev.midge.server.daemon;

import dev.midge.server.connection.PeerAddress;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;

/** The URLs under which a listener is reached: one for a named host, one per local address for a wildcard. */
final class ListenUrls {

    private ListenUrls() {}

    static List<String> of(String scheme, String host, int port) throws IOException {
        List<String> urls = new ArrayList<>();
        if (isWildcard(host)) {
            for (InetAddress address : localAddresses()) {
                urls.add(scheme + "://" + PeerAddress.hostAndPort(literal(address), port));
            }
        } else {
            // nats-server names the address that it has bound.
            urls.add(scheme + "://" + PeerAddress.hostAndPort(literal(bound(host)), port));
        }
        return urls;
    }

    private static InetAddress bound(String host) throws UnknownHostException {
        InetAddress address = new InetSocketAddress(host, 0).getAddress();
        if (address == null) {
            throw new UnknownHostException("lookup " + host + ": no such host");
        }
        return address;
    }

    private static boolean isWildcard(String host) {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
    }

    /** Loopback first, then by kind, as Linux lists its interfaces and the JVM does not. */
    private static List<InetAddress> localAddresses() throws SocketException {
        List<InetAddress> addresses = new ArrayList<>();
        Enumeration<NetworkInterface> interfaces = NetworkInterface.getNetworkInterfaces();
        while (interfaces.hasMoreElements()) {
            NetworkInterface next = interfaces.nextElement();
            if (next.isUp()) {
                addresses.addAll(Collections.list(next.getInetAddresses()));
            }
        }
        addresses.sort(Comparator.comparing((InetAddress address) -> !address.isLoopbackAddress())
                .thenComparing(address -> address instanceof Inet6Address));
        return addresses;
    }

    /** In the short form of IPv6, and without the zone of a link-local address: no URL carries it. */
    private static String literal(InetAddress address) {
        String text = NetUtil.toAddressString(address);
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
