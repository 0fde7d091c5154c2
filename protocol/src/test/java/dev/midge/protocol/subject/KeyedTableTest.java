package dev.midge.protocol.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedTableTest {

    private final KeyedTable<Item> table = new KeyedTable<>();

    /** With 4 hashes all entries collide, with more only some; around the end of the table as well. */
    @ParameterizedTest
    @ValueSource(ints = {4, 64, 1 << 30})
    void entriesAreFoundThroughGrowthCollisionAndShrinking(int hashes) {
        Random random = new Random(11);
        Set<Item> model = new HashSet<>();
        List<Item> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(new Item(i, -2 + random.nextInt(hashes)));
        }
        for (int step = 0; step < 6_000; step++) {
            // The target size swings between none and all, through both representations.
            int target = (int) (150 - 150 * Math.cos(step / 500.0));
            Item item = all.get(random.nextInt(all.size()));
            if (model.size() < target && model.add(item)) {
                table.add(item);
            } else if (model.size() > target && model.remove(item)) {
                table.remove(item);
            }
            if (step % 50 == 0) {
                compare(model, all);
            }
        }
    }

    private void compare(Set<Item> model, List<Item> all) {
        assertThat(table.size()).isEqualTo(model.size());
        for (Item item : all) {
            Item found = table.find(item.hash, item.key, 0, item.key.length);
            assertThat(found).isSameAs(model.contains(item) ? item : null);
        }
        Set<Item> seen = new HashSet<>();
        table.forEach(seen::add);
        assertThat(seen).isEqualTo(model);
    }

    private static final class Item extends Keyed {

        Item(int number, int hash) {
            super(ByteBuffer.allocate(4).putInt(number).array(), hash);
        }
    }
}
