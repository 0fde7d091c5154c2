package dev.midge.server.account;

import dev.midge.protocol.ProtocolError;
import dev.midge.protocol.ProtocolHandler;
import dev.midge.protocol.ProtocolParser;
import dev.midge.protocol.PublishFrame;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes frames the only way there is: through a parser. The frame stays valid, since nothing else is parsed. */
final class OneFrame implements ProtocolHandler {

    private final Consumer<PublishFrame> consumer;

    private OneFrame(Consumer<PublishFrame> consumer) {
        this.consumer = consumer;
    }

    static void of(String message, Consumer<PublishFrame> consumer) {
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        new ProtocolParser(new OneFrame(consumer), 4096, -1).parse(bytes, 0, bytes.length);
    }

    @Override
    public void onPublish(PublishFrame frame) {
        consumer.accept(frame);
    }

    @Override
    public void onConnect(byte[] array, int start, int end) {}

    @Override
    public void onConnectMissing() {}

    @Override
    public void onPublishLine(PublishFrame frame) {}

    @Override
    public void onSubscribe(
            byte[] array, int subjectStart, int subjectEnd, int queueStart, int queueEnd, int sidStart, int sidEnd) {}

    @Override
    public void onUnsubscribe(byte[] array, int sidStart, int sidEnd, int max) {}

    @Override
    public void onPing() {}

    @Override
    public void onPong() {}

    @Override
    public void onError(ProtocolError error, String detail) {
        throw new IllegalStateException(detail);
    }
}
