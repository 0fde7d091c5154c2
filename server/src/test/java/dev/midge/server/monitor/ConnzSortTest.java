package dev.midge.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.server.connection.ClientNames;
import dev.midge.server.connection.ConnectionFigures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnzSortTest {

    @Test
    void uptimesAreComparedAtOneMomentWheneverTheFiguresWereTaken() {
        ConnectionEntry oldTakenEarly = entry(1, 0, 100, "");
        ConnectionEntry youngTakenLate = entry(2, 10, 190, "");
        ConnectionEntry closed = entry(3, 0, 150, "Client Closed");

        assertThat(sorted(oldTakenEarly, youngTakenLate, closed)).containsExactly(3L, 2L, 1L);
    }

    private static List<Long> sorted(ConnectionEntry... entries) {
        List<ConnectionEntry> list = new ArrayList<>(List.of(entries));
        list.sort(ConnzSort.UPTIME.order(200));
        return list.stream().map(ConnectionEntry::id).toList();
    }

    private static ConnectionEntry entry(long id, long start, long uptime, String reason) {
        ConnectionFigures figures = new ConnectionFigures(
                id,
                "127.0.0.1",
                1,
                new ConnectionFigures.Times(start, start, uptime, 0, 0),
                new ConnectionFigures.Traffic(0, 0, 0, 0, 0, 0),
                new ClientNames("", "", "", ""),
                "$G",
                "",
                "",
                0);
        return new ConnectionEntry(figures, reason, List::of);
    }
}
