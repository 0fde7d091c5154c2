package dev.midge.server.account;

import dev.midge.protocol.ProtocolError;
import dev.midge.protocol.ProtocolHandler;
import dev.midge.protocol.ProtocolParser;
import dev.midge.protocol.PublishFrame;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Gives the messages in a text to a consumer, as the parser hands them out: valid during the call only. */
final class Frames implements ProtocolHandler {

    private final Consumer<PublishFrame> consumer;

    private Frames(Consumer<PublishFrame> consumer) {
        this.consumer = consumer;
    }

    /** The same with repeated messages as runs. */
    static void runsOf(String text, Consumer<PublishFrame> consumer) {
        of(text, frame -> {
            frame.welcomeRuns(1);
            consumer.accept(frame);
        });
    }

    static void of(String text, Consumer<PublishFrame> consumer) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ProtocolParser parser = new ProtocolParser(new Frames(consumer), 4096, -1);
        parser.headers(true);
        if (parser.parse(bytes, 0, bytes.length) != bytes.length) {
            throw new AssertionError("incomplete: " + text);
        }
    }

    @Override
    public void onPublish(PublishFrame frame) {
        consumer.accept(frame);
    }

    @Override
    public void onConnect(byte[] array, int start, int end) {
        throw new AssertionError("CONNECT");
    }

    @Override
    public void onConnectMissing() {
        throw new AssertionError("no CONNECT");
    }

    @Override
    public void onPublishLine(PublishFrame frame) {
        throw new AssertionError("pedantic");
    }

    @Override
    public void onSubscribe(
            byte[] array, int subjectStart, int subjectEnd, int queueStart, int queueEnd, int sidStart, int sidEnd) {
        throw new AssertionError("SUB");
    }

    @Override
    public void onUnsubscribe(byte[] array, int sidStart, int sidEnd, int max) {
        throw new AssertionError("UNSUB");
    }

    @Override
    public void onPing() {
        throw new AssertionError("PING");
    }

    @Override
    public void onPong() {
        throw new AssertionError("PONG");
    }

    @Override
    public void onError(ProtocolError error, String detail) {
        throw new AssertionError(error + ": " + detail);
    }
}
