package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How connections end, and what ends of others a server must survive: protocol specification 10.4. */
class EndOfConnectionTest {

    @Test
    void aServerThatStopsClosesItsClientsWithoutAWord() {
        ServerUnderTest server = ServerUnderTest.start();
        try (WireClient silent = WireClient.open(server);
                WireClient client = WireClient.connect(server)) {
            client.send("SUB foo 1");
            client.fence();
            server.close();
            client.expectClosed();
            silent.expectClosed();
            assertThatThrownBy(() -> WireClient.open(server)).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aClientThatFinishedSendingGetsItsAnswers() {
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient client = WireClient.connect(server)) {
            client.send("SUB foo 1", "PUB foo 2", "hi", "PING");
            client.finishSending();
            client.expect("MSG foo 1 2", "hi", "PONG");
            client.expectClosed();
        }
    }

    @Test
    void garbageHurtsNobodyButItsSender() {
        Random random = new Random(20_261_124);
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient witness = WireClient.connect(server)) {
            for (int i = 0; i < 200; i++) {
                byte[] garbage = new byte[random.nextInt(300)];
                random.nextBytes(garbage);
                try (WireClient client = WireClient.open(server)) {
                    client.sendBytes(garbage);
                }
            }
            witness.send("SUB foo 1", "PUB foo 2", "hi");
            witness.expect("MSG foo 1 2", "hi");
            WireClient.expectAdmitted(server, Connect.standard());
        }
    }

    @Test
    void almostRightOperationsHurtNobodyButTheirSender() {
        String conversation =
                "CONNECT {\"verbose\":false}\r\nSUB foo.* q 12\r\nPUB foo.a r 5\r\nhello\r\nUNSUB 12 3\r\nPING\r\n";
        Random random = new Random(20_261_125);
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient witness = WireClient.connect(server)) {
            for (int i = 0; i < 300; i++) {
                StringBuilder broken = new StringBuilder(conversation);
                broken.setCharAt(random.nextInt(broken.length()), (char) random.nextInt(256));
                try (WireClient client = WireClient.open(server)) {
                    client.sendRaw(broken.toString());
                }
            }
            witness.expectNothing();
            WireClient.expectAdmitted(server, Connect.standard());
        }
    }
}
