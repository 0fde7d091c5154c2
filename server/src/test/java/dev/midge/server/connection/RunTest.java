package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that differ in their payload only are delivered in runs; nobody may notice. */
class RunTest {

    private static final int OWN = 0;
    private static final int OTHER = 1;

    private final Harness server = new Harness(2);
    private final Random random = new Random(11);

    @AfterEach
    void everyChunkIsBackHome() {
        server.close();
        assertThat(server.chunksOutstanding()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {OWN, OTHER})
    void twoSubscriptionsOfOneClientGetEachMessageInTurn(int publishingLoop) {
        Peer publisher = server.connect(publishingLoop);
        Peer subscriber = server.connect(OWN);
        subscriber.say("SUB foo 1\r\n");
        publisher.say("PUB foo 1\r\na\r\nPUB foo 1\r\nb\r\nPUB foo 1\r\nc\r\n");
        assertThat(server.all(subscriber)).isEqualTo("MSG foo 1 1\r\na\r\nMSG foo 1 1\r\nb\r\nMSG foo 1 1\r\nc\r\n");

        subscriber.say("SUB foo 2\r\n");
        publisher.say("PUB foo 1\r\nd\r\nPUB foo 1\r\ne\r\n");

        assertThat(server.all(subscriber))
                .isEqualTo("MSG foo 1 1\r\nd\r\nMSG foo 2 1\r\nd\r\nMSG foo 1 1\r\ne\r\nMSG foo 2 1\r\ne\r\n");
    }

    /** The same operations to two servers' worth of receivers: in one read, and each in a read of its own. */
    @ParameterizedTest
    @ValueSource(ints = {OWN, OTHER})
    void whatIsReadAtOnceArrivesAsWhatIsReadPieceByPiece(int publishingLoop) {
        for (int round = 0; round < 60; round++) {
            String[] operations = operations();
            String once = receivedBy(publishingLoop, String.join("", operations));
            String byPiece = receivedBy(publishingLoop, operations);
            assertThat(once).isEqualTo(byPiece);
        }
    }

    private String receivedBy(int publishingLoop, String... reads) {
        Peer publisher = server.connect(publishingLoop);
        Peer plain = server.connect(OWN);
        Peer bare = server.accept(OTHER);
        Peer limited = server.connect(OTHER);
        publisher.say("SUB x.* own\r\n");
        plain.say("SUB x.a 1\r\n");
        bare.say("CONNECT {\"verbose\":false}\r\nSUB x.> 2\r\n");
        limited.say("SUB x.* 3\r\nUNSUB 3 7\r\n");
        for (String read : reads) {
            publisher.say(read);
            server.run();
        }
        String received = server.all(publisher) + server.all(plain) + server.all(bare) + server.all(limited);
        publisher.hangUp();
        plain.hangUp();
        bare.hangUp();
        limited.hangUp();
        server.run();
        return received;
    }

    private String[] operations() {
        String[] operations = new String[30];
        String line = "PUB x.a 3";
        for (int i = 0; i < operations.length; i++) {
            String payload = i < 10 ? "00" + i : "0" + i;
            line = switch (random.nextInt(12)) {
                case 0 -> "PUB x.a 3";
                case 1 -> "PUB x.b r 3";
                case 2 -> "HPUB x.a 1 3";
                case 3 -> "PUB  x.a 003";
                case 4 -> "PUB nobody own.reply 3";
                default -> line;
            };
            operations[i] = line + "\r\n" + payload + "\r\n" + (random.nextInt(9) == 0 ? "PING\r\n" : "");
        }
        return operations;
    }
}
