package dev.midge.server.event;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.account.Account;
import dev.midge.server.connection.ClientConnection;
import dev.midge.server.connection.CloseReason;
import dev.midge.server.connection.ConnectionListener;
import dev.midge.server.connection.InternalPublisher;
import dev.midge.server.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the system account who comes and goes, and that the server itself goes; each account, who failed to log in to it.
 *
 * <p>Threads: any.
 */
public final class ServerEvents implements ConnectionListener {

    private static final byte[] ACCOUNT_AUTH_ERROR = ascii("$SYS.ACCOUNT.CLIENT.AUTH.ERR");

    private final ServerHead server;
    private final Account system;
    private final InternalPublisher publisher;
    private final byte[] authError;
    private final byte[] shutdown;
    private final byte[] lameDuck;
    /** On the loop of the publisher. */
    private @Nullable Nuid ids;

    /** What one message consists of. */
    private interface Body {

        void write(JsonGenerator json) throws IOException;
    }

    /**
     * The events of one server.
     *
     * @param system the account that they are published in
     */
    public ServerEvents(ServerHead server, Account system, InternalPublisher publisher) {
        this.server = server;
        this.system = system;
        this.publisher = publisher;
        String subject = "$SYS.SERVER." + server.id();
        this.authError = ascii(subject + ".CLIENT.AUTH.ERR");
        this.shutdown = ascii(subject + ".SHUTDOWN");
        this.lameDuck = ascii(subject + ".LAMEDUCK");
    }

    /** Tags and metadata of the server in the messages that follow. */
    public void mark(List<String> tags, Map<String, String> metadata) {
        server.mark(tags, metadata);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void loggedIn(ClientConnection connection) {
        tell(system, ofAccount(connection, ".CONNECT"), connection, null);
    }

    @Override
    public void notAuthenticated(ClientConnection connection, CloseReason reason) {
        tell(connection.account(), ACCOUNT_AUTH_ERROR, connection, reason);
    }

    @Override
    public void refused(ClientConnection connection, CloseReason reason) {
        tell(system, authError, connection, reason);
    }

    @Override
    public void closed(ClientConnection connection, CloseReason reason) {
        // nats-server server/events.go sendShutdownEvent: that it goes is the last word.
        if (reason != CloseReason.SERVER_SHUTDOWN) {
            tell(system, ofAccount(connection, ".DISCONNECT"), connection, reason);
        }
    }

    private static byte[] ofAccount(ClientConnection connection, String event) {
        return ("$SYS.ACCOUNT." + connection.account().name() + event).getBytes(StandardCharsets.UTF_8);
    }

    private void tell(Account account, byte[] subject, ClientConnection connection, @Nullable CloseReason reason) {
        if (account.hasInterest(subject) && isOneWord(subject)) {
            ClientEvent event = new ClientEvent(connection.figures(), reason);
            publish(account, subject, json -> event.write(json, server, ids()));
        }
    }

    /** An account may have a name that would end the subject in the line of a MSG, and so break its receivers. */
    private static boolean isOneWord(byte[] subject) {
        for (byte b : subject) {
            if (b >= 0 && b <= ' ') {
                return false;
            }
        }
        return true;
    }

    private Nuid ids() {
        Nuid made = ids;
        if (made == null) {
            made = new Nuid();
            ids = made;
        }
        return made;
    }

    /** The server takes no clients any more, and closes those that it has one by one. */
    public void lameDuckMode() {
        publish(system, lameDuck, server::write);
    }

    /** The server is about to close all connections; waits until that is on its way to whoever wants to know. */
    public void shutdown(long timeoutMillis) throws InterruptedException {
        if (system.hasInterest(shutdown)) {
            publish(system, shutdown, server::write);
            publisher.flush(timeoutMillis);
        }
    }

    private void publish(Account account, byte[] subject, Body body) {
        publisher.publish(account, subject, () -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
            try (JsonGenerator json = Json.compact(bytes)) {
                body.write(json);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return bytes.toByteArray();
        });
    }
}
