package dev.midge.protocol.subject;

import static dev.midge.protocol.subject.Subject.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SublistTest {

    private final Sublist<Sub> list = new Sublist<>();
    private final Matches<Sub> matches = new Matches<>();

    @Test
    void aMessageReachesLiteralsAndWildcards() {
        Sub literal = insert("foo.bar");
        Sub star = insert("foo.*");
        Sub stars = insert("*.*");
        Sub tail = insert("foo.>");
        Sub all = insert(">");
        insert("foo");
        insert("foo.baz");
        insert("foo.bar.baz");
        insert("foo.bar.>");
        insert("*");
        assertThat(plain("foo.bar")).containsExactlyInAnyOrder(literal, star, stars, tail, all);
    }

    @Test
    void wildcardsOfThePublishedSubjectAreOrdinaryTokens() {
        insert("foo.bar");
        Sub star = insert("foo.*");
        Sub tail = insert("foo.>");
        Sub stars = insert("*.*");
        Sub all = insert(">");
        assertThat(plain("foo.*")).containsExactlyInAnyOrder(star, tail, stars, all);
        assertThat(plain("foo.>")).containsExactlyInAnyOrder(star, tail, stars, all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "foo.", ".foo", "foo..bar", ".."})
    void aSubjectWithAnEmptyTokenReachesNothing(String subject) {
        insert(">");
        insert("*");
        insert("foo.>");
        insert("*.*");
        insert("*.*.*");
        assertThat(plain(subject)).isEmpty();
        assertThat(hasInterest(subject)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "foo.", ".foo", "foo..bar", ">.foo", "foo.>.bar"})
    void anInvalidSubjectIsNotInserted(String subject) {
        assertThat(list.insert(bytes(subject), null, Sub.of(subject))).isFalse();
        assertThat(list.size()).isZero();
        assertThat(list.nodeCount()).isZero();
        assertThat(list.remove(bytes(subject), null, Sub.of(subject))).isFalse();
    }

    @Test
    void wildcardBytesInsideATokenAreLiteral() {
        Sub odd = insert("foo*.a>b");
        assertThat(plain("foo*.a>b")).containsExactly(odd);
        assertThat(plain("foox.aab")).isEmpty();
    }

    @Test
    void theTailNeedsAToken() {
        Sub tail = insert("foo.>");
        assertThat(plain("foo")).isEmpty();
        assertThat(plain("foo.a")).containsExactly(tail);
        assertThat(plain("foo.a.b.c")).containsExactly(tail);
    }

    @Test
    void queueGroupsAreMergedByNameOverSubjects() {
        Sub literal = insert("foo", "q");
        Sub star = insert("*", "q");
        Sub other = insert(">", "r");
        Sub alone = insert("foo");
        match("foo");
        assertThat(matches.groupCount()).isEqualTo(2);
        assertThat(group("q")).containsExactlyInAnyOrder(literal, star);
        assertThat(group("r")).containsExactly(other);
        assertThat(matches.copyPlain(new Sub[1])).containsExactly(alone);
        assertThat(matches.copyMembers(groupIndex("r"), new Sub[1])).containsExactly(other);
    }

    @Test
    void manyQueueGroupsOfOneSubjectAreToldApart() {
        List<Sub> subs = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            subs.add(insert("foo", "q" + i));
            subs.add(insert("*", "q" + i));
        }
        match("foo");
        assertThat(matches.groupCount()).isEqualTo(500);
        assertThat(group("q77")).containsExactlyInAnyOrder(subs.get(154), subs.get(155));
        for (Sub sub : subs) {
            assertThat(sub.removeFrom(list)).isTrue();
        }
        match("foo");
        assertThat(matches.isEmpty()).isTrue();
        assertThat(list.nodeCount()).isZero();
    }

    @Test
    void queueNamesAreNotSubjects() {
        Sub sub = insert("foo", "a.*.>..");
        match("foo");
        assertThat(group("a.*.>..")).containsExactly(sub);
    }

    @Test
    void aSubscriptionIsInsertedOnceAndRemovedOnce() {
        Sub sub = insert("foo.bar");
        assertThat(sub.insertInto(list)).isFalse();
        assertThat(list.size()).isEqualTo(1);
        assertThat(plain("foo.bar")).containsExactly(sub);
        assertThat(sub.removeFrom(list)).isTrue();
        assertThat(sub.removeFrom(list)).isFalse();
        assertThat(list.size()).isZero();
        assertThat(sub.insertInto(list)).isTrue();
        assertThat(plain("foo.bar")).containsExactly(sub);
    }

    @Test
    void removalNeedsTheSameSubjectQueueAndSubscription() {
        Sub sub = insert("foo.bar", "q");
        assertThat(list.remove(bytes("foo"), bytes("q"), sub)).isFalse();
        assertThat(list.remove(bytes("foo.*"), bytes("q"), sub)).isFalse();
        assertThat(list.remove(bytes("foo.bar"), null, sub)).isFalse();
        assertThat(list.remove(bytes("foo.bar"), bytes("r"), sub)).isFalse();
        assertThat(Sub.of("foo.bar", "q").removeFrom(list)).isFalse();
        match("foo.bar");
        assertThat(group("q")).containsExactly(sub);
    }

    @Test
    void removalPrunesWhatNobodyNeeds() {
        Sub deep = insert("a.b.c.d");
        Sub sibling = insert("a.b.x");
        Sub star = insert("a.*.y");
        Sub tail = insert("a.b.>");
        assertThat(list.nodeCount()).isEqualTo(8);
        deep.removeFrom(list);
        assertThat(list.nodeCount()).isEqualTo(6);
        star.removeFrom(list);
        assertThat(list.nodeCount()).isEqualTo(4);
        assertThat(plain("a.b.x")).containsExactlyInAnyOrder(sibling, tail);
        sibling.removeFrom(list);
        tail.removeFrom(list);
        assertThat(list.nodeCount()).isZero();
        assertThat(list.inserts()).isEqualTo(4);
        assertThat(list.removes()).isEqualTo(4);
    }

    @Test
    void interestIsWhatMatchFinds() {
        insert("a.b");
        insert("c.*", "q");
        insert("d.>");
        assertThat(hasInterest("a.b")).isTrue();
        assertThat(hasInterest("a")).isFalse();
        assertThat(hasInterest("a.b.c")).isFalse();
        assertThat(hasInterest("c.x")).isTrue();
        assertThat(hasInterest("c")).isFalse();
        assertThat(hasInterest("d.x.y")).isTrue();
        assertThat(hasInterest("d")).isFalse();
    }

    @Test
    void theSubjectMayLieInsideALargerArray() {
        Sub sub = insert("foo.bar");
        byte[] line = bytes("PUB foo.bar.baz 5");
        list.match(line, 4, 7, matches);
        assertThat(matches.copyPlain(new Sub[1])).containsExactly(sub);
        assertThat(list.hasInterest(line, 4, 7)).isTrue();
        assertThat(list.hasInterest(line, 4, 11)).isFalse();
    }

    @Test
    void theInsertedSubjectMayBeReused() {
        byte[] subject = bytes("foo.bar");
        Sub sub = Sub.of("foo.bar");
        list.insert(subject, null, sub);
        subject[0] = 'x';
        assertThat(plain("foo.bar")).containsExactly(sub);
    }

    @Test
    void forEachSeesEverySubscriptionOnce() {
        List<Sub> inserted = List.of(insert("a"), insert("a.*", "q"), insert("a.*", "r"), insert("a.b.>"), insert("a"));
        List<Sub> seen = new ArrayList<>();
        list.forEach(seen::add);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(inserted);
    }

    @Test
    void thousandsOfTokensNeedNoStack() {
        String deep = "a.".repeat(50_000);
        Sub literal = insert(deep + "b");
        Sub stars = insert("*.".repeat(50_000) + "b");
        Sub tail = insert(deep + ">");
        assertThat(plain(deep + "b")).containsExactlyInAnyOrder(literal, stars, tail);
        assertThat(hasInterest(deep + "c")).isTrue();
        List<Sub> seen = new ArrayList<>();
        list.forEach(seen::add);
        assertThat(seen).hasSize(3);
        for (Sub sub : seen) {
            assertThat(sub.removeFrom(list)).isTrue();
        }
        assertThat(list.nodeCount()).isZero();
    }

    @Test
    void manySubscribersOfOneSubjectComeAndGo() {
        List<Sub> subs = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            subs.add(insert("foo"));
        }
        match("foo");
        assertThat(matches.plainCount()).isEqualTo(100_000);
        for (int i = 0; i < 100_000; i += 2) {
            assertThat(subs.get(i).removeFrom(list)).isTrue();
        }
        match("foo");
        assertThat(matches.plainCount()).isEqualTo(50_000);
        assertThat(matches.copyPlain(new Sub[50_000])).doesNotHaveDuplicates();
        for (int i = 1; i < 100_000; i += 2) {
            assertThat(subs.get(i).removeFrom(list)).isTrue();
        }
        assertThat(list.nodeCount()).isZero();
    }

    @Test
    void manySubjectsUnderOneTokenComeAndGo() {
        List<Sub> subs = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            subs.add(insert("foo." + i + ".bar"));
        }
        assertThat(list.nodeCount()).isEqualTo(40_001);
        for (int i = 0; i < 20_000; i++) {
            assertThat(plain("foo." + i + ".bar")).containsExactly(subs.get(i));
            assertThat(subs.get(i).removeFrom(list)).isTrue();
            assertThat(hasInterest("foo." + i + ".bar")).isFalse();
        }
        assertThat(list.nodeCount()).isZero();
    }

    @Test
    void matchesAreReplacedByTheNextMatch() {
        insert("foo");
        insert("foo", "q");
        Sub other = insert("bar");
        match("foo");
        match("bar");
        assertThat(matches.plainCount()).isEqualTo(1);
        assertThat(matches.plain(0)).isSameAs(other);
        assertThat(matches.groupCount()).isZero();
        match("foo..bar");
        assertThat(matches.isEmpty()).isTrue();
    }

    @Test
    void matchesRefuseIndexesBeyondTheirEnd() {
        insert("foo");
        insert("foo", "q");
        match("foo");
        assertThatThrownBy(() -> matches.plain(1)).hasMessage("index: 1 (expected: below 1)");
        assertThatThrownBy(() -> matches.member(0, 1)).hasMessage("index: 1 (expected: below 1)");
        assertThatThrownBy(() -> matches.groupName(1)).hasMessage("group: 1 (expected: below 1)");
    }

    @Test
    void subscriptionsThatKeepATailOfNothingDoNotLeakTheirSlots() {
        Sub first = insert("foo");
        Sub last = insert("foo");
        first.removeFrom(list);
        assertThat(last.slot()).isZero();
        assertThat(first.slot()).isNegative();
        assertThat(last.removeFrom(list)).isTrue();
    }

    private Sub insert(String subject) {
        return insert(subject, null);
    }

    private Sub insert(String subject, String queue) {
        Sub sub = Sub.of(subject, queue);
        assertThat(sub.insertInto(list)).isTrue();
        return sub;
    }

    private void match(String subject) {
        list.match(bytes(subject), 0, bytes(subject).length, matches);
    }

    private Sub[] plain(String subject) {
        match(subject);
        return matches.copyPlain(new Sub[matches.plainCount()]);
    }

    private boolean hasInterest(String subject) {
        return list.hasInterest(bytes(subject), 0, bytes(subject).length);
    }

    private List<Sub> group(String name) {
        int group = groupIndex(name);
        List<Sub> members = new ArrayList<>();
        for (int i = 0; i < matches.memberCount(group); i++) {
            members.add(matches.member(group, i));
        }
        return members;
    }

    private int groupIndex(String name) {
        for (int i = 0; i < matches.groupCount(); i++) {
            if (Subject.text(matches.groupName(i)).equals(name)) {
                return i;
            }
        }
        throw new AssertionError("no group " + name);
    }
}
