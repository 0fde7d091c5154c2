package dev.midge.server.monitor;

import java.io.IOException;

/** The page that links the reports. */
final class RootPage {

    static final String HTML = "text/html; charset=utf-8";

    /** The reports as people call them, in the order of nats-server, and their paths. */
    private static final String[][] LINKS = {
        {"General", "/varz"},
        {"JetStream", "/jsz"},
        {"Connections", "/connz"},
        {"Accounts", "/accountz"},
        {"Account Stats", "/accstatz"},
        {"Subscriptions", "/subsz"},
        {"Routes", "/routez"},
        {"LeafNodes", "/leafz"},
        {"Gateways", "/gatewayz"},
        {"Raft Groups", "/raftz"},
        {"Health Probe", "/healthz"},
        {"Expvar", "/debug/vars"},
        {"Metrics", "/metrics"},
    };

    private static final String STYLE = "body { font-family: sans-serif; margin: 2em }"
            + " a { display: block; padding: 0.2em; text-decoration: none } a:hover { text-decoration: underline }"
            + " span { color: #999; font-family: monospace; font-size: smaller }";

    private RootPage() {}

    static void write(Reply reply, String basePath, String version) throws IOException {
        StringBuilder html = new StringBuilder(2048);
        html.append("<html lang=\"en\">\n<head>\n<title>Midge</title>\n<style type=\"text/css\">")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>Midge</h1>\n<p>nats-server ")
                .append(escaped(version))
                .append("</p>\n");
        for (String[] link : LINKS) {
            html.append("<a href=\".").append(escaped(basePath)).append(link[1]).append("\">");
            html.append(link[0]).append("<span> ").append(link[1]).append("</span></a>\n");
        }
        html.append("<a href=\"https://docs.nats.io/running-a-nats-service/nats_admin/monitoring\">Help</a>\n");
        reply.type(HTML);
        reply.text(html.append("</body>\n</html>\n").toString());
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;");
    }
}
