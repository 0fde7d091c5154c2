package dev.midge.server.config;

import dev.midge.server.config.language.GoText;
import dev.midge.server.config.value.GoUrl;
import org.jspecify.annotations.Nullable;

/** The address for routes as the command line gives it, {@code nats://user:password@host:port}. There are no routes yet. */
public final class ClusterUrl {
    private static final String ANY_PORT = ":-1";

    private ClusterUrl() {}

    /** Why nats-server does not take the text, in its words; null if it does. An empty text asks for nothing. */
    public static @Nullable String fault(String text) {
        if (text.isEmpty()) {
            return null;
        }
        // To Go's parser a port is made of digits.
        boolean any = text.endsWith(ANY_PORT);
        String url = any ? text.substring(0, text.length() - ANY_PORT.length()) + ":0" : text;
        String fault = GoUrl.fault(url);
        if (fault != null) {
            return "parse " + GoText.quote(url) + ": " + fault;
        }
        GoUrl parsed = GoUrl.parse(url);
        fault = faultOfHost(parsed.host());
        boolean nameless = parsed.userInfo() == null || parsed.userInfo().indexOf(':') >= 0;
        return fault == null && !nameless ? "expected cluster password to be set" : fault;
    }

    private static @Nullable String faultOfHost(String host) {
        int colon = host.lastIndexOf(':');
        boolean bracketed = host.startsWith("[");
        boolean hasPort = colon >= 0 && (!bracketed || host.indexOf(']') < colon);
        if (!hasPort) {
            return (host.isEmpty() ? "" : "address " + host + ": ") + "missing port in address";
        }
        if (!bracketed && host.indexOf(':') != colon) {
            return "address " + host + ": too many colons in address";
        }
        String port = host.substring(colon + 1);
        return port.isEmpty() ? "EOF" : GoText.integerFault("ParseInt", port);
    }
}
