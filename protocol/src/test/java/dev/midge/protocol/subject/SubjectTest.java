package dev.midge.protocol.subject;

import static dev.midge.protocol.subject.Subject.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a.b", "*", ">", "a.*", "a.>", "*.*.>", "foo*", "a*b", ">x", "bar,*,>,baz", "$SYS.x", "é.b"
            })
    void subjectsWithoutEmptyTokensAreValid(String subject) {
        assertThat(Subject.isValid(bytes(subject))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "..", ">.a", "a.>.b", "a.>.", "a.b..", "*."})
    void emptyTokensAndATailInTheMiddleAreInvalid(String subject) {
        assertThat(Subject.isValid(bytes(subject))).isFalse();
        assertThat(Subject.isValidLiteral(bytes(subject))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a,false",
        "a.b,false",
        "foo*,false",
        "*a,false",
        ">x,false",
        "a.**,false",
        "a.>>,false",
        "*,true",
        ">,true",
        "a.*,true",
        "*.a,true",
        "a.*.b,true",
        "a.>,true",
        "a.>.b,true",
        "'',false",
        "'.',false",
        "'.*',true"
    })
    void onlyWholeTokensAreWildcards(String subject, boolean wildcard) {
        assertThat(Subject.hasWildcard(bytes(subject))).isEqualTo(wildcard);
    }

    @Test
    void aLiteralIsValidAndHasNoWildcard() {
        assertThat(Subject.isValidLiteral(bytes("a.b*.>c"))).isTrue();
        assertThat(Subject.isValidLiteral(bytes("a.*"))).isFalse();
        assertThat(Subject.isValidLiteral(bytes("a.>"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "foo,foo,true",
        "foo,bar,false",
        "foo,fo,false",
        "fo,foo,false",
        "foo,FOO,false",
        "foo,*,true",
        "foo,>,true",
        "foo,foo.>,false",
        "foo.bar,foo.>,true",
        "foo.bar.baz,foo.>,true",
        "foo.bar,foo.*,true",
        "foo.bar.baz,foo.*,false",
        "foo.bar,*.bar,true",
        "foo.bar,*.*,true",
        "foo.bar,*,false",
        "foo,*.*,false",
        "foo.bar,foo,false",
        "foo,foo.bar,false",
        "$SYS.a,>,true",
        "_INBOX.x,*.*,true",
        "a.b.c,a.*.c,true",
        "a.b.d,a.*.c,false",
        "a.b.c,*.*.>,true",
        "a.b,*.*.>,false",
        "foo.x,foo*,false",
        "foo*,foo*,true",
        "foobar,foo*,false"
    })
    void matchingFollowsTheTokens(String literal, String pattern, boolean matches) {
        assertThat(Subject.matches(bytes(literal), bytes(pattern))).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo.*", "foo.>", "*.*", "*.>", ">"})
    void aPublishedWildcardIsAnOrdinaryToken(String pattern) {
        assertThat(Subject.matches(bytes("foo.*"), bytes(pattern))).isEqualTo(true);
        assertThat(Subject.matches(bytes("foo.*"), bytes("foo.bar"))).isFalse();
        assertThat(Subject.matches(bytes("foo.>"), bytes("foo.bar"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "foo.", ".foo", "a..b", "a.b.", "a.b..c"})
    void anEmptyTokenIsMatchedByNothing(String literal) {
        for (String pattern : List.of(">", "*", "*.*", "*.*.*", "a.>", literal)) {
            assertThat(Subject.matches(bytes(literal), bytes(pattern)))
                    .as(pattern)
                    .isFalse();
            assertThat(Subject.covers(bytes(pattern), bytes(literal)))
                    .as(pattern)
                    .isFalse();
            assertThat(Subject.overlaps(bytes(pattern), bytes(literal)))
                    .as(pattern)
                    .isFalse();
            assertThat(Subject.overlaps(bytes(literal), bytes(pattern)))
                    .as(pattern)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        ">,a,true",
        ">,*,true",
        ">,>,true",
        ">,a.>,true",
        "*,>,false",
        "*,*,true",
        "*,a,true",
        "a,*,false",
        "a.>,a.*,true",
        "a.>,a.*.>,true",
        "a.*,a.>,false",
        "a.>,a,false",
        "*.>,>,false",
        "*.>,*.*,true",
        "*.*,a.b,true",
        "a.*,*.b,false",
        "a.b,a.b.c,false",
        "a.b.c,a.b,false",
        "*.b,a.b,true",
        "a.>,>,false"
    })
    void coveringNeedsEveryMatchedSubject(String broad, String narrow, boolean covers) {
        assertThat(Subject.covers(bytes(broad), bytes(narrow))).isEqualTo(covers);
    }

    @ParameterizedTest
    @CsvSource({
        "a,a,true",
        "a,b,false",
        "a.*,*.b,true",
        "a.*,b.*,false",
        "a.>,*.*.c,true",
        "a.>,a,false",
        ">,a,true",
        "*,a.>,false",
        "a.*,a.b.c,false",
        "a.*.c,a.b.>,true",
        "*.a,*.b,false",
        ">,>,true"
    })
    void overlappingNeedsOneCommonSubject(String left, String right, boolean overlaps) {
        assertThat(Subject.overlaps(bytes(left), bytes(right))).isEqualTo(overlaps);
        assertThat(Subject.overlaps(bytes(right), bytes(left))).isEqualTo(overlaps);
    }

    @Test
    void coverAndOverlapAgreeWithEnumeratedSubjects() {
        // Three literal tokens: one more than any pattern below names, so that '*' is told from the sum of all
        // literals.
        List<byte[]> universe = enumerate(List.of("a", "b", "z"), 4);
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] p = randomPattern(random);
            byte[] q = randomPattern(random);
            boolean covers = true;
            boolean overlaps = false;
            for (byte[] subject : universe) {
                boolean byP = Subject.matches(subject, p);
                boolean byQ = Subject.matches(subject, q);
                covers &= byP || !byQ;
                overlaps |= byP && byQ;
            }
            String pair = Subject.text(p) + " / " + Subject.text(q);
            assertThat(Subject.covers(p, q)).as(pair).isEqualTo(covers);
            assertThat(Subject.overlaps(p, q)).as(pair).isEqualTo(overlaps);
        }
    }

    @Test
    void tokensAreDotsPlusOne() {
        assertThat(Subject.tokenCount(bytes("a"))).isEqualTo(1);
        assertThat(Subject.tokenCount(bytes("a.b.>"))).isEqualTo(3);
        assertThat(Subject.tokenCount(bytes("a..b."))).isEqualTo(4);
    }

    @Test
    void textIsUtf8InBothDirections() {
        assertThat(Subject.text(bytes("größe.>"))).isEqualTo("größe.>");
        assertThat(Subject.text(new byte[] {'a', (byte) 0xff})).isEqualTo("a\ufffd");
    }

    @Test
    void bytesThatAreNotUtf8AreCompared() {
        byte[] first = {'a', '.', (byte) 0xff};
        byte[] second = {'a', '.', (byte) 0xfe};
        assertThat(Subject.matches(first, second)).isFalse();
        assertThat(Subject.matches(first, first.clone())).isTrue();
    }

    private static List<byte[]> enumerate(List<String> tokens, int maxTokens) {
        List<byte[]> subjects = new ArrayList<>();
        List<String> level = tokens;
        for (int n = 1; n <= maxTokens; n++) {
            List<String> longer = new ArrayList<>();
            for (String subject : level) {
                subjects.add(bytes(subject));
                for (String token : tokens) {
                    longer.add(subject + "." + token);
                }
            }
            level = longer;
        }
        return subjects;
    }

    private static byte[] randomPattern(Random random) {
        String[] tokens = {"a", "b", "*"};
        StringBuilder pattern = new StringBuilder();
        int n = random.nextInt(3);
        for (int i = 0; i < n; i++) {
            pattern.append(tokens[random.nextInt(3)]).append('.');
        }
        return bytes(pattern + (random.nextInt(3) == 0 ? ">" : tokens[random.nextInt(3)]));
    }
}
