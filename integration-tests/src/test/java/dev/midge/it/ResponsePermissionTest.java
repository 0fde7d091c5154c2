package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** allow_responses: protocol specification 8.3. */
class ResponsePermissionTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            "authorization { users: [",
            "  { user: requester, password: pw }",
            "  { user: once, password: pw, permissions: { subscribe: \"req.>\", allow_responses: true } }",
            "  { user: twice, password: pw, permissions: { publish: \"log\", allow_responses: { max: 2 } } }",
            "  { user: brief, password: pw, permissions: { allow_responses: { max: 9, expires: \"150ms\" } } }",
            "  { user: unlimited, password: pw, permissions: { allow_responses: { max: -1 } } }",
            "  { user: denied, password: pw,",
            "    permissions: { publish: { deny: \"inbox.>\" }, allow_responses: true } }",
            "] }");

    @Test
    void oneResponseIsAllowedByDefault() {
        try (WireClient requester = login("requester");
                WireClient service = service("once")) {
            request(requester, service, "inbox.1");
            service.send("PUB inbox.1 2", "ok", "PUB inbox.1 2", "no");
            service.expect(refusal("inbox.1"));
            service.expectNothing();
            requester.expect("MSG inbox.1 1 2", "ok");
            requester.expectNothing();
        }
    }

    @Test
    void nothingElseMayBePublished() {
        try (WireClient service = service("once")) {
            service.send("PUB inbox.never 0", "", "PUB req.x 0", "");
            service.expect(refusal("inbox.never"), refusal("req.x"));
        }
    }

    @Test
    void asManyResponsesAsConfiguredAreAllowed() {
        try (WireClient requester = login("requester");
                WireClient service = service("twice")) {
            request(requester, service, "inbox.2");
            service.send("PUB inbox.2 1", "1", "PUB inbox.2 1", "2", "PUB inbox.2 1", "3", "PUB log 0", "");
            service.expect(refusal("inbox.2"));
            service.expectNothing();
            requester.expect("MSG inbox.2 1 1", "1", "MSG inbox.2 1 1", "2");
            requester.expectNothing();
        }
    }

    @Test
    void aNegativeMaximumMeansNoLimit() {
        try (WireClient requester = login("requester");
                WireClient service = service("unlimited")) {
            request(requester, service, "inbox.3");
            service.sendRaw("PUB inbox.3 0\r\n\r\n".repeat(50));
            service.expectNothing();
        }
    }

    @Test
    void theRightToRespondExpires() {
        try (WireClient requester = login("requester");
                WireClient service = service("brief")) {
            request(requester, service, "inbox.4");
            service.send("PUB inbox.4 0", "");
            service.expectSilence(Duration.ofMillis(200));
            service.send("PUB inbox.4 0", "");
            service.expect(refusal("inbox.4"));
        }
    }

    @Test
    void aResponseIsAllowedEvenWhereItsSubjectIsDenied() {
        try (WireClient requester = login("requester");
                WireClient service = service("denied")) {
            service.send("PUB inbox.5 0", "");
            service.expect(refusal("inbox.5"));
            request(requester, service, "inbox.5");
            service.send("PUB inbox.5 2", "ok");
            requester.expect("MSG inbox.5 1 2", "ok");
            service.send("PUB inbox.5 2", "no", "PUB elsewhere 2", "no");
            service.expect(refusal("inbox.5"), refusal("elsewhere"));
        }
    }

    @Test
    void theRightBelongsToTheConnectionThatGotTheRequest() {
        try (WireClient requester = login("requester");
                WireClient service = service("once");
                WireClient bystander = login("once")) {
            request(requester, service, "inbox.6");
            bystander.send("PUB inbox.6 0", "");
            bystander.expect(refusal("inbox.6"));
        }
    }

    @Test
    void aMemberOfAQueueGroupMayRespond() {
        try (WireClient requester = login("requester");
                WireClient service = login("once")) {
            service.send("SUB req.queue workers 1");
            service.fence();
            requester.send("SUB inbox.7 1", "PUB req.queue inbox.7 0", "");
            service.expect("MSG req.queue 1 inbox.7 0", "");
            service.send("PUB inbox.7 2", "ok");
            requester.expect("MSG inbox.7 1 2", "ok");
        }
    }

    @Test
    void aRequestWithoutReplySubjectGivesNoRight() {
        try (WireClient requester = login("requester");
                WireClient service = service("once")) {
            requester.send("PUB req.x 0", "");
            service.expect("MSG req.x 1 0", "");
            service.send("PUB req.x 0", "");
            service.expect(refusal("req.x"));
        }
    }

    @Test
    void theRightIsThereBeforeTheRequestIs() {
        try (WireClient requester = login("requester");
                WireClient service = service("once")) {
            requester.send("SUB inbox.many.* 1");
            for (int i = 0; i < 300; i++) {
                requester.send("PUB req.x inbox.many." + i + " 0", "");
                service.expect("MSG req.x 1 inbox.many." + i + " 0", "");
                service.send("PUB inbox.many." + i + " 0", "");
                requester.expect("MSG inbox.many." + i + " 1 0", "");
            }
            service.expectNothing();
        }
    }

    @Test
    void noAnswerIsRefusedHoweverManyRequestsComeAtOnce() {
        int each = 250;
        List<WireClient> requesters =
                Stream.generate(() -> login("requester")).limit(4).toList();
        List<WireClient> services =
                Stream.generate(() -> service("once")).limit(3).toList();
        try {
            List<WireClient> all = new ArrayList<>(requesters);
            all.addAll(services);
            AtOnce.forEach(all, client -> {
                int index = all.indexOf(client);
                if (index < requesters.size()) {
                    client.send("SUB inbox.flood." + index + ".* 1");
                    for (int i = 0; i < each; i++) {
                        client.send("PUB req.x inbox.flood." + index + "." + i + " 0", "");
                    }
                    List<String> answers = client.readLines(2 * each * services.size());
                    assertThat(answers).allMatch(line -> line.isEmpty() || line.startsWith("MSG inbox.flood."));
                } else {
                    for (int i = 0; i < each * requesters.size(); i++) {
                        String request = client.readLine();
                        assertThat(request).startsWith("MSG req.x 1 inbox.flood.");
                        client.expect("");
                        client.send("PUB " + request.substring("MSG req.x 1 ".length()), "");
                    }
                }
            });
            all.forEach(WireClient::expectNothing);
        } finally {
            requesters.forEach(WireClient::close);
            services.forEach(WireClient::close);
        }
    }

    private static void request(WireClient requester, WireClient service, String inbox) {
        requester.send("SUB " + inbox + " 1", "PUB req.x " + inbox + " 2", "hi");
        service.expect("MSG req.x 1 " + inbox + " 2", "hi");
    }

    private static WireClient service(String user) {
        WireClient client = login(user);
        client.send("SUB req.x 1");
        client.fence();
        return client;
    }

    private static WireClient login(String user) {
        return WireClient.connect(SERVER, Connect.user(user, "pw"));
    }

    private static String refusal(String subject) {
        return "-ERR 'Permissions Violation for Publish to \"" + subject + "\"'";
    }
}
