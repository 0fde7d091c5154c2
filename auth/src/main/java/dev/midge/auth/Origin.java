package dev.midge.auth;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Whom an attempt comes from, for fairness: an IPv4 address and its /24 network, or an IPv6 /64 network and the /48 that it
 * is in.
 *
 * <p>One IPv6 host commands all 2^64 addresses of its network: by address, it would be as many origins as it likes. And
 * whoever rents machines often has a whole /24, or a /48.
 */
record Origin(String network, String address) {

    private static final int ADDRESS_BYTES = 8;
    private static final int NETWORK_BYTES = 6;

    /** Of work that no address has caused. */
    static final Origin NONE = new Origin("", "");

    static Origin of(String remoteHost) {
        if (remoteHost.indexOf(':') < 0) {
            return ofIpv4(remoteHost);
        }
        try {
            InetAddress address = InetAddress.getByName(remoteHost); // an address as text: no look-up
            return address instanceof Inet4Address ? ofIpv4(address.getHostAddress()) : ofIpv6(address.getAddress());
        } catch (UnknownHostException e) {
            return new Origin(remoteHost, remoteHost); // a scope that this machine does not have; the text will do
        }
    }

    private static Origin ofIpv4(String address) {
        return new Origin(address.substring(0, address.lastIndexOf('.') + 1), address);
    }

    private static Origin ofIpv6(byte[] address) {
        return new Origin(
                Arrays.toString(Arrays.copyOf(address, NETWORK_BYTES)),
                Arrays.toString(Arrays.copyOf(address, ADDRESS_BYTES)));
    }
}
