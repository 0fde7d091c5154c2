package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves the reports over HTTP, unauthenticated, as nats-server does: bind it to an address that only operators reach.
 *
 * <p>Any method is served like GET. The HTTP of the JDK does the rest; it is loaded only when a port is configured.
 */
public final class MonitorServer implements AutoCloseable {

    private static final int THREADS = 2;
    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
    private static final JsonFactory JSON = new JsonFactory().setCharacterEscapes(new HtmlSafe());

    private final HttpServer http;
    private final ExecutorService threads;
    private final String basePath;
    private final Map<String, Long> hits = new TreeMap<>();
    private final List<Endpoint> endpoints;

    /**
     * Binds and starts to answer.
     *
     * @param port -1 for a free one
     */
    public MonitorServer(String host, int port, String basePath, Figures figures) throws IOException {
        this.basePath = basePath.equals("/") ? "" : basePath;
        http = HttpServer.create(new InetSocketAddress(host, Math.max(port, 0)), 0);
        endpoints = List.of(new Varz(figures, port()), new Connz(figures), new Subsz(figures), new Healthz(figures));
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "midge-monitor-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    /** The port listened on. */
    public int port() {
        return http.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals(basePath.isEmpty() ? "/" : basePath)) {
                count("/");
                send(exchange, 200, "text/html; charset=utf-8", page());
                return;
            }
            for (Endpoint endpoint : endpoints) {
                if (path.equals(basePath + endpoint.path()) || path.equals(basePath + endpoint.alias())) {
                    report(exchange, endpoint);
                    return;
                }
            }
            send(exchange, 404, PLAIN_TEXT, utf8("404 page not found\n"));
        }
    }

    private void report(HttpExchange exchange, Endpoint endpoint) throws IOException {
        Query query = new Query(exchange.getRequestURI().getRawQuery());
        Request request = new Request(query, () -> count(endpoint.path()));
        ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
        try {
            write(endpoint, request, body);
        } catch (BadQueryException bad) {
            send(exchange, 400, PLAIN_TEXT, utf8(bad.text()));
            return;
        } catch (IOException noFigures) {
            send(exchange, 503, PLAIN_TEXT, utf8("the event loops do not answer\n"));
            return;
        }
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        send(exchange, request.status(), "application/json", body.toByteArray());
    }

    private static void write(Endpoint endpoint, Request request, OutputStream body)
            throws IOException, BadQueryException {
        try (JsonGenerator json = JSON.createGenerator(body)) {
            if (endpoint.indented()) {
                json.setPrettyPrinter(indenter());
            }
            endpoint.write(json, request);
        }
    }

    private static DefaultPrettyPrinter indenter() {
        DefaultIndenter twoBlanks = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        printer.indentObjectsWith(twoBlanks);
        printer.indentArraysWith(twoBlanks);
        return printer;
    }

    private Map<String, Long> count(String path) {
        synchronized (hits) {
            hits.merge(path, 1L, Long::sum);
            return new TreeMap<>(hits);
        }
    }

    private byte[] page() {
        StringBuilder html = new StringBuilder("<html lang=\"en\"><body>\n");
        for (Endpoint endpoint : endpoints) {
            html.append("<a href=\".").append(basePath).append(endpoint.path()).append("\">");
            html.append(endpoint.path().substring(1)).append("</a><br/>\n");
        }
        return utf8(html.append("</body></html>\n").toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
