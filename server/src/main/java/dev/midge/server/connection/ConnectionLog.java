package dev.midge.server.connection;

import dev.midge.protocol.GoQuote;
import dev.midge.protocol.PublishFrame;
import dev.midge.protocol.subject.Subject;
import dev.midge.server.account.Message;
import dev.midge.server.account.Subscription;
import dev.midge.server.log.LogLevel;
import dev.midge.server.log.ServerLog;
import java.nio.charset.StandardCharsets;

/**
 * The log lines about one connection: what became of it, and with tracing all that is said on it.
 *
 * <p>Thread: the connection's loop, but for deliveries and the end of a subscription, which the loop of a publisher logs.
 */
final class ConnectionLog {

    private final ClientConnection connection;
    private final Connections connections;
    private final LoginNames names;

    ConnectionLog(ClientConnection connection, Connections connections, LoginNames names) {
        this.connection = connection;
        this.connections = connections;
        this.names = names;
    }

    private ServerLog log() {
        return connections.log();
    }

    // ---- what became of it

    void error(String message) {
        say(LogLevel.ERROR, message);
    }

    void warn(String message) {
        say(LogLevel.WARN, message);
    }

    void info(String message) {
        say(LogLevel.INFO, message);
    }

    void debug(String message) {
        if (log().debugEnabled()) {
            say(LogLevel.DEBUG, message);
        }
    }

    private void say(LogLevel level, String message) {
        log().about(names.origin(), level, prefix() + message);
    }

    /** Something in the server failed for this connection. */
    void failed(Throwable cause) {
        log().error(prefix() + "Connection failed", cause);
    }

    /** What every line about this connection starts with. */
    private String prefix() {
        return connection.loggedAddress() + " - cid:" + connection.id() + names.label() + " - ";
    }

    /** Logs a line that many connections may cause at once, once a second at most for each account. */
    void warnRarely(String text, String value, long now) {
        String account = names.accountSuffix();
        if (connections.rareLines().due(text + account, now)) {
            warn(text + value + account + names.userSuffix());
        }
    }

    void errorRarely(String text, long now) {
        String line = text + names.accountSuffix();
        if (connections.rareLines().due(line, now)) {
            error(line + names.userSuffix());
        }
    }

    void badProxyHeader(String why) {
        log().warn("Error reading PROXY protocol header from " + connection.remoteAddress() + ": " + why);
    }

    /** A subscription that the client's permissions no longer allow. */
    void removed(Subscription sub) {
        byte[] queue = sub.queue();
        log().info("Removed sub " + GoQuote.text(sub.subject())
                + (queue == null ? "" : " using queue " + GoQuote.text(queue))
                + " (sid " + GoQuote.text(sub.sid()) + ") for " + names.holder() + " - not authorized");
    }

    void limitReached(Subscription sub) {
        if (log().debugEnabled()) {
            debug("Auto-unsubscribe limit of " + sub.delivered() + " reached for sid '" + sidOf(sub) + "'");
        }
    }

    // ---- what is said on it

    boolean traces() {
        return log().traceEnabled();
    }

    private void trace(String message) {
        say(LogLevel.TRACE, message);
    }

    void traceIn(String line) {
        if (traces()) {
            trace("<<- [" + line + "]");
        }
    }

    void traceIn(byte[] verb, byte[] array, int start, int end) {
        String name = new String(verb, StandardCharsets.US_ASCII);
        String arguments = new String(array, start, end - start, StandardCharsets.UTF_8);
        traceIn(name + ' ' + (name.equals("CONNECT") ? Redaction.connect(arguments) : arguments));
    }

    void tracePayload(PublishFrame frame) {
        int from = frame.payloadStart();
        tracePayload("<<- ", frame.array(), from, from + frame.totalSize(), frame.headerSize());
    }

    private void tracePayload(String direction, byte[] array, int from, int to, int headerSize) {
        String shown = log().payloads().shown(array, from, to, headerSize);
        if (shown != null) {
            trace(direction + "MSG_PAYLOAD: [" + shown + "]");
        }
    }

    /** An error is traced without the quotes around its text, an OK without its plus. */
    void traceOut(byte[] line) {
        if (traces()) {
            String text = new String(line, StandardCharsets.UTF_8).trim();
            if (text.startsWith("-ERR '")) {
                text = "-ERR " + text.substring(6, text.length() - 1);
            }
            trace("->> [" + (text.equals("+OK") ? "OK" : text) + "]");
        }
    }

    void traceDelivery(Message message, byte[] start, Subscription sub, byte[] tail, int from, int to) {
        int line = from;
        while (tail[line] != '\r') {
            line++;
        }
        trace("->> [" + Subject.text(start) + Subject.text(sub.sidAndBlank())
                + new String(tail, from, line - from, StandardCharsets.UTF_8) + "]");
        int headerSize = tail == message.array() ? message.headerSize() : -1;
        tracePayload("->> ", tail, line + 2, to - 2, headerSize);
    }

    void traceEnd(Subscription sub) {
        if (traces()) {
            trace("<-> [DELSUB " + sidOf(sub) + "]");
        }
    }

    private static String sidOf(Subscription sub) {
        return new String(sub.sid(), StandardCharsets.UTF_8);
    }
}
