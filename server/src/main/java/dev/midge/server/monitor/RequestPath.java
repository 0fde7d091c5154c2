package dev.midge.server.monitor;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The path of a request, and what Go's {@code path.Clean} makes of one. */
final class RequestPath {

    private RequestPath() {}

    /** Decoded, with a slash in front. */
    static String of(URI uri) {
        String path = uri.getPath();
        return path == null ? "/" : path;
    }

    /** Without empty and dotted parts; a slash at the end stays. */
    static String clean(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        String clean = '/' + String.join("/", parts);
        return path.endsWith("/") && clean.length() > 1 ? clean + '/' : clean;
    }

    /** As it stands in a header: a decoded path can hold line feeds. */
    static String encoded(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            return "/";
        }
    }

    /** What stands in front of every path, for a setting of {@code http_base_path}; empty when it is the root. */
    static String base(String setting) {
        if (setting.isEmpty() || setting.equals("/")) {
            return "";
        }
        String clean = clean('/' + setting);
        return clean.endsWith("/") ? clean.substring(0, clean.length() - 1) : clean;
    }
}
