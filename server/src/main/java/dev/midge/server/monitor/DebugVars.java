package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.json.Json;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/**
 * {@code /debug/vars}: the name of the command, and of the memory statistics of the Go runtime those that a JVM has too.
 * Anybody may ask, so the arguments of the command are left out: passwords can stand there.
 */
final class DebugVars implements Endpoint {

    private static final long MILLISECOND = 1_000_000;

    @Override
    public String path() {
        return "/debug/vars";
    }

    @Override
    public void answer(Request request, Reply reply) throws IOException {
        reply.type("application/json; charset=utf-8");
        try (JsonGenerator json = Json.compact(reply.body())) {
            json.writeStartObject();
            json.writeArrayFieldStart("cmdline");
            json.writeString(ProcessHandle.current().info().command().orElse("java"));
            json.writeEndArray();
            json.writeObjectFieldStart("memstats");
            memory(json);
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void memory(JsonGenerator json) throws IOException {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        long collections = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += Math.max(0, collector.getCollectionCount());
            millis += Math.max(0, collector.getCollectionTime());
        }
        json.writeNumberField("Alloc", heap.getUsed());
        json.writeNumberField("Sys", ProcessUsage.memoryBytes());
        json.writeNumberField("HeapAlloc", heap.getUsed());
        json.writeNumberField("HeapSys", heap.getCommitted());
        json.writeNumberField("HeapIdle", heap.getCommitted() - heap.getUsed());
        json.writeNumberField("HeapInuse", heap.getUsed());
        json.writeNumberField("PauseTotalNs", millis * MILLISECOND);
        json.writeNumberField("NumGC", collections);
        json.writeBooleanField("EnableGC", true);
    }
}
