package dev.midge.protocol.subject;

import static dev.midge.protocol.subject.Subject.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ByteHashTest {

    @Test
    void theHashIsThatOfTheRangeAlone() {
        Random random = new Random(3);
        for (int length = 0; length < 70; length++) {
            byte[] subject = new byte[length];
            random.nextBytes(subject);
            byte[] around = new byte[length + 20];
            random.nextBytes(around);
            System.arraycopy(subject, 0, around, 7, length);
            assertThat(ByteHash.of(around, 7, length)).isEqualTo(ByteHash.of(subject, 0, length));
        }
    }

    @Test
    void everyByteAndTheLengthCount() {
        for (int length = 0; length < 40; length++) {
            byte[] zeros = new byte[length];
            Set<Integer> hashes = new HashSet<>();
            hashes.add(ByteHash.of(zeros, 0, length));
            hashes.add(ByteHash.of(new byte[length + 1], 0, length + 1));
            for (int i = 0; i < length; i++) {
                byte[] changed = zeros.clone();
                changed[i] = 1;
                hashes.add(ByteHash.of(changed, 0, length));
            }
            assertThat(hashes).as("length %d", length).hasSize(length + 2);
        }
    }

    /** Of 200,000 random 32-bit values about 5 pairs are equal; a weak hash of counting subjects has thousands. */
    @Test
    void subjectsThatCountDoNotCollide() {
        for (String format : new String[] {"%d", "a%d", "orders.eu.%d.created", "%d.x", "_INBOX.abcdefghijklmnop.%d"}) {
            Set<Integer> hashes = new HashSet<>();
            Set<Integer> lowBits = new HashSet<>();
            for (int i = 0; i < 200_000; i++) {
                byte[] subject = bytes(format.replace("%d", Integer.toString(i)));
                int hash = ByteHash.of(subject, 0, subject.length);
                hashes.add(hash);
                lowBits.add(hash & 0xffff);
            }
            assertThat(hashes).as(format).hasSizeGreaterThan(200_000 - 60);
            // 200,000 balls in 65,536 bins leave about 5 % of them empty.
            assertThat(lowBits).as(format).hasSizeGreaterThan(61_000);
        }
    }

    /** Of the signed product of x and of -x the halves differ by one bit, whatever the multiplier; the next block undoes it. */
    @Test
    void blocksThatAreEachOthersComplementDoNotCollide() {
        Random random = new Random(4);
        int equal = 0;
        for (int i = 0; i < 500; i++) {
            byte[] one = new byte[24];
            random.nextBytes(one);
            byte[] other = one.clone();
            for (int k = 8; k < 16; k++) {
                other[k] = (byte) ~one[k];
            }
            other[8] ^= 1;
            other[16] ^= 1;
            equal += ByteHash.of(one, 0, 24) == ByteHash.of(other, 0, 24) ? 1 : 0;
        }
        assertThat(equal).isLessThan(3);
    }
}
