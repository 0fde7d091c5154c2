package dev.midge.server.log.syslog;

import dev.midge.protocol.GoQuote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
    static SyslogAddress parse(String url) throws IOException {
        int end = url.indexOf('#');
        String text = end < 0 ? url : url.substring(0, end);
        rejectControls(url, text);
        int colon = schemeEnd(url, text);
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        int query = rest.indexOf('?');
        rest = query < 0 ? rest : rest.substring(0, query);
        if (colon < 0) {
            rejectColonInFirstSegment(url, rest);
        }
        String authority = authority(url, rest);
        String path =
                rest.startsWith("//") ? rest.substring(2 + rawAuthority(rest).length()) : rest;
        String unescaped = unescape(url, path);
        return switch (scheme) {
            case "udp" -> new SyslogAddress(Network.UDP, authority);
            case "tcp" -> new SyslogAddress(Network.TCP, authority);
            case "unix" -> new SyslogAddress(Network.UNIX, path.startsWith("/") ? unescaped : "");
            default -> throw new IOException("error invalid network type: " + quoted(scheme));
        };
    }

    private static void rejectControls(String url, String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f) {
                throw refusal(url, "net/url: invalid control character in URL");
            }
        }
    }

    /** Where the colon behind the scheme is; -1 if there is no scheme. */
    private static int schemeEnd(String url, String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean further = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (c == ':') {
                if (i == 0) {
                    throw refusal(url, "missing protocol scheme");
                }
                return i;
            }
            if (!letter && (!further || i == 0)) {
                return -1;
            }
        }
        return -1;
    }

    private static void rejectColonInFirstSegment(String url, String rest) throws IOException {
        int slash = rest.indexOf('/');
        String first = slash < 0 ? rest : rest.substring(0, slash);
        if (first.indexOf(':') >= 0) {
            throw refusal(url, "first path segment in URL cannot contain colon");
        }
    }

    private static String rawAuthority(String rest) {
        int slash = rest.indexOf('/', 2);
        return slash < 0 ? rest.substring(2) : rest.substring(2, slash);
    }

    /** Host and port, once they are known to be well-formed. */
    private static String authority(String url, String rest) throws IOException {
        if (!rest.startsWith("//")) {
            return "";
        }
        String raw = rawAuthority(rest);
        String host = raw.substring(raw.lastIndexOf('@') + 1);
        int bracket = host.lastIndexOf(']');
        if (host.startsWith("[") && bracket < 0) {
            throw refusal(url, "missing ']' in host");
        }
        int colon = host.startsWith("[") ? bracket + 1 : host.lastIndexOf(':');
        String port = colon < 0 ? "" : host.substring(colon);
        if (!isPort(port)) {
            throw refusal(url, "invalid port " + quoted(port) + " after host");
        }
        int wrong = firstNotOfHost(host);
        if (wrong >= 0) {
            throw refusal(url, "invalid character " + quoted(host.substring(wrong, wrong + 1)) + " in host name");
        }
        return host;
    }

    /** Nothing, or a colon and digits, or a colon alone. */
    private static boolean isPort(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i == 0 ? c != ':' : c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    private static int firstNotOfHost(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (" \\^`{|}".indexOf(host.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static String unescape(String url, String path) throws IOException {
        if (path.indexOf('%') < 0) {
            return path;
        }
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out[length++] = bytes[i];
                continue;
            }
            int high = i + 1 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                String escape = new String(bytes, i, Math.min(3, bytes.length - i), StandardCharsets.UTF_8);
                throw refusal(url, "invalid URL escape " + quoted(escape));
            }
            out[length++] = (byte) ((high << 4) | low);
            i += 2;
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static IOException refusal(String url, String reason) {
        return new IOException("parse " + quoted(url) + ": " + reason);
    }

    private static String quoted(String text) {
        return GoQuote.text(text.getBytes(StandardCharsets.UTF_8));
    }
}
