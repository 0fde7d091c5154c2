package dev.midge.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One question to a plug-in on a thread of its lane. When nobody waits for the answer any more, it is not asked, or the
 * thread that still works on it is interrupted; an interruption never reaches what the thread does next.
 */
final class PluginCall<T> implements Supplier<CompletionStage<T>> {

    private final Supplier<CompletionStage<T>> question;

    @GuardedBy("this")
    private @Nullable Thread asking;

    @GuardedBy("this")
    private boolean givenUp;

    PluginCall(Supplier<CompletionStage<T>> question) {
        this.question = question;
    }

    @Override
    public CompletionStage<T> get() {
        begin();
        try {
            return question.get();
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        if (givenUp) {
            throw new CancellationException("nobody waits for the answer any more");
        }
        asking = Thread.currentThread();
    }

    private synchronized void end() {
        asking = null;
        // Ours came too late, or the plug-in's own: either way it is not for the next question.
        Thread.interrupted();
    }

    synchronized void giveUp() {
        givenUp = true;
        if (asking != null) {
            asking.interrupt();
        }
    }
}
