package dev.midge.server.monitor;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** {@code /stacksz}: where every thread of the process is. Plain text, which nats-server calls JSON all the same. */
final class Stacksz implements Endpoint {

    @Override
    public String path() {
        return "/stacksz";
    }

    @Override
    public void answer(Request request, Reply reply) throws IOException {
        reply.report();
        StringBuilder text = new StringBuilder(16 * 1024);
        for (Map.Entry<String, String> thread : threads().entrySet()) {
            text.append(thread.getValue());
        }
        reply.text(text.toString());
    }

    /** By name, so that two dumps can be compared. */
    private static Map<String, String> threads() {
        Map<String, String> threads = new TreeMap<>();
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            Thread thread = entry.getKey();
            StringBuilder text = new StringBuilder();
            text.append('"').append(thread.getName()).append("\" ").append(thread.getState());
            for (StackTraceElement frame : entry.getValue()) {
                text.append("\n\tat ").append(frame);
            }
            threads.put(
                    thread.getName() + ' ' + System.identityHashCode(thread),
                    text.append("\n\n").toString());
        }
        return threads;
    }
}
