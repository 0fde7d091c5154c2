package dev.midge.server;

import dev.midge.server.connection.ConnectionFilter;
import dev.midge.server.connection.Connections;
import dev.midge.server.connection.OpenConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * The clients of a server as a program sees them that embeds it.
 *
 * <p>Threads: any but the event loops, which this waits for.
 */
final class Clients {

    private static final long ANSWER_MILLIS = 5_000;

    private final Connections connections;

    Clients(Connections connections) {
        this.connections = connections;
    }

    /** In the order in which they came. */
    List<ConnectedClient> all() {
        ConnectionFilter every = new ConnectionFilter(null, "", 0, true);
        List<ConnectedClient> clients = new ArrayList<>();
        for (OpenConnection open : await(connections.openConnections(every)).wanted()) {
            clients.add(ConnectedClient.of(open));
        }
        clients.sort(Comparator.comparingLong(ConnectedClient::id));
        return List.copyOf(clients);
    }

    /** Closes the connections of all that are chosen, and says how many. */
    int disconnect(Predicate<ConnectedClient> chosen) {
        Set<Long> ids = new HashSet<>();
        for (ConnectedClient client : all()) {
            if (chosen.test(client)) {
                ids.add(client.id());
            }
        }
        return disconnect(ids);
    }

    /** Closes the connections with these numbers, and says how many there were. */
    int disconnect(Set<Long> ids) {
        return await(connections.kick(ids));
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("server: the event loops do not answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("server: interrupted while it was asked", interrupted);
        }
    }
}
