package dev.midge.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SUB, UNSUB and automatic unsubscription: protocol specification 6. */
class SubscriptionTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared();

    @Test
    void aSidInUseKeepsItsSubscription() {
        try (WireClient client = WireClient.connect(SERVER, Connect.verbose())) {
            client.send("SUB a 1", "SUB b q 1", "PUB a 0", "", "PUB b 0", "");
            client.expect("+OK", "+OK", "+OK", "MSG a 1 0", "", "+OK");
            client.expectNothing();
        }
    }

    @Test
    void aSidMayBeUsedAgainAfterUnsub() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB a 1", "UNSUB 1", "SUB b 1", "PUB a 0", "", "PUB b 0", "");
            client.expect("MSG b 1 0", "");
            client.expectNothing();
        }
    }

    @Test
    void aSidMayBeUsedAgainAfterAutomaticUnsubscription() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB a 1", "UNSUB 1 1", "PUB a 0", "", "SUB b 1", "PUB b 0", "", "PUB b 0", "");
            client.expect("MSG a 1 0", "", "MSG b 1 0", "", "MSG b 1 0", "");
        }
    }

    @Test
    void sidsBelongToTheirConnection() {
        try (WireClient one = WireClient.connect(SERVER);
                WireClient two = WireClient.connect(SERVER)) {
            one.send("SUB own.one 1");
            one.fence();
            two.send("UNSUB 1", "SUB own.two 1", "PUB own.one 0", "", "PUB own.two 0", "");
            two.expect("MSG own.two 1 0", "");
            one.expect("MSG own.one 1 0", "");
        }
    }

    @Test
    void sidsAreComparedByteByByte() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB a 1", "SUB a 01", "UNSUB 1", "PUB a 0", "");
            client.expect("MSG a 01 0", "");
            client.expectNothing();
        }
    }

    @Test
    void anUnknownSidIsNoError() {
        try (WireClient client = WireClient.connect(SERVER, Connect.verbose())) {
            client.send("UNSUB nothing", "UNSUB nothing 5");
            client.expect("+OK", "+OK");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 0", " x", " -5", " 9999999999", " 1.5"})
    void withoutAProperMaximumTheSubscriptionEndsAtOnce(String max) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB a 1", "UNSUB 1" + max, "PUB a 0", "");
            client.expectNothing();
        }
    }

    @Test
    void exactlyTheMaximumIsDelivered() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB a 1", "UNSUB 1 3");
            client.sendRaw("PUB a 0\r\n\r\n".repeat(10));
            client.expect("MSG a 1 0", "", "MSG a 1 0", "", "MSG a 1 0", "");
            client.expectNothing();
        }
    }

    @Test
    void theMaximumCountsSinceTheSubscription() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB a 1", "PUB a 0", "", "PUB a 0", "", "UNSUB 1 3", "PUB a 0", "", "PUB a 0", "");
            client.expect("MSG a 1 0", "", "MSG a 1 0", "", "MSG a 1 0", "");
            client.expectNothing();
        }
    }

    @Test
    void aMaximumAlreadyReachedEndsTheSubscriptionAtOnce() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB a 1", "PUB a 0", "", "PUB a 0", "", "UNSUB 1 2", "PUB a 0", "");
            client.expect("MSG a 1 0", "", "MSG a 1 0", "");
            client.expectNothing();
        }
    }

    @Test
    void aLaterMaximumReplacesTheEarlierOne() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB a 1", "UNSUB 1 1", "UNSUB 1 2");
            client.sendRaw("PUB a 0\r\n\r\n".repeat(4));
            client.expect("MSG a 1 0", "", "MSG a 1 0", "");
            client.expectNothing();
        }
    }

    @Test
    void unsubWithoutMaximumOverridesAnEarlierOne() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB a 1", "UNSUB 1 5", "PUB a 0", "", "UNSUB 1", "PUB a 0", "");
            client.expect("MSG a 1 0", "");
            client.expectNothing();
        }
    }

    @Test
    void subjectsWithTheSameHashOrPrefixStayApart() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB Aa.x 1", "SUB BB.x 2", "SUB Aa 3", "PUB BB.x 0", "", "PUB Aa.x 0", "", "PUB Aa 0", "");
            client.expect("MSG BB.x 2 0", "", "MSG Aa.x 1 0", "", "MSG Aa 3 0", "");
        }
    }

    @Test
    void aRefusedSubscriptionLeavesItsSidFree() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB a..b 1", "SUB a 1", "PUB a 0", "");
            client.expect("-ERR 'Invalid Subject'", "MSG a 1 0", "");
        }
    }
}
