package dev.midge.server.config.value;

import dev.midge.server.config.language.GoText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A URL as Go's net/url takes it apart, which accepts more than java.net.URI and refuses other things: {@code host:4222}
 * is a URL with the scheme "host", {@code 127.0.0.1:4222} is none.
 *
 * @param scheme in lower case; empty when there is none
 * @param userInfo what stands before the {@code @}, not decoded; null when there is none
 * @param host with the port, when there is one
 * @param path not decoded, but known to decode; empty when there is none, or what follows the scheme is no path
 */
public record GoUrl(String scheme, @Nullable String userInfo, String host, String path) {
    private static final String HOST_PUNCTUATION = "-_.~!$&'()*+,;=:[]<>\"";
    private static final String USER_PUNCTUATION = "-._:~!$&'()*+,;=%@";

    /** Why Go would not take the text for a URL; null when it would. */
    public static @Nullable String fault(String text) {
        try {
            GoUrl unused = parse(text);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /**
     * Takes a text apart.
     *
     * @throws IllegalArgumentException with Go's reason
     */
    public static GoUrl parse(String text) {
        int fragment = text.indexOf('#');
        String whole = fragment < 0 ? text : text.substring(0, fragment);
        requireNoControls(whole);
        String scheme = scheme(whole);
        String rest = whole.substring(scheme.isEmpty() ? 0 : scheme.length() + 1);
        int query = rest.indexOf('?');
        rest = query < 0 ? rest : rest.substring(0, query);
        if (!rest.startsWith("/")) {
            requireNoScheme(scheme, rest);
            return new GoUrl(scheme, null, "", "");
        }
        boolean hasAuthority = rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"));
        String authority = "";
        if (hasAuthority) {
            int slash = rest.indexOf('/', 2);
            authority = rest.substring(2, slash < 0 ? rest.length() : slash);
            rest = slash < 0 ? "" : rest.substring(slash);
        }
        int at = authority.lastIndexOf('@');
        String host = authority.substring(at + 1);
        requireHost(scheme, host);
        String user = at < 0 ? null : authority.substring(0, at);
        if (user != null) {
            requireUserInfo(user);
        }
        requireEscapes(rest, null);
        return new GoUrl(scheme, user, host, rest);
    }

    /** The text without the password that it may hold, to be shown. */
    public static String redact(String text) {
        int at = text.lastIndexOf('@');
        int slashes = text.indexOf("//");
        int colon = text.indexOf(':', slashes + 2);
        boolean password = slashes >= 0 && colon >= 0 && colon < at;
        return password ? text.substring(0, colon + 1) + "xxxxx" + text.substring(at) : text;
    }

    private static void requireNoControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7F) {
                throw new IllegalArgumentException("net/url: invalid control character in URL");
            }
        }
    }

    private static String scheme(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') {
                if (i == 0) {
                    throw new IllegalArgumentException("missing protocol scheme");
                }
                return text.substring(0, i).toLowerCase(Locale.ROOT);
            }
            boolean inside = i > 0 && (isDigit(c) || c == '+' || c == '-' || c == '.');
            if (!isLetter(c) && !inside) {
                return "";
            }
        }
        return "";
    }

    private static void requireNoScheme(String scheme, String rest) {
        int slash = rest.indexOf('/');
        String segment = slash < 0 ? rest : rest.substring(0, slash);
        if (scheme.isEmpty() && segment.indexOf(':') >= 0) {
            throw new IllegalArgumentException("first path segment in URL cannot contain colon");
        }
        if (scheme.isEmpty()) {
            requireEscapes(rest, null);
        }
    }

    private static void requireUserInfo(String user) {
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (!isLetter(c) && !isDigit(c) && USER_PUNCTUATION.indexOf(c) < 0) {
                throw new IllegalArgumentException("net/url: invalid userinfo");
            }
        }
        int colon = user.indexOf(':');
        requireEscapes(colon < 0 ? user : user.substring(0, colon), null);
        requireEscapes(user.substring(colon + 1), null);
    }

    private static void requireHost(String scheme, String host) {
        int bracket = host.lastIndexOf('[');
        if (bracket > 0) {
            throw new IllegalArgumentException("invalid IP-literal");
        }
        if (bracket == 0) {
            int end = host.lastIndexOf(']');
            if (end < 0) {
                throw new IllegalArgumentException("missing ']' in host");
            }
            requirePort(host.substring(end + 1));
        } else if (host.indexOf(':') >= 0) {
            boolean web = scheme.equals("http") || scheme.equals("https");
            requirePort(host.substring(web ? host.indexOf(':') : host.lastIndexOf(':')));
        }
        requireEscapes(host, HOST_PUNCTUATION);
    }

    private static void requirePort(String port) {
        boolean valid = port.isEmpty() || port.charAt(0) == ':';
        for (int i = 1; i < port.length() && valid; i++) {
            valid = isDigit(port.charAt(i));
        }
        if (!valid) {
            throw new IllegalArgumentException("invalid port " + GoText.quote(port) + " after host");
        }
    }

    /** Percent signs begin an escape; in a host only punctuation that is listed stands for itself. */
    private static void requireEscapes(String text, @Nullable String punctuation) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                requireEscape(text, i);
                i += 2;
            } else if (punctuation != null && c < 0x80 && !isLetter(c) && !isDigit(c) && punctuation.indexOf(c) < 0) {
                throw new IllegalArgumentException(
                        "invalid character " + GoText.quote(String.valueOf(c)) + " in host name");
            }
        }
    }

    private static void requireEscape(String text, int percent) {
        boolean valid = percent + 2 < text.length()
                && Character.digit(text.charAt(percent + 1), 16) >= 0
                && Character.digit(text.charAt(percent + 2), 16) >= 0;
        if (!valid) {
            String escape = text.substring(percent, Math.min(percent + 3, text.length()));
            throw new IllegalArgumentException("invalid URL escape " + GoText.quote(escape));
        }
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
