package dev.midge.server.connection;

import dev.midge.protocol.ConnectOptions;
import dev.midge.protocol.GoQuote;
import dev.midge.protocol.PermissionsViolation;
import dev.midge.protocol.ProtocolError;
import dev.midge.protocol.ProtocolHandler;
import dev.midge.protocol.PublishFrame;
import dev.midge.protocol.subject.Subject;
import dev.midge.server.account.Interest;
import dev.midge.server.account.Router;
import dev.midge.server.account.Routes;
import dev.midge.server.account.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one client says, command by command.
 *
 * <p>A message: {@link #onPublish} asks the loop's {@link Routes} who is interested (nothing to ask when the control line
 * and the account's generation are those of the message before), and the {@link Router} delivers it to each receiver.
 *
 * <p>Thread: the connection's loop.
 */
final class ClientCommands implements ProtocolHandler {

    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] PONG = ascii("PONG\r\n");
    private static final byte[] SYSTEM_QUEUE = ascii("_sys_");

    /** What a refusal costs, in steps of a look-up: it is logged, and told to the client. */
    private static final int REFUSAL_STEPS = 256;

    private final ClientConnection connection;
    private final Connections connections;
    private final Loop loop;
    private final Router router;
    private final Login login;
    private final Rights rights;
    private final ClientSubscriptions subscriptions;
    private final Activity activity;
    private final Keepalive keepalive;
    private final ConnectionLog log;

    // What CONNECT and the login decided.
    private boolean verbose = true;
    private boolean noResponders;
    private Routes routes;
    private long maxSubscriptions;

    /** Who gets the messages of the last control line, when nothing speaks against publishing them; else null. */
    private @Nullable Interest lastInterest;

    private long lastGeneration;

    ClientCommands(
            ClientConnection connection,
            Connections connections,
            Login login,
            Rights rights,
            ClientSubscriptions subscriptions,
            Activity activity,
            Keepalive keepalive,
            ConnectionLog log) {
        this.connection = connection;
        this.connections = connections;
        this.loop = connection.loop();
        this.router = loop.router();
        this.login = login;
        this.rights = rights;
        this.subscriptions = subscriptions;
        this.activity = activity;
        this.keepalive = keepalive;
        this.log = log;
        this.routes = router.routes(connections.accounts().global());
        long most = connections.limits().maxSubscriptions();
        this.maxSubscriptions = most == 0 ? Long.MAX_VALUE : most;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Who gets what the client publishes, and whose messages it gets. */
    Routes routes() {
        return routes;
    }

    void bind(Routes ofAccount) {
        routes = ofAccount;
    }

    /** What was decided for the last control line does not hold any more. */
    void forgetInterest() {
        lastInterest = null;
    }

    void maxSubscriptions(long most) {
        maxSubscriptions = most;
    }

    void options(ConnectOptions options) {
        verbose = options.verbose();
        noResponders = options.noResponders();
    }

    void sayOk() {
        if (verbose) {
            connection.sendTraced(OK);
        }
    }

    // ---- connect

    @Override
    public void onConnect(byte[] array, int start, int end) {
        long now = loop.nanoTime();
        activity.connectCame(now);
        keepalive.connectCame(now);
        login.connect(array, start, end);
    }

    @Override
    public void onConnectMissing() {
        login.connectMissing();
    }

    // ---- publish

    @Override
    public void onPublishLine(PublishFrame frame) {
        if (!Subject.isValidLiteral(frame.subject())) {
            connection.sendError(ProtocolError.INVALID_PUBLISH_SUBJECT);
        }
    }

    @Override
    public void onPublish(PublishFrame frame) {
        int count = frame.count();
        activity.published(count, (long) count * frame.totalSize());
        if (count == 1) {
            publish(frame);
        } else {
            publishRun(frame);
        }
    }

    private void publish(PublishFrame frame) {
        if (log.traces()) {
            log.tracePayload(frame);
        }
        Interest interest = lastInterest;
        if (!frame.repeated() || interest == null || !routes.unchangedSince(lastGeneration)) {
            interest = interestOf(frame);
            if (interest == null) {
                return;
            }
        }
        if (verbose) {
            sayOk();
        }
        boolean taken = false;
        if (!interest.nobody()) {
            router.message().set(frame, interest);
            taken = router.route(connection);
            loop.relieve();
        }
        if (!verbose && interest.takesRuns()) {
            frame.welcomeRuns(interest.plain().length);
        }
        if (!taken && noResponders && frame.hasReply()) {
            notifyNoResponders(frame);
        }
    }

    private void publishRun(PublishFrame frame) {
        Interest interest = lastInterest;
        boolean wantsAnswers = verbose || (noResponders && frame.hasReply());
        if (interest != null
                && routes.unchangedSince(lastGeneration)
                && interest.takesRuns()
                && !wantsAnswers
                && !log.traces()) {
            router.message().set(frame, interest);
            router.routeRun(connection);
            loop.relieve();
            return;
        }
        int count = frame.count();
        for (int i = 0; i < count && !connection.closing(); i++) {
            frame.select(i);
            publish(frame);
        }
    }

    /** Who gets the message, or null when it may not be published (the client has been told). */
    private @Nullable Interest interestOf(PublishFrame frame) {
        lastInterest = null;
        if (Rights.isReservedSubject(frame, routes.account().isSystem())) {
            denyPublish(frame.subject());
            return null;
        }
        boolean repeatable = rights.mayPublish(frame);
        if (!repeatable && !rights.mayRespond(frame.subject())) {
            denyPublish(frame.subject());
            return null;
        }
        if (frame.hasReply() && Rights.isReservedReply(frame)) {
            denyReply(frame.reply());
            return null;
        }
        Interest interest = routes.lookUp(frame.array(), frame.subjectStart(), frame.subjectEnd());
        if (repeatable && interest.lasting()) {
            lastInterest = interest;
            lastGeneration = routes.generation();
        }
        return interest;
    }

    private void denyPublish(byte[] subject) {
        router.worked(REFUSAL_STEPS);
        connection.sendTraced(PermissionsViolation.publish(subject));
        log.error("Publish Violation - Subject " + GoQuote.text(subject));
    }

    private void denyReply(byte[] reply) {
        router.worked(REFUSAL_STEPS);
        connection.sendTraced(PermissionsViolation.reply(reply));
        log.error("Publish Violation - Reply " + GoQuote.text(reply));
    }

    /** Tells a requester that nobody took its request, through its own subscription to the reply subject. */
    private void notifyNoResponders(PublishFrame frame) {
        Interest inReply = routes.lookUp(frame.array(), frame.replyStart(), frame.replyEnd());
        for (Subscription sub : inReply.plain()) {
            if (sub.subscriber() == connection && !sub.closed()) {
                connection.send(NoRespondersNotice.of(frame.reply(), sub.sidAndBlank(), frame.subject()));
                return;
            }
        }
    }

    // ---- subscribe

    @Override
    public void onSubscribe(
            byte[] array, int subjectStart, int subjectEnd, int queueStart, int queueEnd, int sidStart, int sidEnd) {
        activity.subscribing();
        byte[] subject = Arrays.copyOfRange(array, subjectStart, subjectEnd);
        byte[] queue = queueStart == queueEnd ? null : Arrays.copyOfRange(array, queueStart, queueEnd);
        byte[] sid = Arrays.copyOfRange(array, sidStart, sidEnd);
        if (Arrays.equals(queue, SYSTEM_QUEUE) || !rights.permissions().maySubscribe(subject, queue)) {
            denySubscribe(subject, queue, sid);
            return;
        }
        int mostTokens = connections.limits().maxSubscriptionTokens();
        if (mostTokens > 0 && Subject.tokenCount(subject) > mostTokens) {
            connection.sendTraced(PermissionsViolation.tooManyTokens(subject));
            log.error("Subscription Violation Too Many Tokens - Subject " + GoQuote.text(subject) + ", SID "
                    + Subject.text(sid));
        } else if (subscriptions.size() >= maxSubscriptions) {
            if (routes.account().mayReportTooManySubscriptions(loop.nanoTime())) {
                log.error("maximum subscriptions exceeded");
            }
            connection.sendError(ProtocolError.MAXIMUM_SUBSCRIPTIONS);
        } else if (subscriptions.contains(sid)) {
            sayOk();
        } else if (!Subject.isValid(subject)) {
            connection.sendError(ProtocolError.INVALID_SUBJECT);
        } else if (subscriptions.add(
                subject, queue, sid, rights.permissions(), connection.pressure().gated())) {
            sayOk();
        } else if (!connection.closing()) {
            connection.sendError(ProtocolError.MAXIMUM_SUBSCRIPTIONS);
        }
    }

    private void denySubscribe(byte[] subject, byte @Nullable [] queue, byte[] sid) {
        router.worked(REFUSAL_STEPS);
        connection.sendTraced(PermissionsViolation.subscription(subject, queue));
        String withQueue = queue == null ? "" : ", Queue: " + GoQuote.text(queue);
        log.error(
                "Subscription Violation - Subject " + GoQuote.text(subject) + withQueue + ", SID " + Subject.text(sid));
    }

    @Override
    public void onUnsubscribe(byte[] array, int sidStart, int sidEnd, int max) {
        activity.subscribing();
        Subscription sub = subscriptions.get(array, sidStart, sidEnd);
        sayOk();
        if (sub != null && (max <= 0 || !sub.limit(max))) {
            subscriptions.remove(sub);
            if (verbose) {
                // The next +OK tells the client that this is done: nothing of it may come later.
                subscriptions.afterFence(() -> {});
            }
        }
    }

    // ---- ping

    @Override
    public void onPing() {
        activity.pinged();
        log.traceIn("PING");
        if (loop.loopCount() > 1) {
            // The PONG says that what the client published before is queued for its receivers, on their loops too, and
            // what others had published before they got theirs is queued for this client.
            loop.staging().handOver();
            loop.staging().takeInbox();
        }
        subscriptions.afterFence(this::sendPong);
    }

    private void sendPong() {
        if (!connection.closing()) {
            connection.sendTraced(PONG);
            login.pongSent();
        }
    }

    @Override
    public void onPong() {
        log.traceIn("PONG");
        keepalive.pong(loop.nanoTime());
    }

    // ---- errors

    @Override
    public void onError(ProtocolError error, String detail) {
        // The order of the lines in nats-server's log.
        switch (error) {
            case MAXIMUM_PAYLOAD -> {
                log.error(detail);
                connection.refuse(error, closeReasonOf(error));
            }
            case MAXIMUM_CONTROL_LINE -> {
                connection.refuse(error, closeReasonOf(error));
                log.error(detail);
            }
            default -> {
                connection.sendError(error);
                log.error(detail);
                connection.close(closeReasonOf(error));
            }
        }
    }

    private static CloseReason closeReasonOf(ProtocolError error) {
        return switch (error) {
            case MAXIMUM_PAYLOAD -> CloseReason.MAXIMUM_PAYLOAD_EXCEEDED;
            case MAXIMUM_CONTROL_LINE -> CloseReason.MAXIMUM_CONTROL_LINE_EXCEEDED;
            case CLIENT_ERROR -> CloseReason.PARSE_ERROR;
            default -> CloseReason.PROTOCOL_VIOLATION;
        };
    }

    // ---- trace

    @Override
    public void onLine(byte[] verb, byte[] array, int start, int end) {
        log.traceIn(verb, array, start, end);
    }
}
