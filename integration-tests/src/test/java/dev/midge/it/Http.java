package dev.midge.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the monitoring listener of a server under test. */
final class Http {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private Http() {}

    record Answer(int status, String body) {}

    static Answer get(ServerUnderTest server, String path) {
        URI uri = URI.create("http://127.0.0.1:" + server.monitorPort() + path);
        try {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(DEADLINE).build();
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
