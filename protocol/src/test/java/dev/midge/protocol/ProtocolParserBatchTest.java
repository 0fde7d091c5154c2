package dev.midge.protocol;

import static dev.midge.protocol.ProtocolParserTest.assertCalls;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs of messages, lines that repeat, pauses, and what the caller has to keep meanwhile. */
class ProtocolParserBatchTest {

    private final Conversation conversation = Conversation.start();

    // ---- repeated lines

    @Test
    void theSameLineAgainIsRecognised() {
        conversation.say("PUB a 1\r\nx\r\nPUB a 1\r\ny\r\nPUB a 1\r\nz\r\nPUB b 1\r\nx\r\n");

        assertThat(conversation.calls())
                .containsExactly("PUB a [1]=1 ||x", "PUB a [1]=1 ||y", "PUB a [1]=1 ||z", "PUB b [1]=1 ||x");
        assertThat(conversation.handler.repeated).isEqualTo(2);
    }

    @Test
    void theSameLineBehindOtherOperationsIsRecognised() {
        conversation.say("PUB a r 1\r\nx\r\nPING\r\nSUB a 1\r\nPUB a r 1\r\ny\r\n");

        assertThat(conversation.handler.repeated).isEqualTo(1);
        assertThat(conversation.calls()).endsWith("PUB a r [1]=1 ||y");
    }

    @Test
    void repeatedMessagesComeAsOneRunWhenTheHandlerWantsThat() {
        conversation.handler.welcomesRuns = true;
        conversation
                .say("PUB a 1\r\n1\r\nPUB a 1\r\n2\r\nPUB a 1\r\n3\r\nPUB a 1\r\n4\r\nPUB a 1\r\n")
                .say("5\r\nPUB a 1\r\n6\r\nPING\r\nPUB a 1\r\n7\r\nPUB b 1\r\n8\r\nPUB b 2\r\n99\r\nPUB b 2\r\n00\r\n");

        assertThat(conversation.handler.runs).containsExactly(3, 2);
        assertThat(conversation.calls())
                .containsExactly(
                        "PUB a [1]=1 ||1",
                        "PUB a [1]=1 ||2",
                        "PUB a [1]=1 ||3",
                        "PUB a [1]=1 ||4",
                        "PUB a [1]=1 ||5",
                        "PUB a [1]=1 ||6",
                        "PING",
                        "PUB a [1]=1 ||7",
                        "PUB b [1]=1 ||8",
                        "PUB b [2]=2 ||99",
                        "PUB b [2]=2 ||00");
    }

    @Test
    void aRunIsShorterTheMoreReceiversItHas() {
        conversation.handler.welcomesRuns = true;
        conversation.handler.receivers = 250_000; // 33 bytes for each
        conversation.say("PUB a 1\r\nx\r\n".repeat(8));

        assertThat(conversation.handler.runs).containsExactly(3, 3);
    }

    @Test
    void aRunEndsBeforeAMessageThatIsNotComplete() {
        conversation.handler.welcomesRuns = true;
        conversation.say("HPUB a r 2 3\r\nxx1\r\n".repeat(3) + "HPUB a r 2 3\r\nxx2\r\r");

        assertThat(conversation.handler.runs).containsExactly(2);
        assertThat(conversation.calls())
                .containsExactly(
                        "HPUB a r [2 3]=2/3 |xx|1",
                        "HPUB a r [2 3]=2/3 |xx|1",
                        "HPUB a r [2 3]=2/3 |xx|1",
                        "ERROR UNKNOWN_OPERATION");
    }

    @Test
    void aPedanticClientsMessagesComeOneByOne() {
        conversation.handler.welcomesRuns = true;
        conversation.parser.pedantic(true);
        conversation.say("PUB a 1\r\n1\r\n".repeat(3));

        assertThat(conversation.handler.runs).isEmpty();
        assertThat(conversation.calls()).hasSize(6);
    }

    @Test
    void aLineThatDiffersInCaseOnlyIsAnother() {
        conversation.say("PUB a 1\r\nx\r\nPUB A 1\r\ny\r\n");

        assertThat(conversation.calls()).containsExactly("PUB a [1]=1 ||x", "PUB A [1]=1 ||y");
    }

    @Test
    void aRunOfChangingAndRepeatedLinesIsNeverMixedUp() {
        assertCalls(
                "PUB a 1|1|PUB b 1|2|PUB b 1|3|PUB a 1|4|PUB a 1|5|PUB a r 1|6|HPUB a r 0 1|7|HPUB a r 0 1|8|PUB a r 1|9|"
                        .replace("|", "\r\n"),
                ProtocolParserTest::plain,
                List.of(
                        "PUB a [1]=1 ||1",
                        "PUB b [1]=1 ||2",
                        "PUB b [1]=1 ||3",
                        "PUB a [1]=1 ||4",
                        "PUB a [1]=1 ||5",
                        "PUB a r [1]=1 ||6",
                        "HPUB a r [0 1]=0/1 ||7",
                        "HPUB a r [0 1]=0/1 ||8",
                        "PUB a r [1]=1 ||9"));
    }

    @Test
    void aNewLineWhosePayloadComesLaterIsNotARepeatedOne() {
        conversation
                .say("PUB a 1\r\nx\r\nPUB b 1\r\n")
                .say("y")
                .say("\r\nPUB b 1\r\n")
                .say("z\r\n");

        assertThat(conversation.calls()).containsExactly("PUB a [1]=1 ||x", "PUB b [1]=1 ||y", "PUB b [1]=1 ||z");
        assertThat(conversation.handler.repeated).isEqualTo(1);
    }

