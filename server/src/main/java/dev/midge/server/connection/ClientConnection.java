package dev.midge.server.connection;

import dev.midge.auth.AuthenticatorChain;
import dev.midge.auth.Denial;
import dev.midge.auth.Identity;
import dev.midge.auth.permission.Permissions;
import dev.midge.protocol.ConnectOptions;
import dev.midge.protocol.PermissionsViolation;
import dev.midge.protocol.ProtocolError;
import dev.midge.protocol.ProtocolParser;
import dev.midge.server.account.Account;
import dev.midge.server.account.Message;
import dev.midge.server.account.Router;
import dev.midge.server.account.Subscriber;
import dev.midge.server.account.Subscription;
import dev.midge.server.account.SubscriptionFigures;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One client socket, from INFO to close: holds its parts together, and takes what is delivered to it.
 *
 * <p>What the client sends passes {@link Reading}, {@link Input} and the parser to {@link ClientCommands}, whose messages
 * the {@link Router} hands to {@link #deliver} of each receiver. That appends to the receiver's {@link Outbound}, or, when
 * the receiver lives on another loop, to a chunk that this loop stages for it. {@link Login} says who the client is,
 * {@link Rights} what it may do, {@link Closing} how it ends.
 *
 * <p>Thread: everything runs on {@link #loop}, except {@link #deliver}, {@link #mayReceive} and {@link #exhausted}, which
 * the loop of any publisher calls, and the figures that monitoring reads.
 */
public final class ClientConnection extends Subscriber {

    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final @Nullable Chunk[] NO_CHUNKS = new Chunk[0];

    /** Subscriptions of one connection that are remembered when it has ended. */
    private static final int MOST_REMEMBERED = 10_000;

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
    private final Outbound outbound;
    private final ProtocolParser parser;
    private final Login login;
    private final ConnectionLog log;
    private final RetainedHeap heap;
    private final Reading reading;
    private final Closing closing;
    private final Keepalive keepalive;
    private final Pressure pressure;
    private final Rights rights;
    private final ClientSubscriptions subscriptions;
    private final Activity activity;
    private final ClientCommands commands;
    private final long id;
    private final long writeDeadlineNanos;
    private String remoteHost;
    private int remotePort;
    /** Where the socket comes from when a proxy has named another address: what log lines start with. */
    private @Nullable String proxyAddress;

    /** Index in the loop's list. */
    int position;

    /** Whether the client takes messages with headers. */
    private boolean headers;

    /** Whether deliveries open replies; beside the counters, since every delivery asks. */
    private boolean tracksReplies;

    // Other loops' open staging chunks, by loop; each entry belongs to that loop.
    private final @Nullable Chunk[] staged;
    /** Memory of the chunks that other loops have staged and this one has not taken over: once for each, by UNDER_WAY. */
    @SuppressWarnings("UnusedVariable")
    private volatile long underWay;

    private long outMessages;
    private long outBytes;
    private long stalls;

    /** A connection that was just accepted; {@link #open} has it say hello. */
    public ClientConnection(Connections connections, Loop loop, Channel channel, String remoteHost, int remotePort) {
        this.connections = connections;
        this.loop = loop;
        this.router = loop.router();
        this.remoteHost = remoteHost;
        this.remotePort = remotePort;
        this.id = connections.nextId();
        ConnectionLimits limits = connections.limits();
        this.writeDeadlineNanos = limits.writeDeadlineNanos();
        this.outbound = new Outbound(this, channel, loop);
        this.login = new Login(this, connections);
        this.log = new ConnectionLog(this, connections, login.names());
        this.heap = new RetainedHeap(this, connections, log);
        this.keepalive = new Keepalive(loop.nanoTime());
        this.pressure = new Pressure(this, connections);
        this.rights = new Rights(loop, heap);
        this.subscriptions = new ClientSubscriptions(this, heap, log);
        this.activity = new Activity(loop, keepalive, connections.clock().instant());
        this.commands = new ClientCommands(this, connections, login, rights, subscriptions, activity, keepalive, log);
        this.parser = new ProtocolParser(commands, limits.maxControlLine(), takenPayload(limits.maxPayload()));
        this.reading = new Reading(this, connections, channel, parser, heap, log);
        this.closing = new Closing(this, connections, channel, outbound, log);
        this.staged = loop.loopCount() > 1 ? new Chunk[loop.loopCount()] : NO_CHUNKS;
        parser.pedantic(true);
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
        loop.connections().add(this);
        boolean thereIsRoom = heap.retainConnection();
        boolean admitted = connections.opened() && thereIsRoom;
        log.debug("Client connection created");
        outbound.append(info);
        if (connections.stopping()) {
            close(CloseReason.SERVER_SHUTDOWN);
            return false;
        }
        if (!admitted) {
            log.errorRarely("maximum connections exceeded", loop.nanoTime());
            refuse(ProtocolError.MAXIMUM_CONNECTIONS, CloseReason.MAXIMUM_CONNECTIONS_EXCEEDED);
            return false;
        }
        return true;
    }

    /** Starts the timers of the login and of PING. */
    public void begin() {
        if (!closing()) {
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
        if (!closing()) {
            log.badProxyHeader(why);
            close(CloseReason.PROTOCOL_VIOLATION);
        }
    }

    /** Bytes came. */
    public void received(ByteBuf bytes) {
        if (!closing()) {
            reading.received(bytes);
        }
    }

    /** Adds what a read brought to the figures. */
    void noteBatch() {
        activity.note(commands.routes());
    }

    /** The same for deliveries; once per write. */
    void noteDeliveries(long now) {
        activity.delivered(outMessages, now);
    }

    /** The client sends nothing more; what it said before is worked off, and what it is owed is still written. */
    public void endOfInput() {
        reading.end();
        if (closing()) {
            closing.endOfInput();
        } else if (!reading.workLeft(login.undecided())) {
            close(CloseReason.CLIENT_CLOSED);
        }
    }

    Reading reading() {
        return reading;
    }

    RetainedHeap heap() {
        return heap;
    }

    boolean inputEnded() {
        return reading.ended();
    }

    /** The socket is gone. */
    public void disconnected() {
        closing.disconnected();
    }

    /** Reading failed, or we did. */
    public void failed(Throwable cause) {
        closing.failed(cause);
    }

    void writeFailed(Throwable cause) {
        closing.writeFailed(cause);
    }

    /** Everything is written. */
    void drained() {
        closing.drained();
    }

    /** Sends the error line, if the protocol has one for it, and closes. */
    void refuse(ProtocolError error, CloseReason reason) {
        closing.refuse(error, reason);
    }

    void close(CloseReason reason) {
        closing.close(reason);
    }

    boolean closing() {
        return closing.begun();
    }

    /** It closes: nothing is parsed any more. */
    void stopReading() {
        reading.stop();
        noteBatch();
    }

    /** It closes, and whoever asks has been told what there was: subscriptions, permits and the place in the account end. */
    void forgetAll() {
        subscriptions.clear();
        rights.end();
        tracksReplies = false;
        heap.onlyConnection();
        login.end();
    }

    /** Nothing of it is left. */
    void released() {
        heap.release();
        loop.connections().remove(this);
    }

    /** The loop's sweep. */
    void tick(long now) {
        if (closing()) {
            closing.tick(now);
            return;
        }
        ConnectionLimits limits = connections.limits();
        outbound.checkDeadline(now, writeDeadlineNanos, login.awaitsConnect());
        if (closing() || login.tick(now) || login.undecided()) {
            return;
        }
        switch (keepalive.tick(now, limits.pingIntervalNanos(), limits.pingMax())) {
            case NOTHING -> {}
            case PING -> sendTraced(PING);
            case STALE -> {
                connections.countStale();
                refuse(ProtocolError.STALE_CONNECTION, CloseReason.STALE_CONNECTION);
            }
        }
    }

    // ---- login

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
        if (!closing()) {
            connections.listener().loggedIn(this);
        }
    }

    /** The limits of the server have changed. */
    void applyLimits() {
        if (!closing()) {
            parser.maxControlLine(connections.limits().maxControlLine());
            login.applyLimits();
        }
    }

    /** There are more connections than a lowered limit allows, and chance has picked this one. */
    void tooMany() {
        if (!closing()) {
            log.errorRarely("maximum connections exceeded", loop.nanoTime());
            refuse(ProtocolError.MAXIMUM_CONNECTIONS, CloseReason.MAXIMUM_CONNECTIONS_EXCEEDED);
        }
    }

    /** Ends when it came through one of these proxies. */
    void distrust(Collection<String> proxies) {
        if (!closing() && proxies.contains(login.proxy())) {
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
        subscriptions.clear();
        bind(connections.accounts().global(), Permissions.UNRESTRICTED);
        subscriptions.afterFence(then);
    }

    void bind(Account account, Permissions granted) {
        commands.bind(router.routes(account));
        permit(granted);
    }

    private void permit(Permissions granted) {
        rights.grant(granted, connections.mostPermitBytes());
        tracksReplies = rights.tracksReplies();
        subscriptions.stopFiltering();
        commands.forgetInterest();
    }

    /** The login was decided: the first PING is due in a while. */
    void startPinging() {
        keepalive.connected(
                loop.nanoTime(),
                connections.limits().pingIntervalNanos(),
                loop.connections().sweepNanos(),
                loop.nonces().random());
    }

    /** Other permissions from now on; subscriptions that they do not allow end, and the client is told of each. */
    void replacePermissions(Permissions granted) {
        permit(granted);
        List<byte[]> lines = new ArrayList<>();
        subscriptions.restrict(granted, sub -> {
            lines.add(PermissionsViolation.removed(sub.subject(), sub.queue(), sub.sid()));
            log.removed(sub);
        });
        if (loop.loopCount() > 1 && !lines.isEmpty()) {
            // What other loops have staged for them comes before the word that they have ended.
            loop.afterAllStaged(() -> lines.forEach(this::sendTraced));
        } else {
            lines.forEach(this::sendTraced);
        }
    }

    void limits(long payload, long subscriptionsAtMost) {
        parser.maxPayload(takenPayload(payload));
        commands.maxSubscriptions(subscriptionsAtMost);
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
        headers = withHeaders;
        commands.options(options);
        subscriptions.echo(options.echo());
        parser.headers(withHeaders);
        parser.pedantic(options.pedantic());
    }

    void sayOk() {
        commands.sayOk();
    }

    void send(byte[] line) {
        outbound.append(line);
    }

    void sendTraced(byte[] line) {
        outbound.append(line);
        log.traceOut(line);
    }

    void sendError(ProtocolError error) {
        byte[] line = error.line();
        if (line != null) {
            sendTraced(line);
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
            if (tracksReplies) {
                rights.delivered(message.reply());
            }
            outMessages++;
            outBytes += size;
            outbound.append(start, sub.sidAndBlank(), tail, tailFrom, tailTo);
        } else {
            Chunk chunk =
                    loop.other(from.index()).staging().stage(this, start, sub.sidAndBlank(), tail, tailFrom, tailTo);
            if (chunk == null) {
                return;
            }
            chunk.messages++;
            chunk.messageBytes += size;
            if (tracksReplies && message.reply() != null) {
                chunk.addReply(message.reply());
            }
        }
        if (connections.log().traceEnabled()) {
            log.traceDelivery(message, start, sub, tail, tailFrom, tailTo);
        }
    }

    @Override
    protected void deliverRun(Subscription sub, Message message, Router from) {
        int count = message.count();
        if (from == router && !tracksReplies && message.copies() && (headers || !message.headers())) {
            outMessages += count;
            outBytes += (long) count * message.size();
            outbound.appendRun(message.start(), sub.sidAndBlank(), message);
            return;
        }
        super.deliverRun(sub, message, from);
    }

    @Override
    protected boolean mayReceive(Subscription sub, Message message) {
        return rights.permissions().mayDeliver(message.subject(), sub.queue());
    }

    @Override
    protected void exhausted(Subscription sub, Router from) {
        log.limitReached(sub);
        if (from == router) {
            subscriptions.remove(sub);
        } else {
            loop.eventLoop().execute(() -> subscriptions.remove(sub));
        }
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
            replies.forEach(rights::delivered);
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

    /** Parses nothing more until all that other loops have staged for this connection has come. */
    void fence(Runnable then) {
        reading.pause();
        loop.afterAllStaged(() -> {
            if (!closing()) {
                then.run();
            }
            if (!login.undecided()) {
                reading.resume();
            }
        });
    }

    // ---- pressure

    Pressure pressure() {
        return pressure;
    }

    /** Has publishers ask about each message, or no longer. */
    void gate(boolean closed) {
        subscriptions.gate(closed);
    }

    /** A connection that closes and still has something to say is cut off: it holds as much as any other. */
    void overBudget(long budget) {
        if (closing()) {
            closing.cut();
        } else {
            pressure.overBudget(budget);
        }
    }

    /** There was no memory for what the connection should have got. */
    void outOfMemory() {
        pressure.outOfMemory();
    }

    @Override
    protected boolean turnsAway(Router from) {
        if (connections.limits().dropForSlow()) {
            return true;
        }
        loop.other(from.index()).congestedBy(this);
        return false;
    }

    // ---- log

    ConnectionLog log() {
        return log;
    }

    /** What log lines call it by: the socket's address, whatever a proxy says. */
    String loggedAddress() {
        return proxyAddress == null ? remoteAddress() : proxyAddress;
    }

    String remoteAddress() {
        return PeerAddress.hostAndPort(remoteHost, remotePort);
    }

    // ---- figures

    /** Somebody had to wait for this connection; called on the loop of whoever it was. */
    void countStall(Loop from) {
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
                activity.times(now),
                activity.traffic(outMessages, outBytes, outbound.pendingBytes(), stalls),
                login.names().client(),
                commands.routes().account().name(),
                login.names().issuer(),
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
        return login.names().client();
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
        return commands.routes().account();
    }
}
