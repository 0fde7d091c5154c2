package dev.midge.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is delivered for what was published, with headers and without. In the tables {@code |} stands for CRLF. */
class MessageTest {

    private final Message message = new Message();
    private final Routes routes;

    MessageTest() {
        Account account = new Account("A");
        account.subscribe(new FakeSubscriber().subscription(">", "1"));
        routes = new Router(0, false, 1, () -> {}).routes(account);
    }

    private List<String> each(String published, Function<Message, String> delivered) {
        List<String> all = new ArrayList<>();
        Frames.of(published.replace("|", "\r\n"), frame -> {
            message.set(frame, routes.lookUp(frame.array(), frame.subjectStart(), frame.subjectEnd()));
            all.add(delivered.apply(message).replace("\r\n", "|"));
        });
        return all;
    }

    private static String full(Message message) {
        return FakeSubscriber.text(message.start(), 0, message.start().length)
                + "1 "
                + FakeSubscriber.text(message.array(), message.tailStart(), message.tailEnd());
    }

    private static String bare(Message message) {
        byte[] bare = message.bare();
        return FakeSubscriber.text(message.bareStart(), 0, message.bareStart().length)
                + "1 "
                + FakeSubscriber.text(bare, 0, message.bareLength());
    }

    @ParameterizedTest
    @CsvSource({
        "PUB foo 2|hi|, MSG foo 1 2|hi|",
        "PUB foo 0||, MSG foo 1 0||",
        "PUB foo 002|hi|, MSG foo 1 002|hi|",
        "PUB foo re.ply 2|hi|, MSG foo 1 re.ply 2|hi|",
        "PUB foo re 000||, MSG foo 1 re 000||",
        "HPUB foo 3 5|abcde|, HMSG foo 1 3 5|abcde|",
        "HPUB foo rep 012 0014|NATS/1.0||hi|, HMSG foo 1 rep 012 0014|NATS/1.0||hi|",
        "HPUB foo 2 2|hi|, HMSG foo 1 2 2|hi|"
    })
    void aCanonicalLineIsRelayedAsItCame(String published, String delivered) {
        assertThat(each(published, MessageTest::full)).containsExactly(delivered);
    }

    @ParameterizedTest
    @CsvSource({
        "'PUB foo  2|hi|', MSG foo 1 2|hi|",
        "'PUB\tfoo\t002 |hi|', MSG foo 1 002|hi|",
        "'PUB foo   re  2|hi|', MSG foo 1 re 2|hi|",
        "'PUB foo re  02\t|hi|', MSG foo 1 re 02|hi|",
        "'HPUB foo 2\t 2|hi|', HMSG foo 1 2 2|hi|",
        "'HPUB foo  re 01   0002 |hi|', HMSG foo 1 re 01 0002|hi|",
        // An empty header block makes it a plain message.
        "HPUB foo 0 2|hi|, MSG foo 1 2|hi|",
        "HPUB foo 00 002|hi|, MSG foo 1 002|hi|",
        "HPUB foo re 0 0||, MSG foo 1 re 0||",
        "'HPUB foo  re\t0  02|hi|', MSG foo 1 re 02|hi|"
    })
    void anyOtherLineIsRebuilt(String published, String delivered) {
        assertThat(each(published, MessageTest::full)).containsExactly(delivered);
    }

    @Test
    void aBareLineFeedIsMadeCrLf() {
        assertThat(each("PUB foo 2\nhi|", MessageTest::full)).containsExactly("MSG foo 1 2|hi|");
    }

    @ParameterizedTest
    @CsvSource({
        "HPUB foo 3 5|abcde|, MSG foo 1 2|de|",
        "HPUB foo rep 03 005|abcde|, MSG foo 1 rep 2|de|",
        "'HPUB foo  rep  03  005|abcde|', MSG foo 1 rep 2|de|",
        "HPUB foo 5 5|abcde|, MSG foo 1 0||"
    })
    void headersAreCutOffForWhoeverTakesNone(String published, String delivered) {
        assertThat(each(published, MessageTest::bare)).containsExactly(delivered);
        assertThat(each(published, m -> m.headers() + " " + m.size() + " " + m.bareSize()))
                .containsExactly("true 5 " + (delivered.endsWith("de|") ? 2 : 0));
    }

    @Test
    void nothingOfAMessageIsLeftInTheNext() {
        String published = "PUB  foo longer.reply 10|0123456789|HPUB foo 3 5|abcde|PUB  foo 2|hi|HPUB bar r 1 2|xy|";

        assertThat(each(published, m -> full(m) + "/" + bareIfHeaders(m) + "/" + reply(m)))
                .hasSize(4)
                .satisfies(all -> {
                    assertThat(all.get(0)).startsWith("MSG foo 1 longer.reply 10|0123456789|/-/longer.reply");
                    assertThat(all.get(1)).isEqualTo("HMSG foo 1 3 5|abcde|/MSG foo 1 2|de|/-");
                    assertThat(all.get(2)).isEqualTo("MSG foo 1 2|hi|/-/-");
                    assertThat(all.get(3)).startsWith("HMSG bar 1 r 1 2|xy|/MSG bar 1 r 1|y|/r");
                });
    }

    private static String bareIfHeaders(Message message) {
        return message.headers() ? bare(message) : "-";
    }

    @Test
    void largeMessagesAreRebuiltToo() {
        String payload = "x".repeat(200_000);

        assertThat(each("PUB foo  200000|" + payload + "|PUB foo  2|hi|", MessageTest::full))
                .containsExactly("MSG foo 1 200000|" + payload + "|", "MSG foo 1 2|hi|");
        assertThat(each("HPUB foo 1 200000|" + payload + "|HPUB foo 1 2|hi|", MessageTest::bare))
                .containsExactly("MSG foo 1 199999|" + payload.substring(1) + "|", "MSG foo 1 1|i|");
    }

    @Test
    void payloadBytesAreOpaque() {
        String payload = "\u0000\u00ff\r\nMSG \n";

        assertThat(each("PUB foo 9|" + payload + "|", MessageTest::full))
                .containsExactly("MSG foo 1 9|" + payload.replace("\r\n", "|") + "|");
    }

    @Test
    void theReplyIsThatOfTheMessage() {
        assertThat(each("PUB foo a.b 0||PUB foo 0||", MessageTest::reply)).containsExactly("a.b", "-");
    }

    private static String reply(Message message) {
        byte[] reply = message.reply();
        return reply == null ? "-" : FakeSubscriber.text(reply, 0, reply.length);
    }
}
