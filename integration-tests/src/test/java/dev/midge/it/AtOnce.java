package dev.midge.it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Does one thing per client, all at the same time, and waits for all of them. */
final class AtOnce {

    private AtOnce() {}

    static void forEach(List<WireClient> clients, Consumer<WireClient> action) {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (WireClient client : clients) {
            tasks.add(() -> {
                action.accept(client);
                return null;
            });
        }
        run(tasks);
    }

    private static void run(List<Callable<Void>> tasks) {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<Void> result : threads.invokeAll(tasks)) {
                result.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
