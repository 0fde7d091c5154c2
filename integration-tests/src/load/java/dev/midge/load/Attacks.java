package dev.midge.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What {@link Hostile} does to a server. */
final class Attacks {

    private static final String SAME_USERS = "{user: probe, password: probe}, "
            + "{user: eve, password: eve, permissions: {publish: {deny: \"no.>\"}, subscribe: \">\"}}";
    private static final String USERS = "authorization { users: [ " + SAME_USERS + " ] }";
    /** A password that takes the server about a tenth of a second to check. */
    private static final String DEAR_USERS = "authorization { users: [ " + SAME_USERS
            + ", {user: dear, password: \"$2a$11$DzG1.MGdP5QWZhn4qRptVuulBKH1r6i2Q3SXnqt6MpdxD3DJCRlra\"} ] }";

    private static final int MANY = 10_000;
    private static final int NARROW = 4 * 1024;

    private Attacks() {}

    static List<Attack> all() {
        return List.of(
                Attack.of("10,000 that say nothing", 6, Attacks::silent),
                Attack.of("10,000 that send a byte now and then", 8, Attacks::byteByByte),
                Attack.of("3,000 that send PINGs and never read", 20, Attacks::pingsUnread),
                Attack.of("500 that send themselves messages and never read", 20, Attacks::messagesUnread),
                Attack.of("1,000 with 0.9 of a 1 MB message each", 10, Attacks::partialMessages),
                Attack.of("2,000 idle after a 1 MB message each", 10, Attacks::idleAfterLargeMessages),
                Attack.of("subscriptions of 2,000 tokens", 10, Attacks::deepSubscriptions),
                Attack.of("subscriptions without end", 10, Attacks::manySubscriptions),
                Attack.of("500 that had 10,000 subscriptions", 20, Attacks::formerSubscriptions),
                Attack.of("20,000 receivers for each message", 20, Attacks::wideFanOut),
                Attack.of("4,096 patterns to try for each subject", 20, Attacks::dearLookUps),
                Attack.of("patterns made and used in turn", 15, Attacks::changingPatterns),
                Attack.of("10,000 connects and resets", 8, Attacks::connectStorm),
                new Attack("500,000 refused publishes", USERS, 20, Attacks::refusals),
                new Attack("thousands of subjects with permissions", USERS, 20, Attacks::decisions),
                new Attack("3,000 aborted logins with bcrypt", DEAR_USERS, 60, Attacks::abortedLogins));
    }

    private static void silent(Swarm swarm) throws IOException {
        swarm.open(MANY, 0, "");
        Wait.pass(Duration.ofSeconds(3));
    }

    private static void byteByByte(Swarm swarm) throws IOException {
        swarm.open(MANY, 0, "PUB a 1");
        for (int i = 0; i < 5; i++) {
            Wait.pass(Duration.ofMillis(500));
            swarm.all("0");
        }
    }

    private static void pingsUnread(Swarm swarm) throws IOException {
        swarm.open(3_000, NARROW, Swarm.HELLO);
        for (int i = 0; i < 10; i++) {
            swarm.all("PING\r\n".repeat(5_000));
        }
    }

    private static void messagesUnread(Swarm swarm) throws IOException {
        swarm.open(500, NARROW, Swarm.HELLO + "SUB me 1\r\n");
        String message = "PUB me 4000\r\n" + "x".repeat(4_000) + "\r\n";
        for (int i = 0; i < 5; i++) {
            swarm.all(message);
        }
    }

    private static void partialMessages(Swarm swarm) throws IOException {
        swarm.open(1_000, 0, Swarm.HELLO);
        swarm.allOf("PUB a 1000000\r\n" + "x".repeat(900_000));
        Wait.pass(Duration.ofSeconds(1));
    }

    private static void idleAfterLargeMessages(Swarm swarm) throws IOException {
        swarm.open(2_000, 0, Swarm.HELLO);
        swarm.allOf("PUB a 1000000\r\n" + "x".repeat(1_000_000) + "\r\nPU");
        Wait.pass(Duration.ofSeconds(1));
    }

    private static void deepSubscriptions(Swarm swarm) throws IOException {
        swarm.open(1, 0, Swarm.HELLO);
        String deep = ".a".repeat(2_000);
        for (int i = 0; i < 3_000; i++) {
            swarm.allOf("SUB s" + i + deep + " " + i + "\r\n");
        }
    }

