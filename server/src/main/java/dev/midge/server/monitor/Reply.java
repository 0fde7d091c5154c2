package dev.midge.server.monitor;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The answer to one request. What is short is sent whole, with its length; of what is long the first part is sent when it
 * is full, and the rest as it comes, so that a report of everything there is never stands in memory.
 */
final class Reply {

    static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    private static final int KEPT_BYTES = 64 * 1024;

    private final HttpExchange exchange;
    private final boolean head;
    private final Body body = new Body();
    private int status = 200;
    private boolean begun;
    private boolean ended;

    Reply(HttpExchange exchange) {
        this.exchange = exchange;
        this.head = exchange.getRequestMethod().equals("HEAD");
    }

    void status(int value) {
        status = value;
    }

    void type(String contentType) {
        header("Content-Type", contentType);
    }

    void header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    /** What nats-server says with every report: it is JSON, and the scripts of any page may read it. */
    void report() {
        type("application/json");
        header("Access-Control-Allow-Origin", "*");
    }

    /** Where the answer is written to; closing it does nothing. */
    OutputStream body() {
        return body;
    }

    void text(String text) throws IOException {
        body.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a text in place of all that was set and written so far, unless a part of that has been sent. */
    void instead(int otherStatus, String text) throws IOException {
        if (begun) {
            throw new IOException("a part of the answer has been sent");
        }
        exchange.getResponseHeaders().clear();
        body.kept.reset();
        status(otherStatus);
        type(PLAIN_TEXT);
        text(text);
    }

    /** The answer is complete; again is harmless. */
    void end() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        if (begun) {
            exchange.getResponseBody().close();
            return;
        }
        int length = body.kept.size();
        if (head) {
            header("Content-Length", Integer.toString(length));
        }
        begin(length == 0 ? -1 : length);
        if (!head) {
            body.kept.writeTo(exchange.getResponseBody());
        }
    }

    /** Sends the status and the headers; a length of 0 stands for one that is not known yet, -1 for no body. */
    private void begin(int length) throws IOException {
        begun = true;
        exchange.sendResponseHeaders(status, head ? -1 : length);
    }

    private final class Body extends OutputStream {

        private final ByteArrayOutputStream kept = new ByteArrayOutputStream(4096);

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (!begun && kept.size() + length <= KEPT_BYTES) {
                kept.write(bytes, from, length);
                return;
            }
            if (!begun) {
                begin(0);
                send(kept.toByteArray(), 0, kept.size());
                kept.reset();
            }
            send(bytes, from, length);
        }

        private void send(byte[] bytes, int from, int length) throws IOException {
            if (!head) {
                exchange.getResponseBody().write(bytes, from, length);
            }
        }
    }
}
