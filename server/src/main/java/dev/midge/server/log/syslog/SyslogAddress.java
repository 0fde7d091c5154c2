package dev.midge.server.log.syslog;

import dev.midge.protocol.GoQuote;
import dev.midge.server.config.value.GoUrl;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code remote_syslog} is: {@code udp://host:port}, {@code tcp://host:port} or {@code unix:///path}.
 *
 * <p>What is no such address is refused in the words of Go's {@code net/url} and of nats-server ({@code
 * logger/syslog.go: getNetworkAndAddr}).
 */
final class SyslogAddress {

    private final Network network;
    private final String target;

    private SyslogAddress(Network network, String target) {
        this.network = network;
        this.target = target;
    }

    Network network() {
        return network;
    }

    /** Host and port as they were written, or the path. */
    String target() {
        return target;
    }

    /** Without the brackets of an IPv6 address. */
    String host() {
        if (target.startsWith("[")) {
            return target.substring(1, target.indexOf(']'));
        }
        int colon = target.lastIndexOf(':');
        return colon < 0 ? target : target.substring(0, colon);
    }

    /** Digits, or nothing; null if there is not even a colon. */
    @Nullable
    String port() {
        int colon = target.indexOf(':', target.lastIndexOf(']') + 1);
        return colon < 0 ? null : target.substring(colon + 1);
    }

    /** @throws IOException if it is none; the message is complete */
    static SyslogAddress parse(String text) throws IOException {
        GoUrl url = url(text);
        return switch (url.scheme()) {
            case "udp" -> new SyslogAddress(Network.UDP, url.host());
            case "tcp" -> new SyslogAddress(Network.TCP, url.host());
            case "unix" -> new SyslogAddress(Network.UNIX, decoded(url.path()));
            default -> throw new IOException("error invalid network type: " + quoted(url.scheme()));
        };
    }

    private static GoUrl url(String text) throws IOException {
        try {
            return GoUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("parse " + quoted(text) + ": " + e.getMessage(), e);
        }
    }

    /** In a path a plus sign is a plus sign. */
    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return GoQuote.text(text.getBytes(StandardCharsets.UTF_8));
    }
}
