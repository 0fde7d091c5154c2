package dev.midge.server.monitor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Serves the reports over HTTP, unauthenticated, as nats-server does: bind it to an address that only operators reach.
 *
 * <p>Any method is served like GET. The HTTP of the JDK does the rest; it is loaded only when a port is configured. It
 * reads and writes on the thread that answers, so there are more threads than may ask the event loops for figures at the
 * same time: those that send or read slowly do not keep the others from being answered, up to the number of threads. Of
 * reports with more entries than usual only a few are made and sent at the same time, since their entries are held.
 */
public final class MonitorServer implements AutoCloseable {

    private static final int THREADS = 64;
    private static final long IDLE_SECONDS = 10;
    private static final int WALKS = 2;
    private static final int LARGE_REPORTS = 4;
    private static final long PATIENCE_SECONDS = 10;

    private final HttpServer http;
    private final ExecutorService threads;
    private final Figures figures;
    private final String basePath;
    private final Hits hits = new Hits();
    private final Semaphore walks = new Semaphore(WALKS, true);
    private final Semaphore largeReports = new Semaphore(LARGE_REPORTS, true);

    /** Null before the first request. */
    private volatile @Nullable Endpoints endpoints;

    /**
     * Binds and starts to answer.
     *
     * @param port -1 for a free one
     * @param basePath as configured
     */
    public MonitorServer(String host, int port, String basePath, Figures figures) throws IOException {
        this.basePath = RequestPath.base(basePath);
        this.figures = figures;
        http = HttpServer.create(new InetSocketAddress(host, Math.max(port, 0)), 0);
        threads = threads();
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    private static ExecutorService threads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "midge-monitor-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** The port listened on. */
    public int port() {
        return http.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = new Reply(exchange);
            String path = RequestPath.of(exchange.getRequestURI());
            String clean = RequestPath.clean(path);
            if (!clean.equals(path)) {
                redirect(reply, clean, exchange.getRequestURI().getRawQuery());
            } else if (path.equals(basePath.isEmpty() ? "/" : basePath)) {
                var unused = hits.count("/");
                RootPage.write(reply, basePath, figures.server().version());
            } else {
                answer(path, exchange, reply);
            }
            reply.end();
        }
    }

    /** As Go's ServeMux does with a path that could be written shorter. */
    private static void redirect(Reply reply, String path, @Nullable String query) throws IOException {
        String location = RequestPath.encoded(path) + (query == null ? "" : '?' + query);
        reply.status(307);
        reply.type(RootPage.HTML);
        reply.header("Location", location);
        reply.text("<a href=\"" + RootPage.escaped(location) + "\">Temporary Redirect</a>.\n\n");
    }

    private void answer(String path, HttpExchange exchange, Reply reply) throws IOException {
        Endpoint endpoint = endpoints().at(path);
        if (endpoint == null) {
            reply.instead(404, "404 page not found\n");
            reply.header("X-Content-Type-Options", "nosniff");
            return;
        }
        Query query = new Query(exchange.getRequestURI().getRawQuery());
        Request request = new Request(query, endpoint.path(), hits, walks);
        if (!query.asksForMuch()) {
            answer(endpoint, request, reply);
        } else if (mayBeLarge()) {
            try {
                answer(endpoint, request, reply);
                reply.end();
            } finally {
                largeReports.release();
            }
        } else {
            reply.instead(503, "too many large reports at the same time\n");
        }
    }

    private static void answer(Endpoint endpoint, Request request, Reply reply) throws IOException {
        try {
            endpoint.answer(request, reply);
        } catch (BadQueryException bad) {
            reply.instead(400, bad.text());
        } catch (IOException noFigures) {
            reply.instead(503, "the event loops do not answer\n");
        }
    }

    private boolean mayBeLarge() {
        try {
            return largeReports.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Endpoints endpoints() {
        Endpoints made = endpoints;
        if (made == null) {
            made = makeEndpoints();
        }
        return made;
    }

    private synchronized Endpoints makeEndpoints() {
        Endpoints made = endpoints;
        if (made == null) {
            made = new Endpoints(figures, basePath);
            endpoints = made;
        }
        return made;
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
