package dev.midge.server.tool;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes key pairs on every processor until one begins with the letters that somebody would like to see.
 *
 * <p>Thread: {@link #run} waits; the work is done by threads of its own, which have ended when it returns.
 */
final class VanitySearch {

    private static final String[] SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏".split("");
    private static final long SPIN_MILLIS = 100;

    private final KeyType type;
    private final VanityPrefix prefix;
    private final String entropyFile;
    private final long maxAttempts;
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicReference<@Nullable KeyPair> found = new AtomicReference<>();
    private final AtomicReference<@Nullable ToolException> failure = new AtomicReference<>();

    VanitySearch(KeyType type, VanityPrefix prefix, String entropyFile, long maxAttempts) {
        this.type = type;
        this.prefix = prefix;
        this.entropyFile = entropyFile;
        this.maxAttempts = maxAttempts;
    }

    /**
     * The first pair found.
     *
     * @param progress where a sign of life goes
     * @throws ToolException after so many attempts, or because of the file
     */
    KeyPair run(PrintStream progress) throws ToolException {
        if (prefix.isPossible()) {
            search(progress);
        } else {
            progress.println("No key begins so: the letter after " + type.letter() + " is one of A, B, C and D");
        }
        ToolException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        KeyPair pair = found.get();
        if (pair == null) {
            throw new ToolException("Failed to generate prefix after " + maxAttempts + " attempts");
        }
        return pair;
    }

    private void search(PrintStream progress) {
        int workers = Runtime.getRuntime().availableProcessors();
        CountDownLatch working = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            Thread worker = new Thread(() -> work(working), "midge-vanity-" + i);
            worker.setDaemon(true);
            worker.start();
        }
        for (int turn = 0; !await(working); turn++) {
            print(progress, "\r\033[mcomputing\033[m " + SPINNER[turn % SPINNER.length] + " ");
        }
        print(progress, "\r");
    }

    private void work(CountDownLatch working) {
        try {
            Entropy entropy = new Entropy(entropyFile);
            while (found.get() == null && failure.get() == null && attempts.getAndIncrement() < maxAttempts) {
                KeyPair pair = entropy.newPair(type);
                if (prefix.matches(pair)) {
                    found.compareAndSet(null, pair);
                } else {
                    pair.wipe();
                }
            }
        } catch (ToolException e) {
            failure.compareAndSet(null, e);
        } finally {
            working.countDown();
        }
    }

    private static boolean await(CountDownLatch working) {
        try {
            return working.await(SPIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return false; // only the end of the process ends a search
        }
    }

    /** The spinner is UTF-8, whatever the terminal was said to be. */
    private static void print(PrintStream progress, String text) {
        progress.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        progress.flush();
    }
}