    private static void manySubscriptions(Swarm swarm) throws IOException {
        swarm.open(1, 0, Swarm.HELLO);
        for (int i = 0; i < 1_000; i++) {
            StringBuilder lines = new StringBuilder();
            for (int k = 0; k < 1_000; k++) {
                lines.append("SUB a.")
                        .append(i)
                        .append('.')
                        .append(k)
                        .append(" x")
                        .append(i * 1_000 + k);
                lines.append("\r\n");
            }
            swarm.allOf(lines.toString());
            swarm.swallow();
        }
    }

    private static void formerSubscriptions(Swarm swarm) throws IOException {
        swarm.open(500, 0, Swarm.HELLO);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            lines.append("SUB a ").append(i).append("\r\n");
        }
        for (int i = 1; i < 10_000; i++) {
            lines.append("UNSUB ").append(i).append("\r\n");
        }
        swarm.allOf(lines.toString());
    }

    private static void wideFanOut(Swarm swarm) throws IOException {
        StringBuilder hello = new StringBuilder(Swarm.HELLO);
        for (int i = 0; i < 20_000; i++) {
            hello.append("SUB wide ").append(i).append("\r\n");
        }
        swarm.open(1, 0, "");
        swarm.allOf(hello.toString());
        for (int i = 0; i < 200; i++) {
            swarm.all("PUB wide 1\r\nx\r\n".repeat(20));
            for (int k = 0; k < 20; k++) {
                swarm.swallow();
                Wait.pass(Duration.ofMillis(1));
            }
        }
    }

    private static void dearLookUps(Swarm swarm) throws IOException {
        StringBuilder hello = new StringBuilder(Swarm.HELLO);
        for (int bits = 0; bits < 1 << 12; bits++) {
            hello.append("SUB ");
            for (int token = 0; token < 12; token++) {
                hello.append((bits >>> token & 1) == 0 ? "a." : "*.");
            }
            hello.append("end ").append(bits).append("\r\n");
        }
        swarm.open(1, 0, "");
        swarm.allOf(hello.toString());
        for (int i = 0; i < 100; i++) {
            StringBuilder lines = new StringBuilder();
            for (int k = 0; k < 200; k++) {
                lines.append("PUB ").append("a.".repeat(12)).append(i * 200 + k).append(" 0\r\n\r\n");
            }
            swarm.allOf(lines.toString());
        }
    }

    private static void changingPatterns(Swarm swarm) throws IOException {
        swarm.open(1, 0, Swarm.HELLO);
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 60; i++) {
                StringBuilder lines = new StringBuilder();
                for (int k = 0; k < 1_000; k++) {
                    lines.append("PUB w.").append(i * 1_000 + k).append(".x 0\r\n\r\n");
                }
                swarm.allOf(lines.toString());
            }
        }
        String pair = "SUB *.zz.q 1\r\nPUB w.1.x 0\r\n\r\nUNSUB 1\r\nPUB w.1.x 0\r\n\r\n";
        for (int i = 0; i < 20; i++) {
            swarm.allOf(pair.repeat(1_000));
        }
    }

    private static void connectStorm(Swarm swarm) throws IOException {
        for (int i = 0; i < 100; i++) {
            swarm.open(100, 0, i % 2 == 0 ? "" : Swarm.HELLO + "PUB a 100000\r\nx");
            swarm.reset();
        }
    }

    private static void refusals(Swarm swarm) throws IOException {
        swarm.open(1, 0, Swarm.HELLO);
        for (int i = 0; i < 500; i++) {
            swarm.allOf(("PUB no." + "\u00e2".repeat(20) + i + " 0\r\n\r\n").repeat(1_000));
            swarm.swallow();
        }
    }

    private static void decisions(Swarm swarm) throws IOException {
        swarm.open(200, 0, Swarm.HELLO);
        String padding = "y".repeat(480);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            lines.append("PUB ").append(padding).append(i).append(" 0\r\n\r\n");
        }
        swarm.allOf(lines.toString());
    }

    private static void abortedLogins(Swarm swarm) throws IOException {
        for (int i = 0; i < 30; i++) {
            swarm.open(100, 0, "CONNECT {\"user\":\"dear\",\"pass\":\"guess" + i + "\"}\r\n");
            swarm.reset();
        }
        Wait.pass(Duration.ofSeconds(2));
    }
}
