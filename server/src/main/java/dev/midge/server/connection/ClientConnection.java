package dev.midge.server.connection;

import dev.midge.auth.AuthenticatorChain;
import dev.midge.auth.Denial;
import dev.midge.auth.Identity;
import dev.midge.auth.permission.Permissions;
import dev.midge.auth.permission.ResponsePermission;
import dev.midge.protocol.ConnectOptions;
import dev.midge.protocol.GoQuote;
import dev.midge.protocol.PermissionsViolation;
import dev.midge.protocol.ProtocolError;
import dev.midge.protocol.ProtocolHandler;
import dev.midge.protocol.ProtocolParser;
import dev.midge.protocol.PublishFrame;
import dev.midge.protocol.subject.MatchCache;
import dev.midge.protocol.subject.Subject;
import dev.midge.server.account.Account;
import dev.midge.server.account.Interest;
import dev.midge.server.account.Message;
import dev.midge.server.account.Router;
import dev.midge.server.account.Routes;
import dev.midge.server.account.Subscriber;
import dev.midge.server.account.Subscription;
import dev.midge.server.account.SubscriptionFigures;
import dev.midge.server.log.LogLevel;
import dev.midge.server.log.ServerLog;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One client socket, from INFO to close: what the client says, and what is delivered to it.
 *
 * <p>Thread: everything runs on {@link #loop}, except {@link #deliver}, {@link #mayReceive} and {@link #exhausted}, which
 * the loop of any publisher calls, and the figures that monitoring reads.
 *
 * <p>The way of a message: {@link #onPublish} asks the loop's {@link Routes} who is interested (nothing to ask when the
 * control line and the account's generation are those of the message before), the {@link Router} calls {@link #deliver}
 * of each receiver, and that appends to the receiver's {@link Outbound}, or, when the receiver lives on another loop, to
 * a chunk that this loop stages for it.
 */
public final class ClientConnection extends Subscriber implements ProtocolHandler {

    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] PING = ascii("PING\r\n");
    private static final byte[] PONG = ascii("PONG\r\n");
    private static final byte[] SYSTEM_QUEUE = ascii("_sys_");
    private static final byte[] GATEWAY_REPLY = ascii("_GR_.");
    private static final byte[] OLD_GATEWAY_REPLY = ascii("$GR.");
    private static final byte[] RAFT = ascii("$NRG.");
    private static final byte[] SERVICE_REPLY = ascii("_R_.");
    private static final byte[] ACKNOWLEDGEMENT = ascii("$JS.ACK.");

    private static final @Nullable Chunk[] NO_CHUNKS = new Chunk[0];

    /** Subscriptions of one connection that are remembered when it has ended. */
    private static final int MOST_REMEMBERED = 10_000;

    private static final long STALL_WORTH_A_LINE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** What a refusal costs, in steps of a look-up: it is logged, and told to the client. */
    private static final int REFUSAL_STEPS = 256;

    /** A millisecond or two. */
    private static final int FORGOTTEN_AT_ONCE = 4_096;

    /** Whoever holds no more is not ended to make room for others. */
    static final long LITTLE = 32 * 1024;

    // Heap, roughly: of a connection; of what it has to remember with permissions; of a subscription; and of a token of
    // it. The first two tokens do not count, since many subscriptions share them.
    private static final long CONNECTION_BYTES = 4_096;
    private static final long DECISIONS_BYTES = 4_096;
    private static final long SUBSCRIPTION_BYTES = 320;
    private static final long TOKEN_BYTES = 144;

    /** Half of what is left of {@code max_pending} when the gate closes: an eighth. */
    private static final long MOST_UNDER_WAY = 8;

    private static final VarHandle UNDER_WAY;

    static {
        try {
            UNDER_WAY = MethodHandles.lookup().findVarHandle(ClientConnection.class, "underWay", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Connections connections;
    private final Loop loop;
    private final Router router;
    private final Channel channel;
    private final Outbound outbound;
    private final ProtocolParser parser;
    private final Input input;
    private final Login login;
    private final Keepalive keepalive;
    private final Pressure pressure;
    private final SidTable subscriptions = new SidTable();
    private final long id;
    private final long writeDeadlineNanos;
    private String remoteHost;
    private int remotePort;
    /** Where the socket comes from when a proxy has named another address: what log lines start with. */
    private @Nullable String proxyAddress;

    /** Index in the loop's list. */
    int position;

    // What CONNECT and the login decided.
    private boolean verbose = true;
    private boolean echo = true;
    private boolean headers;
    private boolean noResponders;
    private Routes routes;
    private Permissions permissions = Permissions.UNRESTRICTED;
    private @Nullable MatchCache<Boolean> publishDecisions;
    private @Nullable ReplyPermits replyPermits;
    private boolean filtering;
    private long maxSubscriptions;

    /** Who gets the messages of the last control line, when nothing speaks against publishing them; else null. */
    private @Nullable Interest lastInterest;

    private long lastGeneration;

    // Other loops' open staging chunks, by loop; each entry belongs to that loop.
    private final @Nullable Chunk[] staged;
    /** Memory of the chunks that other loops have staged and this one has not taken over: once for each, by UNDER_WAY. */
    @SuppressWarnings("UnusedVariable")
    private volatile long underWay;
    /** An UNSUB came since the other loops were last asked to hand over what they have staged. */
    private boolean fenceNeeded;

    // Why nothing is parsed: a login or a fence is under way; it is the others' turn; another loop has to catch up;
    // receivers have to drain first.
    private boolean held;
    private boolean turnOver;
    private boolean waiting;
    private boolean stalled;
    private long stalledSince;
    /** In this read there was a PING; SUB or UNSUB. */
    private boolean pinged;

    private boolean subscribing;

    /** Heap that this connection makes the server keep, and how much of it is counted for input and for permits. */
    private long retainedBytes;

    private int inputBytes;
    private long permitBytes;

    private @Nullable CloseReason closeReason;
    private boolean lingering;
    private boolean cutOff;
    private boolean inputEnded;
    private boolean gone;
    /** When a closing connection that still has something to say is cut off. */
    private long closeBy;

    /** When it was accepted: nanoseconds since 1970, and of the loop's clock. */
    private final long acceptedAt;

    private final long accepted;
    /** When the client last did something, or got a message; not at each message, but at each read and write. */
    private long lastActivity;

    private long inMessages;
    private long inBytes;
    private long outMessages;
    private long outBytes;
    private long notedOutMessages;
    private long batchMessages;
    private long batchBytes;
    private long stalls;

    /** A connection that was just accepted; {@link #open} has it say hello. */
    public ClientConnection(Connections connections, Loop loop, Channel channel, String remoteHost, int remotePort) {
        this.connections = connections;
        this.loop = loop;
        this.router = loop.router();
        this.channel = channel;
        this.remoteHost = remoteHost;
        this.remotePort = remotePort;
        this.id = connections.nextId();
        ConnectionLimits limits = connections.limits();
        this.writeDeadlineNanos = limits.writeDeadlineNanos();
        this.outbound = new Outbound(this, channel, loop);
        this.parser = new ProtocolParser(this, limits.maxControlLine(), takenPayload(limits.maxPayload()));
        this.input = new Input(parser, loop);
        this.login = new Login(this, connections);
        this.acceptedAt = epochNanos(connections.clock().instant());
        this.accepted = loop.nanoTime();
        this.lastActivity = accepted;
        this.keepalive = new Keepalive(accepted);
        this.pressure = new Pressure(this, connections);
        this.routes = router.routes(connections.accounts().global());
        this.maxSubscriptions = limits.maxSubscriptions() == 0 ? Long.MAX_VALUE : limits.maxSubscriptions();
        this.staged = loop.loopCount() > 1 ? new Chunk[loop.loopCount()] : NO_CHUNKS;
        parser.pedantic(true);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static long epochNanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    // ---- life

    /** Sends INFO, and refuses when there are too many connections already. */
    public void open() {
        if (admit(login.firstInfo())) {
            begin();
        }
    }

    /**
     * The same, when the header of a proxy may say whose connection this is: INFO does not name the proxy as the client,
     * and nothing starts before {@link #begin}.
     *
     * @return false when the connection is refused
     */
    public boolean openBehindProxy() {
        return admit(login.firstInfoBehindProxy());
    }

    private boolean admit(byte[] info) {
        assert loop.eventLoop().inEventLoop();
        loop.add(this);
        boolean thereIsRoom = retain(CONNECTION_BYTES);
        boolean admitted = connections.opened() && thereIsRoom;
        debug("Client connection created");
        outbound.append(info);
        if (connections.stopping()) {
            close(CloseReason.SERVER_SHUTDOWN);
            return false;
        }
        if (!admitted) {
            errorRarely("maximum connections exceeded");
            refuse(ProtocolError.MAXIMUM_CONNECTIONS, CloseReason.MAXIMUM_CONNECTIONS_EXCEEDED);
            return false;
        }
        return true;
    }

    /** Starts the timers of the login and of PING. */
    public void begin() {
        if (closeReason == null) {
            keepalive.begin(loop.nanoTime(), connections.limits().pingIntervalNanos());
            login.start();
        }
    }

    /** A proxy says that the client has this address; the log goes on to name the socket's. */
    public void comesFrom(String host, int port) {
        proxyAddress = remoteAddress();
        remoteHost = host;
        remotePort = port;
    }

    /** What came is no header of a proxy; the connection is closed without a word. */
    public void badProxyHeader(String why) {
        if (closeReason == null) {
            log().warn("Error reading PROXY protocol header from " + remoteAddress() + ": " + why);
            close(CloseReason.PROTOCOL_VIOLATION);
        }
    }

    /** Bytes came. */
    public void received(ByteBuf bytes) {
        if (closeReason != null) {
            return;
        }
        loop.nothingToWaitFor();
        loop.working(this);
        parser.tracing(log().traceEnabled());
        input.received(bytes);
        afterBatch();
    }

    private void afterBatch() {
        loop.working(null);
        if (closeReason != null) {
            input.discard();
        }
        if (input.heldBytes() != inputBytes) {
            countInput();
        }
        noteBatch();
        Loop behind = loop.behind();
        if (behind != null && closeReason == null) {
            waitFor(behind);
        }
        ClientConnection receiver = loop.congestedBy();
        if (receiver != null && closeReason == null) {
            stall(receiver);
        } else if (parser.paused() && closeReason == null) {
            channel.config().setAutoRead(false);
        }
    }

    /** Adds what a read brought to the figures; once per read, since neither clock nor counters are for each message. */
    private void noteBatch() {
        boolean used = subscribing || batchMessages > 0;
        if (batchMessages > 0) {
            inMessages += batchMessages;
            inBytes += batchBytes;
            loop.countIn(batchMessages, batchBytes);
            router.note(routes, batchMessages, batchBytes);
            batchMessages = 0;
            batchBytes = 0;
        }
        if (used || pinged) {
            long now = loop.nanoTime();
            keepalive.command(now);
            lastActivity = used ? now : lastActivity;
            subscribing = false;
            pinged = false;
        }
    }

    /** The same for deliveries; once per write. */
    void noteDeliveries(long now) {
        if (outMessages != notedOutMessages) {
            notedOutMessages = outMessages;
            lastActivity = now;
        }
    }

    private void countInput() {
        int more = input.heldBytes() - inputBytes;
        inputBytes += more;
        if (!retain(more) && closeReason == null) {
            retainsTooMuch(connections.retainedShare());
        }
    }

    /** What the client has made enough work for goes on when the others had their turn. */
    void endTurn() {
        if (turnOver || closeReason != null) {
            return;
        }
        turnOver = true;
        parser.pause();
        // Not execute: an event loop works its queue off before it reads from anybody, and this would be in it again.
        var unused = loop.eventLoop()
                .schedule(
                        () -> {
                            turnOver = false;
                            goOn();
                        },
                        1,
                        TimeUnit.NANOSECONDS);
    }

    /**
     * Takes nothing more until another loop has taken over what was staged for its connections: until then it cannot close
     * the gate of one that does not keep up, and what is under way does not count as pending.
     */
    private void waitFor(Loop other) {
        if (waiting) {
            return;
        }
        waiting = true;
        parser.pause();
        loop.handOverStaged();
        other.execute(() -> {
            other.takeInbox();
            loop.execute(this::caughtUp);
        });
    }

    private void caughtUp() {
        waiting = false;
        goOn();
    }

    /** Reads nothing for a moment, because this client fills a receiver faster than it drains. */
    private void stall(ClientConnection receiver) {
        if (stalled) {
            return;
        }
        connections.countStall();
        receiver.countStall(loop);
        stallFor();
    }

    private void stallFor() {
        stalled = true;
        stalledSince = loop.nanoTime();
        channel.config().setAutoRead(false);
        loop.stalls().hold(this);
    }

    void stallEnded() {
        stalled = false;
        if (closeReason != null) {
            return;
        }
        long now = loop.nanoTime();
        if (now - stalledSince >= STALL_WORTH_A_LINE) {
            long millis = TimeUnit.NANOSECONDS.toMillis(now - stalledSince);
            warnRarely("Producer was stalled for a total of ", millis + "ms", now);
        }
        goOn();
    }

    /** Takes no further message for a moment, not even of what was read already. */
    void holdUp() {
        if (stalled || closeReason != null) {
            return;
        }
        parser.pause();
        connections.countStall();
        stallFor();
    }

    /** Goes on with what came while the parser was paused. */
    void resume() {
        held = false;
        goOn();
    }

    void pause() {
        held = true;
        parser.pause();
    }

    private void goOn() {
        if (closeReason != null || held || turnOver || stalled || waiting) {
            return;
        }
        parser.resume();
        loop.nothingToWaitFor();
        loop.working(this);
        input.resume();
        afterBatch();
        if (closeReason != null || parser.paused() || stalled) {
            return;
        }
        if (inputEnded) {
            close(CloseReason.CLIENT_CLOSED);
        } else {
            channel.config().setAutoRead(true);
        }
    }

    /** The client sends nothing more; what it said before is worked off, and what it is owed is still written. */
    public void endOfInput() {
        inputEnded = true;
        if (closeReason == null) {
            boolean workLeft = stalled || (parser.paused() && !login.undecided());
            if (!workLeft) {
                close(CloseReason.CLIENT_CLOSED);
            }
        } else if (lingering) {
            cut();
        }
    }

    /** The socket is gone. */
    public void disconnected() {
        if (gone) {
            return;
        }
        gone = true;
        if (closeReason == null) {
            end(CloseReason.CLIENT_CLOSED);
        }
        outbound.discard();
        retain(-retainedBytes);
        loop.remove(this);
    }

    /** Reading failed, or we did. */
    public void failed(Throwable cause) {
        if (cause instanceof IOException) {
            lost(CloseReason.READ_ERROR);
            return;
        }
        if (closeReason == null) {
            log().error(prefix() + "Connection failed", cause);
        }
        close(CloseReason.CLIENT_CLOSED);
    }

    void writeFailed(Throwable cause) {
        if (closeReason == null) {
            debug("Error flushing: " + cause.getMessage());
        }
        lost(CloseReason.WRITE_ERROR);
    }

    /** The socket failed: nothing of what is queued can be sent any more. */
    private void lost(CloseReason reason) {
        if (closeReason == null) {
            end(reason);
        }
        cut();
    }

    /** Sends the error line, if the protocol has one for it, and closes. */
    void refuse(ProtocolError error, CloseReason reason) {
        if (closeReason == null) {
            sendError(error);
        }
        close(reason);
    }

    boolean closing() {
        return closeReason != null;
    }

    void close(CloseReason reason) {
        if (closeReason != null) {
            return;
        }
        end(reason);
        if (!reason.flushes() || !channel.isActive()) {
            cut();
            return;
        }
        // Whoever sees the connection end may ask on another one for what was published here before.
        loop.handOverStaged();
        outbound.flush(loop.nanoTime());
        long grace = outbound.pendingBytes() > 0 ? writeDeadlineNanos : LINGER_NANOS;
        closeBy = loop.nanoTime() + grace;
        if (outbound.pendingBytes() == 0) {
            drained();
        }
    }

    private void end(CloseReason reason) {
        closeReason = reason;
        parser.pause();
        input.discard();
        noteBatch();
        connections.closed(this, reason);
        debug("Client connection closed: " + reason.text());
        dropSubscriptions();
        replyPermits = null;
        countPermits();
        inputBytes = 0;
        retain(CONNECTION_BYTES - retainedBytes);
        login.end();
    }

    /**
     * Everything is written. A connection that closes then ends its direction and takes in, for a moment, what the peer
     * was still sending: closing at once would make the kernel reset the connection, and the error line would be lost.
     */
    void drained() {
        if (closeReason == null || lingering || gone || cutOff) {
            return;
        }
        lingering = true;
        if (inputEnded || closeReason == CloseReason.SERVER_SHUTDOWN || !(channel instanceof DuplexChannel socket)) {
            cut();
            return;
        }
        closeBy = loop.nanoTime() + LINGER_NANOS;
        channel.config().setAutoRead(true);
        var unused = socket.shutdownOutput();
    }

    private void cut() {
        if (cutOff) {
            return;
        }
        cutOff = true;
        outbound.discard();
        channel.unsafe().close(channel.voidPromise());
    }

    /** The loop's sweep. */
    void tick(long now) {
        if (closeReason != null) {
            if (now - closeBy >= 0) {
                cut();
            }
            return;
        }
        ConnectionLimits limits = connections.limits();
        outbound.checkDeadline(now, writeDeadlineNanos, login.awaitsConnect());
        if (closeReason != null) {
            return;
        }
        if (login.tick(now) || login.undecided()) {
            return;
        }
        switch (keepalive.tick(now, limits.pingIntervalNanos(), limits.pingMax())) {
            case NOTHING -> {}
            case PING -> {
                outbound.append(PING);
                traceOut(PING);
            }
            case STALE -> {
                connections.countStale();
                refuse(ProtocolError.STALE_CONNECTION, CloseReason.STALE_CONNECTION);
            }
        }
    }

    // ---- login

    @Override
    public void onConnect(byte[] array, int start, int end) {
        lastActivity = loop.nanoTime();
        keepalive.connectCame(lastActivity);
        login.connect(array, start, end);
    }

    @Override
    public void onConnectMissing() {
        login.connectMissing();
    }

    /** Has the authentication chain look again at who this is, if that is affected. */
    void revalidate(Predicate<Identity> affected) {
        login.revalidate(affected);
    }

    /** The same for everybody, after a reload; completes on the loop. */
    CompletionStage<Void> recheck(AuthenticatorChain chain) {
        return new Recheck(this, login).by(chain);
    }

    /** nats-server tells of every login again that a reload has confirmed. */
    void tellAgain() {
        if (closeReason == null) {
            connections.listener().loggedIn(this);
        }
    }

    /** The limits of the server have changed. */
    void applyLimits() {
        if (closeReason == null) {
            parser.maxControlLine(connections.limits().maxControlLine());
            login.applyLimits();
        }
    }

    /** There are more connections than a lowered limit allows, and chance has picked this one. */
    void tooMany() {
        if (closeReason == null) {
            errorRarely("maximum connections exceeded");
            refuse(ProtocolError.MAXIMUM_CONNECTIONS, CloseReason.MAXIMUM_CONNECTIONS_EXCEEDED);
        }
    }

    /** Ends when it came through one of these proxies. */
    void distrust(Collection<String> proxies) {
        if (closeReason == null && proxies.contains(login.proxy())) {
            login.deny(Denial.proxyNotTrusted("proxy is not trusted"));
        }
    }

    long writeDeadlineNanos() {
        return writeDeadlineNanos;
    }

    void announceLameDuck() {
        login.announceLameDuck();
    }

    void expectConnect(boolean expected) {
        parser.expectConnect(expected);
    }

    /** Before a second CONNECT is judged the client loses what the first one gave it. */
    void unbind(Runnable then) {
        dropSubscriptions();
        bind(connections.accounts().global(), Permissions.UNRESTRICTED);
        if (fenceNeeded) {
            fence(then);
        } else {
            then.run();
        }
    }

    void bind(Account account, Permissions granted) {
        routes = router.routes(account);
        permit(granted);
    }

    private void permit(Permissions granted) {
        permissions = granted;
        retain((granted.restrictsPublish() ? DECISIONS_BYTES : 0) - (publishDecisions == null ? 0 : DECISIONS_BYTES));
        publishDecisions = granted.restrictsPublish() ? MatchCache.small() : null;
        ResponsePermission responses = granted.responses();
        replyPermits =
                responses == null ? null : new ReplyPermits(responses, loop.nanoTime(), connections.mostPermitBytes());
        countPermits();
        filtering = false;
        lastInterest = null;
    }

    /** The login was decided: the first PING is due in a while. */
    void startPinging() {
        keepalive.connected(
                loop.nanoTime(), connections.limits().pingIntervalNanos(), loop.sweepNanos(), loop.random());
    }

    /** Other permissions from now on; subscriptions that they do not allow end, and the client is told of each. */
    void replacePermissions(Permissions granted) {
        permit(granted);
        List<byte[]> lines = new ArrayList<>();
        for (Subscription sub : subscriptions.all()) {
            if (!granted.maySubscribe(sub.subject(), sub.queue())) {
                byte[] sid = Arrays.copyOf(sub.sidAndBlank(), sub.sidAndBlank().length - 1);
                remove(sub);
                lines.add(PermissionsViolation.removed(sub.subject(), sub.queue(), sid));
                logRemoved(sub, sid);
            } else if (granted.needsDeliveryFilter(sub.subject(), sub.queue())) {
                filterAll();
            }
        }
        if (loop.loopCount() > 1 && !lines.isEmpty()) {
            // What other loops have staged for them comes before the word that they have ended.
            loop.afterAllStaged(() -> lines.forEach(this::sendTraced));
        } else {
            lines.forEach(this::sendTraced);
        }
    }

    private void logRemoved(Subscription sub, byte[] sid) {
        byte[] queue = sub.queue();
        log().info("Removed sub " + GoQuote.text(sub.subject())
                + (queue == null ? "" : " using queue " + GoQuote.text(queue))
                + " (sid " + GoQuote.text(sid) + ") for " + login.holder() + " - not authorized");
    }

    void limits(long payload, long subscriptionsAtMost) {
        parser.maxPayload(takenPayload(payload));
        maxSubscriptions = subscriptionsAtMost;
    }

    int subscriptionCount() {
        return subscriptions.size();
    }

    /** A message has to stand in memory in one piece, even when {@code max_payload} sets no limit. */
    private long takenPayload(long maxPayload) {
        long largest = connections.largestPayload();
        return maxPayload == -1 ? largest : Math.min(maxPayload, largest);
    }

    void options(ConnectOptions options, boolean withHeaders) {
        verbose = options.verbose();
        echo = options.echo();
        headers = withHeaders;
        noResponders = options.noResponders();
        // Also for subscriptions made before there was a CONNECT.
        subscriptions.all().forEach(sub -> sub.echo(echo));
        parser.headers(withHeaders);
        parser.pedantic(options.pedantic());
    }

    void sayOk() {
        if (verbose) {
            outbound.append(OK);
            traceOut(OK);
        }
    }

    void send(byte[] line) {
        outbound.append(line);
    }

    private void sendTraced(byte[] line) {
        outbound.append(line);
        traceOut(line);
    }

    // ---- publish

    @Override
    public void onPublishLine(PublishFrame frame) {
        if (!Subject.isValidLiteral(frame.subject())) {
            sendError(ProtocolError.INVALID_PUBLISH_SUBJECT);
        }
    }

    @Override
    public void onPublish(PublishFrame frame) {
        int count = frame.count();
        batchMessages += count;
        batchBytes += (long) count * frame.totalSize();
        if (count == 1) {
            publish(frame);
        } else {
            publishRun(frame);
        }
    }

    private void publish(PublishFrame frame) {
        if (connections.log().traceEnabled()) {
            tracePayload(frame);
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
            taken = router.route(this);
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
                && !connections.log().traceEnabled()) {
            router.message().set(frame, interest);
            router.routeRun(this);
            loop.relieve();
            return;
        }
        int count = frame.count();
        for (int i = 0; i < count && closeReason == null; i++) {
            frame.select(i);
            publish(frame);
        }
    }

    /** Who gets the message, or null when it may not be published (the client has been told). */
    private @Nullable Interest interestOf(PublishFrame frame) {
        lastInterest = null;
        boolean repeatable = true;
        if (reservedSubject(frame)) {
            denyPublish(frame.subject());
            return null;
        }
        if (permissions.restrictsPublish()) {
            repeatable = mayPublish(frame);
            if (!repeatable && !mayRespond(frame.subject())) {
                denyPublish(frame.subject());
                return null;
            }
        }
        if (frame.hasReply() && reservedReply(frame)) {
            byte[] reply = frame.reply();
            router.worked(REFUSAL_STEPS);
            sendTraced(PermissionsViolation.reply(reply));
            error("Publish Violation - Reply " + GoQuote.text(reply));
            return null;
        }
        Interest interest = routes.lookUp(frame.array(), frame.subjectStart(), frame.subjectEnd());
        if (repeatable && interest.lasting()) {
            lastInterest = interest;
            lastGeneration = routes.generation();
        }
        return interest;
    }

    private boolean mayPublish(PublishFrame frame) {
        MatchCache<Boolean> decisions = publishDecisions;
        if (decisions == null) {
            return true;
        }
        int length = frame.subjectEnd() - frame.subjectStart();
        Boolean known = decisions.get(frame.array(), frame.subjectStart(), length);
        return known != null ? known : decide(decisions, frame.subject());
    }

    private boolean decide(MatchCache<Boolean> decisions, byte[] subject) {
        boolean allowed = permissions.mayPublish(subject);
        if (decisions.admits(subject, 0, subject.length)) {
            decisions.put(subject, allowed);
        }
        return allowed;
    }

    private boolean mayRespond(byte[] subject) {
        return replyPermits != null && replyPermits.use(subject, loop.nanoTime());
    }

    private void denyPublish(byte[] subject) {
        router.worked(REFUSAL_STEPS);
        sendTraced(PermissionsViolation.publish(subject));
        error("Publish Violation - Subject " + GoQuote.text(subject));
    }

    private boolean reservedSubject(PublishFrame frame) {
        int start = frame.subjectStart();
        int end = frame.subjectEnd();
        return reservedStart(frame.array()[start])
                && (startsWith(frame, start, end, GATEWAY_REPLY, 1)
                        || startsWith(frame, start, end, OLD_GATEWAY_REPLY, 1)
                        || (startsWith(frame, start, end, RAFT, 0)
                                && !routes.account().isSystem()));
    }

    private static boolean reservedReply(PublishFrame frame) {
        int start = frame.replyStart();
        int end = frame.replyEnd();
        return reservedStart(frame.array()[start])
                && (startsWith(frame, start, end, SERVICE_REPLY, 0)
                        || startsWith(frame, start, end, ACKNOWLEDGEMENT, 1)
                        || startsWith(frame, start, end, GATEWAY_REPLY, 1)
                        || startsWith(frame, start, end, OLD_GATEWAY_REPLY, 1));
    }

    private static boolean reservedStart(byte first) {
        return first == '_' || first == '$';
    }

    private static boolean startsWith(PublishFrame frame, int start, int end, byte[] prefix, int atLeastMore) {
        return end - start >= prefix.length + atLeastMore
                && Arrays.equals(frame.array(), start, start + prefix.length, prefix, 0, prefix.length);
    }

    /** Tells a requester that nobody took its request, through its own subscription to the reply subject. */
    private void notifyNoResponders(PublishFrame frame) {
        Interest inReply = routes.lookUp(frame.array(), frame.replyStart(), frame.replyEnd());
        for (Subscription sub : inReply.plain()) {
            if (sub.subscriber() == this && !sub.closed()) {
                send(NoRespondersNotice.of(frame.reply(), sub.sidAndBlank(), frame.subject()));
                return;
            }
        }
    }

    // ---- delivery, from any loop

    @Override
    protected void deliver(Subscription sub, Message message, Router from) {
        boolean bare = message.headers() && !headers;
        byte[] start = bare ? message.bareStart() : message.start();
        byte[] tail = bare ? message.bare() : message.array();
        int tailFrom = bare ? 0 : message.tailStart();
        int tailTo = bare ? message.bareLength() : message.tailEnd();
        int size = bare ? message.bareSize() : message.size();
        if (bare) {
            from.shortened(message.size() - size);
        }
        if (from == router) {
            if (replyPermits != null) {
                permitReply(message.reply());
            }
            outMessages++;
            outBytes += size;
            outbound.append(start, sub.sidAndBlank(), tail, tailFrom, tailTo);
        } else {
            Chunk chunk = loop.other(from.index()).stage(this, start, sub.sidAndBlank(), tail, tailFrom, tailTo);
            if (chunk == null) {
                return;
            }
            chunk.messages++;
            chunk.messageBytes += size;
            if (replyPermits != null && message.reply() != null) {
                chunk.addReply(message.reply());
            }
        }
        if (connections.log().traceEnabled()) {
            traceDelivery(message, start, sub, tail, tailFrom, tailTo);
        }
    }

    @Override
    protected void deliverRun(Subscription sub, Message message, Router from) {
        int count = message.count();
        if (from == router && replyPermits == null && message.copies() && (headers || !message.headers())) {
            outMessages += count;
            outBytes += (long) count * message.size();
            outbound.appendRun(message.start(), sub.sidAndBlank(), message);
            return;
        }
        super.deliverRun(sub, message, from);
    }

    @Override
    protected boolean mayReceive(Subscription sub, Message message) {
        return permissions.mayDeliver(message.subject(), sub.queue());
    }

    @Override
    protected void exhausted(Subscription sub, Router from) {
        if (connections.log().debugEnabled()) {
            debug("Auto-unsubscribe limit of " + sub.delivered() + " reached for sid '" + sidOf(sub) + "'");
        }
        if (from == router) {
            remove(sub);
        } else {
            loop.eventLoop().execute(() -> remove(sub));
        }
    }

    private void permitReply(byte @Nullable [] reply) {
        ReplyPermits permits = replyPermits;
        if (permits != null && reply != null && !permissions.mayPublish(reply)) {
            permits.delivered(reply, loop.nanoTime());
            if (permits.heldBytes() > permitBytes + LITTLE) {
                countPermits();
            }
        }
    }

    private void countPermits() {
        ReplyPermits permits = replyPermits;
        long now = permits == null ? 0 : permits.heldBytes();
        long more = now - permitBytes;
        permitBytes = now;
        retain(more);
    }

    /** What another loop staged for this connection arrives on its own. */
    void takeStaged(Chunk chunk) {
        UNDER_WAY.getAndAdd(this, (long) -chunk.capacity());
        if (chunk.truncated) {
            outOfMemory();
        }
        outMessages += chunk.messages;
        outBytes += chunk.messageBytes;
        List<byte[]> replies = chunk.replies;
        if (replies != null) {
            // Before the request is written: its receiver may answer at once.
            replies.forEach(this::permitReply);
            chunk.replies = null;
        }
        outbound.appendStaged(chunk);
    }

    /** Counts a chunk that another loop stages; called by that loop. True when it should let this one's loop catch up. */
    boolean putUnderWay(int bytes) {
        long before = (long) UNDER_WAY.getAndAdd(this, (long) bytes);
        return before + bytes > connections.limits().maxPending() / MOST_UNDER_WAY;
    }

    @Nullable
    Chunk staged(int fromLoop) {
        return staged[fromLoop];
    }

    void staged(int fromLoop, @Nullable Chunk chunk) {
        staged[fromLoop] = chunk;
    }

    // ---- pressure

    Pressure pressure() {
        return pressure;
    }

    /** Has publishers ask about each message, or no longer. */
    void gate(boolean closed) {
        subscriptions.all().forEach(sub -> sub.gate(closed));
    }

    /** A connection that closes and still has something to say is cut off: it holds as much as any other. */
    void overBudget(long budget) {
        if (closeReason != null) {
            cut();
            return;
        }
        pressure.overBudget(budget);
    }

    /** There was no memory for what the connection should have got. */
    void outOfMemory() {
        pressure.outOfMemory();
    }

    /** Counts heap that the server keeps for this connection; false when there is no more, for whoever asks for it. */
    private boolean retain(long more) {
        retainedBytes += more;
        loop.retain(more);
        if (more <= 0 || loop.retainedBytes() <= connections.retainedShare()) {
            return true;
        }
        loop.makeRoom(connections.retainedShare());
        return closeReason == null && loop.retainedBytes() <= connections.retainedShare();
    }

    /** Heap that the server keeps for this connection. */
    long retainedBytes() {
        return retainedBytes;
    }

    /** All clients together hold too much and this one holds most: it ends, with the limit that it has come closest to. */
    void retainsTooMuch(long budget) {
        info("Closed to make room: holds " + retainedBytes + " of the " + budget
                + " bytes for subscriptions and incomplete messages of all clients");
        if (inputBytes * 2L > retainedBytes) {
            refuse(ProtocolError.MAXIMUM_PAYLOAD, CloseReason.MAXIMUM_PAYLOAD_EXCEEDED);
        } else {
            refuse(ProtocolError.MAXIMUM_SUBSCRIPTIONS, CloseReason.MAXIMUM_SUBSCRIPTIONS_EXCEEDED);
        }
    }

    @Override
    protected boolean turnsAway(Router from) {
        if (connections.limits().dropForSlow()) {
            return true;
        }
        loop.other(from.index()).congestedBy(this);
        return false;
    }

    // ---- subscribe

    @Override
    public void onSubscribe(
            byte[] array, int subjectStart, int subjectEnd, int queueStart, int queueEnd, int sidStart, int sidEnd) {
        subscribing = true;
        byte[] subject = Arrays.copyOfRange(array, subjectStart, subjectEnd);
        byte[] queue = queueStart == queueEnd ? null : Arrays.copyOfRange(array, queueStart, queueEnd);
        byte[] sid = Arrays.copyOfRange(array, sidStart, sidEnd);
        if (Arrays.equals(queue, SYSTEM_QUEUE) || !permissions.maySubscribe(subject, queue)) {
            denySubscribe(subject, queue, sid);
            return;
        }
        int mostTokens = connections.limits().maxSubscriptionTokens();
        if (mostTokens > 0 && Subject.tokenCount(subject) > mostTokens) {
            sendTraced(PermissionsViolation.tooManyTokens(subject));
            error("Subscription Violation Too Many Tokens - Subject " + GoQuote.text(subject) + ", SID "
                    + Subject.text(sid));
        } else if (subscriptions.size() >= maxSubscriptions) {
            if (routes.account().mayReportTooManySubscriptions(loop.nanoTime())) {
                error("maximum subscriptions exceeded");
            }
            sendError(ProtocolError.MAXIMUM_SUBSCRIPTIONS);
        } else if (subscriptions.get(sid, 0, sid.length) != null) {
            sayOk();
        } else if (!Subject.isValid(subject)) {
            sendError(ProtocolError.INVALID_SUBJECT);
        } else {
            subscribe(subject, queue, sid);
        }
    }

    private void subscribe(byte[] subject, byte @Nullable [] queue, byte[] sid) {
        if (!filtering && permissions.needsDeliveryFilter(subject, queue)) {
            filterAll();
        }
        int flags = (echo ? 0 : Subscription.NO_ECHO)
                | (filtering ? Subscription.FILTERED : 0)
                | (pressure.gated() ? Subscription.GATED : 0);
        Subscription sub = new Subscription(this, subject, queue, sid, flags);
        long bytes = bytesOf(sub);
        if (!retain(bytes)) {
            if (closeReason == null) {
                retain(-bytes);
                sendError(ProtocolError.MAXIMUM_SUBSCRIPTIONS);
            }
            return;
        }
        subscriptions.put(sub);
        routes.account().subscribe(sub);
        sayOk();
    }

    /** Heap of a subscription; 2,000 tokens that nobody else subscribes to are 300 KB. */
    private static long bytesOf(Subscription sub) {
        byte[] subject = sub.subject();
        byte[] queue = sub.queue();
        int ownTokens = Math.max(0, Subject.tokenCount(subject) - 2);
        return SUBSCRIPTION_BYTES
                + 2L * subject.length
                + sub.sidAndBlank().length
                + (queue == null ? 0 : queue.length)
                + ownTokens * TOKEN_BYTES;
    }

    /** From now on every message for any subscription of the connection has to pass the deny list. */
    private void filterAll() {
        filtering = true;
        subscriptions.all().forEach(Subscription::filter);
    }

    private void denySubscribe(byte[] subject, byte @Nullable [] queue, byte[] sid) {
        router.worked(REFUSAL_STEPS);
        sendTraced(PermissionsViolation.subscription(subject, queue));
        String withQueue = queue == null ? "" : ", Queue: " + GoQuote.text(queue);
        error("Subscription Violation - Subject " + GoQuote.text(subject) + withQueue + ", SID " + Subject.text(sid));
    }

    @Override
    public void onUnsubscribe(byte[] array, int sidStart, int sidEnd, int max) {
        subscribing = true;
        Subscription sub = subscriptions.get(array, sidStart, sidEnd);
        sayOk();
        if (sub != null && (max <= 0 || !sub.limit(max))) {
            remove(sub);
            if (verbose && fenceNeeded) {
                // The next +OK tells the client that this is done: nothing of it may come later.
                fence(() -> {});
            }
        }
    }

    /** Ends one subscription; nothing happens when it has ended already. */
    private void remove(Subscription sub) {
        if (!sub.closed()) {
            sub.close();
            fenceNeeded = loop.loopCount() > 1;
        }
        if (subscriptions.remove(sub)) {
            retain(-bytesOf(sub));
            traceEnd(sub);
            routes.account().unsubscribe(sub);
        }
    }

    private void dropSubscriptions() {
        if (subscriptions.size() == 0) {
            return;
        }
        List<Subscription> all = subscriptions.all();
        subscriptions.clear();
        long bytes = 0;
        for (Subscription sub : all) {
            traceEnd(sub);
            sub.close();
            bytes += bytesOf(sub);
        }
        retain(-bytes);
        forget(routes.account(), all, 0);
        fenceNeeded = loop.loopCount() > 1;
    }

    /** Takes subscriptions that deliver nothing any more out of the account, so many at a time: there may be a million. */
    private void forget(Account account, List<Subscription> all, int from) {
        int to = loop.eventLoop().isShuttingDown() ? all.size() : Math.min(all.size(), from + FORGOTTEN_AT_ONCE);
        account.unsubscribeAll(all.subList(from, to));
        if (to < all.size()) {
            var unused = loop.eventLoop().schedule(() -> forget(account, all, to), 1, TimeUnit.NANOSECONDS);
        }
    }

    // ---- ping

    @Override
    public void onPing() {
        pinged = true;
        traceIn("PING");
        if (loop.loopCount() > 1) {
            // The PONG says that what the client published before is queued for its receivers, on their loops too, and
            // what others had published before they got theirs is queued for this client.
            loop.handOverStaged();
            loop.takeInbox();
        }
        if (fenceNeeded) {
            fence(this::sendPong);
        } else {
            sendPong();
        }
    }

    /** Goes on when what other loops have staged for ended subscriptions has come; nothing of it comes later. */
    private void fence(Runnable then) {
        fenceNeeded = false;
        pause();
        loop.afterAllStaged(() -> {
            if (closeReason == null) {
                then.run();
            }
            if (!login.undecided()) {
                resume();
            }
        });
    }

    private void sendPong() {
        if (closeReason == null) {
            outbound.append(PONG);
            traceOut(PONG);
            login.pongSent();
        }
    }

    @Override
    public void onPong() {
        traceIn("PONG");
        keepalive.pong(loop.nanoTime());
    }

    // ---- errors

    @Override
    public void onError(ProtocolError error, String detail) {
        // The order of the lines in nats-server's log.
        switch (error) {
            case MAXIMUM_PAYLOAD -> {
                error(detail);
                refuse(error, closeReasonOf(error));
            }
            case MAXIMUM_CONTROL_LINE -> {
                refuse(error, closeReasonOf(error));
                error(detail);
            }
            default -> {
                sendError(error);
                error(detail);
                close(closeReasonOf(error));
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

    void sendError(ProtocolError error) {
        byte[] line = error.line();
        if (line != null) {
            sendTraced(line);
        }
    }

    // ---- log

    ServerLog log() {
        return connections.log();
    }

    void error(String message) {
        say(LogLevel.ERROR, message);
    }

    void warn(String message) {
        say(LogLevel.WARN, message);
    }

    private void trace(String message) {
        say(LogLevel.TRACE, message);
    }

    private void say(LogLevel level, String message) {
        log().about(login.origin(), level, prefix() + message);
    }

    void info(String message) {
        say(LogLevel.INFO, message);
    }

    /** Logs a line that many connections may cause at once, once a second at most for each account. */
    private void warnRarely(String text, String value, long now) {
        String account = login.accountSuffix();
        if (connections.rareLines().due(text + account, now)) {
            warn(text + value + account + login.userSuffix());
        }
    }

    private void errorRarely(String text) {
        String line = text + login.accountSuffix();
        if (connections.rareLines().due(line, loop.nanoTime())) {
            error(line + login.userSuffix());
        }
    }

    void debug(String message) {
        if (log().debugEnabled()) {
            say(LogLevel.DEBUG, message);
        }
    }

    /** What every log line about this connection starts with. */
    String prefix() {
        String address = proxyAddress == null ? remoteAddress() : proxyAddress;
        return address + " - cid:" + id + login.label() + " - ";
    }

    String remoteAddress() {
        return PeerAddress.hostAndPort(remoteHost, remotePort);
    }

    @Override
    public void onLine(byte[] verb, byte[] array, int start, int end) {
        String name = new String(verb, StandardCharsets.US_ASCII);
        String arguments = new String(array, start, end - start, StandardCharsets.UTF_8);
        traceIn(name + ' ' + (name.equals("CONNECT") ? Redaction.connect(arguments) : arguments));
    }

    private void traceIn(String line) {
        if (log().traceEnabled()) {
            trace("<<- [" + line + "]");
        }
    }

    private void tracePayload(PublishFrame frame) {
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
    private void traceOut(byte[] line) {
        if (log().traceEnabled()) {
            String text = new String(line, StandardCharsets.UTF_8).trim();
            if (text.startsWith("-ERR '")) {
                text = "-ERR " + text.substring(6, text.length() - 1);
            }
            trace("->> [" + (text.equals("+OK") ? "OK" : text) + "]");
        }
    }

    private void traceEnd(Subscription sub) {
        if (log().traceEnabled()) {
            trace("<-> [DELSUB " + sidOf(sub) + "]");
        }
    }

    private static String sidOf(Subscription sub) {
        byte[] sidAndBlank = sub.sidAndBlank();
        return new String(sidAndBlank, 0, sidAndBlank.length - 1, StandardCharsets.UTF_8);
    }

    private void traceDelivery(Message message, byte[] start, Subscription sub, byte[] tail, int from, int to) {
        int line = from;
        while (tail[line] != '\r') {
            line++;
        }
        trace("->> [" + Subject.text(start) + Subject.text(sub.sidAndBlank())
                + new String(tail, from, line - from, StandardCharsets.UTF_8) + "]");
        int headerSize = tail == message.array() ? message.headerSize() : -1;
        tracePayload("->> ", tail, line + 2, to - 2, headerSize);
    }

    // ---- figures

    /** Somebody had to wait for this connection; called on the loop of whoever it was. */
    private void countStall(Loop from) {
        if (from == loop) {
            stalls++;
        } else {
            loop.execute(() -> stalls++);
        }
    }

    /** How the connection stands; on its loop. */
    public ConnectionFigures figures() {
        long now = loop.nanoTime();
        noteDeliveries(now);
        return new ConnectionFigures(
                id,
                remoteHost,
                remotePort,
                new ConnectionFigures.Times(
                        acceptedAt,
                        acceptedAt + lastActivity - accepted,
                        now - accepted,
                        now - lastActivity,
                        keepalive.roundTripNanos()),
                new ConnectionFigures.Traffic(
                        inMessages, inBytes, outMessages, outBytes, outbound.pendingBytes(), stalls),
                login.names(),
                routes.account().name(),
                login.issuer(),
                login.proxy(),
                subscriptions.size());
    }

    /** What the list of closed connections keeps; on the loop, while the subscriptions are still there. */
    ClosedConnection remembered(CloseReason reason) {
        List<SubscriptionFigures> last = new ArrayList<>();
        for (Subscription sub : subscriptions.some(MOST_REMEMBERED)) {
            last.add(SubscriptionFigures.of(sub));
        }
        return new ClosedConnection(figures(), reason, last);
    }

    /** A copy of the subscriptions in force; on the loop. */
    List<Subscription> subscriptions() {
        return subscriptions.all();
    }

    ClientNames names() {
        return login.names();
    }

    boolean closed() {
        return closeReason != null;
    }

    public Loop loop() {
        return loop;
    }

    public long id() {
        return id;
    }

    public String remoteHost() {
        return remoteHost;
    }

    long heldBytes() {
        return outbound.heldBytes();
    }

    long backlogBytes() {
        return outbound.backlogBytes();
    }

    /** Whose subjects it sees; on its loop. */
    public Account account() {
        return routes.account();
    }
}
