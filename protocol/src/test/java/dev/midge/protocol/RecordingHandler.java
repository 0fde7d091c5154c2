package dev.midge.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes down every call as a line of text, one character per byte.
 *
 * <p>Relies on {@link PublishFrame#repeated} as the server does: a repeated line is taken to say what the line of the
 * message before said, and is not looked at again.
 */
final class RecordingHandler implements ProtocolHandler {

    final List<String> calls = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    final List<String> details = new ArrayList<>();
    /** How many of the messages came as repeated. */
    int repeated;
    /** Whether repeated messages may come as runs. */
    boolean welcomesRuns;
    /** How many receivers a run is said to have. */
    int receivers = 1;
    /** The lengths of the runs that came, of two messages and more. */
    final List<Integer> runs = new ArrayList<>();

    private String line = "no message yet";
    private @Nullable ProtocolParser pausing;
    private String pauseAt = "";
    private Runnable connectMissing = () -> {};

    /** Pauses the parser after each call that starts so. */
    void pauseAt(String start, ProtocolParser parser) {
        pauseAt = start;
        pausing = parser;
    }

    void onConnectMissingDo(Runnable action) {
        connectMissing = action;
    }

    private void record(String call) {
        calls.add(call);
        if (pausing != null && call.startsWith(pauseAt)) {
            pausing.pause();
        }
    }

    private static String text(byte[] array, int from, int to) {
        return new String(array, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void onConnect(byte[] array, int start, int end) {
        record("CONNECT " + text(array, start, end));
    }

    @Override
    public void onConnectMissing() {
        record("CONNECT MISSING");
        connectMissing.run();
    }

    @Override
    public void onPublish(PublishFrame frame) {
        if (frame.repeated()) {
            repeated += frame.count();
        } else {
            line = line(frame);
        }
        if (welcomesRuns) {
            frame.welcomeRuns(receivers);
        }
        if (frame.count() > 1) {
            runs.add(frame.count());
        }
        for (int i = 0; i < frame.count(); i++) {
            frame.select(i);
            recordMessage(frame);
        }
    }

    private void recordMessage(PublishFrame frame) {
        byte[] body = Arrays.copyOfRange(frame.array(), frame.payloadStart(), frame.payloadStart() + frame.totalSize());
        String headers = text(body, 0, Math.max(0, frame.headerSize()));
        String payload = text(body, headers.length(), body.length);
        record(line + " |" + headers + "|" + payload);
    }

    @Override
    public void onPublishLine(PublishFrame frame) {
        record("LINE " + line(frame));
    }

    private static String line(PublishFrame frame) {
        byte[] array = frame.array();
        String subject = text(array, frame.subjectStart(), frame.subjectEnd());
        String reply = frame.hasReply() ? " " + text(array, frame.replyStart(), frame.replyEnd()) : "";
        String sizes = text(array, frame.sizesStart(), frame.sizesEnd());
        String odd = frame.canonical() ? "" : " odd";
        String numbers = frame.headerSize() < 0
                ? Integer.toString(frame.totalSize())
                : frame.headerSize() + "/" + frame.totalSize();
        return (frame.headerSize() < 0 ? "PUB " : "HPUB ") + subject + reply + " [" + sizes + "]=" + numbers + odd;
    }

    @Override
    public void onLine(byte[] verb, byte[] array, int start, int end) {
        lines.add(text(verb, 0, verb.length) + ' ' + text(array, start, end));
    }

    @Override
    public void onSubscribe(
            byte[] array, int subjectStart, int subjectEnd, int queueStart, int queueEnd, int sidStart, int sidEnd) {
        String queue = queueStart == queueEnd ? "" : " " + text(array, queueStart, queueEnd);
        record("SUB " + text(array, subjectStart, subjectEnd) + queue + " " + text(array, sidStart, sidEnd));
    }

    @Override
    public void onUnsubscribe(byte[] array, int sidStart, int sidEnd, int max) {
        record("UNSUB " + text(array, sidStart, sidEnd) + " " + Math.max(0, max));
    }

    @Override
    public void onPing() {
        record("PING");
    }

    @Override
    public void onPong() {
        record("PONG");
    }

    @Override
    public void onError(ProtocolError error, String detail) {
        details.add(detail);
        record("ERROR " + error);
    }
}
