package dev.midge.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Whom an attempt comes from, for fairness: an IPv4 address, or the /64 network of an IPv6 address. */
final class Origin {

    private static final int IPV6_LENGTH = 16;

    private Origin() {}

    // One IPv6 host commands all 2^64 addresses of its network: by address, it would be as many origins as it likes.
    static String of(String remoteHost) {
        if (remoteHost.indexOf(':') < 0) {
            return remoteHost;
        }
        try {
            byte[] address = InetAddress.getByName(remoteHost).getAddress(); // an address as text: no look-up
            return address.length == IPV6_LENGTH
                    ? Arrays.toString(Arrays.copyOf(address, IPV6_LENGTH / 2))
                    : remoteHost;
        } catch (UnknownHostException e) {
            return remoteHost; // a scope that this machine does not have; the text will do
        }
    }
}
