package dev.midge.server.monitor;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;

/** The metrics of the process and its JVM, under the names that Prometheus' own libraries give them. */
final class ProcessMetrics {

    private static final double NANOSECOND = 1e-9;
    private static final double MILLISECOND = 1e-3;
    private static final Labels HEAP = Labels.of("area", "heap");
    private static final Labels NON_HEAP = Labels.of("area", "nonheap");

    private ProcessMetrics() {}

    static void add(MetricsPage page) {
        process(page);
        memory(page);
        directMemory(page);
        collections(page);
        page.gauge(
                "jvm_threads_current",
                "Threads of the process.",
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private static void process(MetricsPage page) {
        page.counter(
                "process_cpu_seconds",
                "Processor time of the process.",
                ProcessUsage.cpuTime().toNanos() * NANOSECOND);
        page.gauge(
                "process_start_time_seconds",
                "When the process started, in seconds since 1970.",
                ProcessUsage.started().toEpochMilli() * MILLISECOND);
        page.gauge("process_resident_memory_bytes", "Resident memory of the process.", ProcessUsage.memoryBytes());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            page.gauge("process_open_fds", "Open file descriptors.", system.getOpenFileDescriptorCount());
            page.gauge("process_max_fds", "File descriptors that may be open.", system.getMaxFileDescriptorCount());
        }
    }

    private static void memory(MetricsPage page) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        MemoryUsage heap = memory.getHeapMemoryUsage();
        MemoryUsage nonHeap = memory.getNonHeapMemoryUsage();
        page.add(areas("jvm_memory_used_bytes", "Memory in use.", heap.getUsed(), nonHeap.getUsed()));
        page.add(areas(
                "jvm_memory_committed_bytes",
                "Memory that the system has granted.",
                heap.getCommitted(),
                nonHeap.getCommitted()));
        page.add(areas(
                "jvm_memory_max_bytes", "The most that may be used; -1: no limit.", heap.getMax(), nonHeap.getMax()));
    }

    private static GaugeSnapshot.Builder areas(String name, String help, long heap, long nonHeap) {
        return MetricsPage.gauge(name, help)
                .dataPoint(MetricsPage.point(heap, HEAP))
                .dataPoint(MetricsPage.point(nonHeap, NON_HEAP));
    }

    private static void directMemory(MetricsPage page) {
        page.gauge(
                "midge_direct_memory_bytes",
                "Direct memory that Netty has taken, for all servers of the process.",
                Math.max(0, PlatformDependent.usedDirectMemory()));
        page.gauge(
                "midge_direct_memory_limit_bytes",
                "Direct memory that Netty may take.",
                PlatformDependent.maxDirectMemory());
    }

    private static void collections(MetricsPage page) {
        SummarySnapshot.Builder metric =
                SummarySnapshot.builder().name("jvm_gc_collection_seconds").help("Garbage collections.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            metric.dataPoint(MetricsPage.sum(
                    Math.max(0, collector.getCollectionCount()),
                    Math.max(0, collector.getCollectionTime()) * MILLISECOND,
                    Labels.of("gc", collector.getName())));
        }
        page.add(metric);
    }
}
