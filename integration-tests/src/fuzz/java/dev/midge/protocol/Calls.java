package dev.midge.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down what the parser calls, one line of text for each call and one character for each byte, in the form that
 * {@link ProtocolModel} predicts.
 *
 * <p>Like the server it does not look again at the line of a message that comes as repeated.
 */
final class Calls implements ProtocolHandler {

    final List<String> calls = new ArrayList<>();
    private final FuzzedClient client;
    private final boolean welcomesRuns;
    private String line = "no message yet";

    Calls(FuzzedClient client, boolean welcomesRuns) {
        this.client = client;
        this.welcomesRuns = welcomesRuns;
    }

    private static String text(byte[] array, int from, int to) {
        return new String(array, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void onConnect(byte[] array, int start, int end) {
        calls.add("CONNECT " + text(array, start, end));
        client.connected();
    }

    @Override
    public void onConnectMissing() {
        calls.add("CONNECT MISSING");
        client.connectMissing();
    }

    @Override
    public void onPublish(PublishFrame frame) {
        if (!frame.repeated()) {
            line = line(frame);
        }
        if (welcomesRuns) {
            frame.welcomeRuns(calls.size());
        }
        for (int i = 0; i < frame.count(); i++) {
            frame.select(i);
            message(frame);
        }
    }

    private void message(PublishFrame frame) {
        int start = frame.payloadStart();
        calls.add(line + "|" + text(frame.array(), start, start + frame.totalSize()));
        if (frame.frameEnd() != start + frame.totalSize() + 2) {
            throw new AssertionError("frame ends at " + frame.frameEnd());
        }
    }

    @Override
    public void onPublishLine(PublishFrame frame) {
        calls.add("LINE " + line(frame));
    }

    private static String line(PublishFrame frame) {
        byte[] array = frame.array();
        String numbers = frame.headerSize() < 0
                ? Integer.toString(frame.totalSize())
                : frame.headerSize() + "/" + frame.totalSize();
        String tail = frame.canonical() ? text(array, frame.tailStart(), frame.payloadStart()) : "";
        return "PUB " + text(array, frame.subjectStart(), frame.subjectEnd()) + "|"
                + text(array, frame.replyStart(), frame.replyEnd()) + "|" + numbers + "|" + tail;
    }

    @Override
    public void onSubscribe(
            byte[] array, int subjectStart, int subjectEnd, int queueStart, int queueEnd, int sidStart, int sidEnd) {
        calls.add("SUB " + text(array, subjectStart, subjectEnd) + "|" + text(array, queueStart, queueEnd) + "|"
                + text(array, sidStart, sidEnd));
    }

    @Override
    public void onUnsubscribe(byte[] array, int sidStart, int sidEnd, int max) {
        calls.add("UNSUB " + text(array, sidStart, sidEnd) + "|" + Math.max(0, max));
    }

    @Override
    public void onPing() {
        calls.add("PING");
    }

    @Override
    public void onPong() {
        calls.add("PONG");
    }

    @Override
    public void onError(ProtocolError error, String detail) {
        calls.add("ERROR " + error);
    }
}
