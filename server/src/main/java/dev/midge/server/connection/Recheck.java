package dev.midge.server.connection;

import dev.midge.auth.AuthenticatorChain;
import dev.midge.auth.ConnectAttempt;
import dev.midge.auth.Identity;
import dev.midge.auth.Revalidation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a reload does to one connection: the chain that is new judges it again, with the CONNECT and the nonce that it came
 * with.
 *
 * <p>Thread: the connection's loop.
 */
final class Recheck {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final ClientConnection connection;
    private final Login login;

    Recheck(ClientConnection connection, Login login) {
        this.connection = connection;
        this.login = login;
    }

    /** Completes on the loop, when the outcome is in force. */
    CompletionStage<Void> by(AuthenticatorChain chain) {
        Identity held = login.identity();
        if (connection.closing() || !login.isJudgedBy(chain)) {
            return DONE;
        }
        if (held == null) {
            refuseIfAnonymous(chain);
            return DONE;
        }
        ConnectAttempt attempt = login.presented();
        CompletableFuture<Revalidation> answer = chain.recheck(held, attempt).toCompletableFuture();
        if (answer.isDone()) {
            settle(chain, held, answer.join());
            return DONE;
        }
        return answer.thenAcceptAsync(
                outcome -> settle(chain, held, outcome),
                task -> connection.loop().execute(task));
    }

    /** Whoever has not sent CONNECT until now is nobody to a server that requires it. */
    private void refuseIfAnonymous(AuthenticatorChain chain) {
        if (chain.authenticationRequired() && login.isAnonymous()) {
            login.violation(CloseReason.AUTHENTICATION_FAILURE);
        }
    }

    /** Nothing happens when another CONNECT, another reload or the end came first. */
    private void settle(AuthenticatorChain chain, Identity held, Revalidation outcome) {
        Identity now = login.identity();
        if (now != null && now.equals(held) && !connection.closing() && login.isJudgedBy(chain)) {
            login.settle(outcome);
            if (outcome.kind() == Revalidation.Kind.KEEP) {
                login.limitSubscriptions();
            }
            login.leaveFullAccount();
            connection.tellAgain();
        }
    }
}
