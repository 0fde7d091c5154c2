package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Asks the monitoring port of a server. */
final class Monitor {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Monitor() {}

    static HttpResponse<String> ask(ServerUnderTest server, String method, String path) {
        URI uri = URI.create("http://127.0.0.1:" + server.monitorPort() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The answer, which must be a report. */
    static Map<String, Object> report(ServerUnderTest server, String path) {
        HttpResponse<String> response = ask(server, "GET", path);
        assertThat(response.statusCode()).as(response::body).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        return Json.object(response.body());
    }

    /** The refusal of a parameter. */
    static String refusal(ServerUnderTest server, String path) {
        HttpResponse<String> response = ask(server, "GET", path);
        assertThat(response.statusCode()).as(response::body).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        return response.body();
    }

    /** The connections of a {@code /connz} report. */
    static List<Map<String, Object>> connections(ServerUnderTest server, String parameters) {
        return maps(report(server, "/connz?" + parameters).get("connections"));
    }

    /** One open connection. */
    static Map<String, Object> connection(ServerUnderTest server, WireClient client, String parameters) {
        List<Map<String, Object>> found =
                connections(server, "cid=" + client.info().get("client_id") + '&' + parameters);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @SuppressWarnings("unchecked") // lists of objects, by what the report is
    static List<Map<String, Object>> maps(Object list) {
        return (List<Map<String, Object>>) list;
    }

    @SuppressWarnings("unchecked") // lists of anything
    static List<Object> list(Object list) {
        return (List<Object>) list;
    }

    @SuppressWarnings("unchecked") // an object, by what the report is
    static Map<String, Object> map(Object object) {
        return (Map<String, Object>) object;
    }

    /** What was remembered of a closed connection; waits until it is. */
    static Map<String, Object> closed(ServerUnderTest server, WireClient client, String parameters) {
        String path = "state=closed&cid=" + client.info().get("client_id") + '&' + parameters;
        Eventually.isTrue(
                "connection " + client.info().get("client_id") + " is among the closed ones",
                () -> !connections(server, path).isEmpty());
        return connections(server, path).get(0);
    }
}
