package dev.midge.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

/** The URLs under which a listener is reached: one for a named host, one per local address for a wildcard. */
final class ListenUrls {

    private ListenUrls() {}

    static List<String> of(String scheme, String host, int port) throws SocketException {
        List<String> urls = new ArrayList<>();
        if (isWildcard(host)) {
            for (InetAddress address : localAddresses()) {
                urls.add(scheme + "://" + hostAndPort(literal(address), port));
            }
        } else {
            urls.add(scheme + "://" + hostAndPort(host, port));
        }
        return urls;
    }

    /** {@code host:port}, with brackets around an IPv6 address. */
    static String hostAndPort(String host, int port) {
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (bare ? "[" + host + "]" : host) + ":" + port;
    }

    private static boolean isWildcard(String host) {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
    }

    /** Loopback first, as Linux lists its interfaces and the JVM does not. */
    private static List<InetAddress> localAddresses() throws SocketException {
        List<InetAddress> loopback = new ArrayList<>();
        List<InetAddress> others = new ArrayList<>();
        Enumeration<NetworkInterface> interfaces = NetworkInterface.getNetworkInterfaces();
        while (interfaces.hasMoreElements()) {
            NetworkInterface next = interfaces.nextElement();
            if (!next.isUp()) {
                continue;
            }
            Enumeration<InetAddress> addresses = next.getInetAddresses();
            while (addresses.hasMoreElements()) {
                InetAddress address = addresses.nextElement();
                (address.isLoopbackAddress() ? loopback : others).add(address);
            }
        }
        loopback.addAll(others);
        return loopback;
    }

    /** Without the zone of a link-local address: no URL carries it. */
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = address instanceof Inet6Address ? text.indexOf('%') : -1;
        return zone < 0 ? text : text.substring(0, zone);
    }
}
