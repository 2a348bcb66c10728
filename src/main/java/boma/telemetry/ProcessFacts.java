package boma.telemetry;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What the system and the Java machine say of this process.
final class ProcessFacts {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessFacts() {}

    static void fill(Page page) {
        page.gauge(Metric.UPTIME, ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
        Runtime runtime = Runtime.getRuntime();
        page.gauge(Metric.HEAP, runtime.totalMemory() - runtime.freeMemory());
        page.gauge(Metric.HEAP_MAX, runtime.maxMemory());
        for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
            page.count(Metric.GC, Math.max(0, gc.getCollectionCount()), gc.getName());
            page.count(Metric.GC_TIME, Math.max(0, gc.getCollectionTime()) / 1e3, gc.getName());
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            page.count(Metric.PROCESS_CPU, Math.max(0, system.getProcessCpuTime()) / 1e9);
            page.gauge(Metric.OPEN_FILES, system.getOpenFileDescriptorCount());
            page.gauge(Metric.OPEN_FILES_MAX, system.getMaxFileDescriptorCount());
        }
        fillResident(page);
    }

    private static void fillResident(Page page) {
        try (Stream<String> lines = Files.lines(STATUS)) {
            lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .forEach(kibibytes -> page.gauge(Metric.PROCESS_RESIDENT, kibibytes * 1024));
        } catch (IOException | RuntimeException _) {
            // No /proc in this container: then there is no such value.
        }
    }
}