    @Test
    void aLineBehindOneThatWasSplitAtItsBlanksIsNotARepeatedOne() {
        conversation.say("PUB a 1\r\nx\r\nPUB ").say("b 1\r\ny\r\n").say("PUB a 1\r\nz\r\n");

        assertThat(conversation.calls()).containsExactly("PUB a [1]=1 ||x", "PUB b [1]=1 ||y", "PUB a [1]=1 ||z");
    }

    @Test
    void aLineBehindOneTooLongToRememberIsNotARepeatedOne() {
        String subject = "b".repeat(200);
        conversation.say("PUB a 1\r\nx\r\nPUB " + subject + " 1\r\ny\r\nPUB a 1\r\nz\r\n");

        assertThat(conversation.calls())
                .containsExactly("PUB a [1]=1 ||x", "PUB " + subject + " [1]=1 ||y", "PUB a [1]=1 ||z");
    }

    @Test
    void aRepeatedLineWithABadTrailerIsRefused() {
        assertCalls(
                "PUB a 1\r\nx\r\nPUB a 1\r\nxx\r\n",
                ProtocolParserTest::plain,
                List.of("PUB a [1]=1 ||x", "ERROR UNKNOWN_OPERATION"));
    }

    // ---- what the caller keeps

    @Test
    void blanksBehindAVerbAreNotKept() {
        for (String verb : List.of("PUB", "HPUB", "SUB", "UNSUB", "CONNECT", "INFO", "-ERR")) {
            Conversation blanks = Conversation.start().say(verb + " ");
            for (int i = 0; i < 50; i++) {
                blanks.say(" \t".repeat(1000));
                assertThat(blanks.keptBytes()).as(verb).isZero();
            }
        }
    }

    @Test
    void argumentsBehindVeryManyBlanksAreFound() {
        String blanks = " \t".repeat(5_000);
        conversation
                .say("PUB")
                .say(blanks)
                .say(blanks + "foo")
                .say(" 2\r\nhi\r\nSUB")
                .say(blanks)
                .say("a 1\r\n");

        assertThat(conversation.calls()).containsExactly("PUB foo [2]=2 ||hi", "SUB a 1");
    }

    @Test
    void bytesBehindPingAreNotKept() {
        conversation.say("PING");
        for (int i = 0; i < 50; i++) {
            conversation.say("x".repeat(1000));
            assertThat(conversation.keptBytes()).isZero();
        }
        assertThat(conversation.calls()).isEmpty();

        conversation.say("\nPING\r\n");
        assertThat(conversation.calls()).containsExactly("PING", "PING");
    }

    @Test
    void nothingIsKeptBehindCompleteOperations() {
        conversation.say("PUB a 1\r\nx\r\nSUB a 1\r\nPING\r\n");

        assertThat(conversation.keptBytes()).isZero();
        assertThat(conversation.parser.needed()).isZero();
    }

    @Test
    void theNeededBytesAreThoseOfTheWholeMessage() {
        conversation.say("PING\r\nPUB a 5\r\nhe");

        assertThat(conversation.keptBytes()).isEqualTo("PUB a 5\r\nhe".length());
        assertThat(conversation.parser.needed()).isEqualTo("PUB a 5\r\nhello\r\n".length());

        conversation.say("llo\r\n");
        assertThat(conversation.parser.needed()).isZero();
        assertThat(conversation.calls()).containsExactly("PING", "PUB a [5]=5 ||hello");
    }

    @Test
    void theNeededBytesAreKnownForALineSplitAtItsBlanks() {
        conversation.say("PUB ").say(" a 5\r\nhe");

        assertThat(conversation.parser.needed() - conversation.keptBytes()).isEqualTo("llo\r\n".length());
    }

    // ---- pause

    @Test
    void aPauseTakesNothingMoreUntilResume() {
        conversation.handler.pauseAt("CONNECT", conversation.parser);

        conversation.say("PING\r\nCONNECT {}\r\nPING\r\nSUB a 1\r\n").say("PUB a 1\r\nx\r\nPI");
        assertThat(conversation.calls()).containsExactly("PING", "CONNECT {}");
        assertThat(conversation.parser.paused()).isTrue();

        conversation.resume().say("NG\r\n");
        assertThat(conversation.calls())
                .containsExactly("PING", "CONNECT {}", "PING", "SUB a 1", "PUB a [1]=1 ||x", "PING");
    }

    @Test
    void everyOperationCanPause() {
        String bytes =
                "PING\r\nPONG\r\nSUB a 1\r\nUNSUB 1\r\nPUB a 1\r\nx\r\nPUB a 1\r\ny\r\nHPUB a 1 1\r\nz\r\nCONNECT {}\r\n";
        List<String> expected = Conversation.whole(Conversation.bytes(bytes), ProtocolParserTest::plain);
        conversation.handler.pauseAt("", conversation.parser);

        conversation.say(bytes);
        List<Integer> callsAfterEach = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            callsAfterEach.add(conversation.calls().size());
            conversation.resume();
        }

        assertThat(conversation.calls()).isEqualTo(expected);
        assertThat(callsAfterEach).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void aPauseInsideAMessageThatIsIncompleteChangesNothing() {
        conversation.say("PUB a 5\r\nhe");
        conversation.parser.pause();
        conversation.say("llo\r\nPING\r\n");
        assertThat(conversation.calls()).isEmpty();

        conversation.resume();
        assertThat(conversation.calls()).containsExactly("PUB a [5]=5 ||hello", "PING");
    }
}
