package dev.midge.server.monitor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All paths of the monitoring port, but for the page that links them. Made when the first request comes. */
final class Endpoints {

    private final Map<String, Endpoint> byPath = new HashMap<>();

    Endpoints(Figures figures, String basePath) {
        for (Endpoint endpoint : all(figures)) {
            byPath.put(basePath + endpoint.path(), endpoint);
            byPath.put(basePath + endpoint.alias(), endpoint);
        }
    }

    private static List<Endpoint> all(Figures figures) {
        ProcessUsage usage = new ProcessUsage();
        return List.of(
                new Varz(figures, usage),
                new Connz(figures),
                new Subsz(figures),
                new Accountz(figures),
                new AccountStatz(figures),
                new Healthz(figures),
                new Routez(figures),
                new Gatewayz(figures),
                new Leafz(figures),
                new Jsz(figures),
                new Raftz(),
                new Ipqueuesz(),
                new Stacksz(),
                new DebugVars(),
                new Metrics(figures));
    }

    /** What a path is answered by; null when there is nothing. */
    @Nullable
    Endpoint at(String path) {
        return byPath.get(path);
    }
}
