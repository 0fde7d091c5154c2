package dev.midge.auth.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.midge.protocol.subject.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionsTest {

    @Test
    void unrestrictedAllowsEverything() {
        Permissions all = Permissions.UNRESTRICTED;

        assertThat(all.restrictsPublish()).isFalse();
        assertThat(all.mayPublish(bytes("a.b"))).isTrue();
        assertThat(maySubscribe(all, ">")).isTrue();
        assertThat(all.needsDeliveryFilter(bytes(">"), bytes("q"))).isFalse();
        assertThat(all.mayDeliver(bytes("a"), bytes("q"))).isTrue();
        assertThat(all.responses()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "foo, true", "foo.bar, true", "foo.bar.baz, true", "x.y, true", "x, false", "x.y.z, false", "other, false",
        "foo.secret, false", "foo.secret.a, true", "foo..a, false", ".foo, false", "foo., false", "foo.*, true",
                "*, false"
    })
    void publishNeedsAnAllowEntryAndNoDenyEntry(String subject, boolean allowed) {
        Permissions permissions = Permissions.builder()
                .publishAllow(List.of("foo", "foo.>", "x.*"))
                .publishDeny(List.of("foo.secret"))
                .build();

        assertThat(permissions.restrictsPublish()).isTrue();
        assertThat(permissions.mayPublish(bytes(subject))).isEqualTo(allowed);
    }

    @Test
    void aDenyListAloneLetsEverythingElsePass() {
        Permissions permissions =
                Permissions.builder().publishDeny(List.of("a.>")).build();

        assertThat(permissions.restrictsPublish()).isTrue();
        assertThat(permissions.mayPublish(bytes("a.b"))).isFalse();
        assertThat(permissions.mayPublish(bytes("a"))).isTrue();
    }

    @Test
    void aSubjectWithAnEmptyTokenIsRefusedByAllowAndPassedByDeny() {
        Permissions allow = Permissions.builder().publishAllow(List.of(">")).build();
        Permissions deny = Permissions.builder().publishDeny(List.of(">")).build();

        for (String subject : List.of("", ".", "a.", ".a", "a..b")) {
            assertThat(allow.mayPublish(bytes(subject))).as(subject).isFalse();
            assertThat(deny.mayPublish(bytes(subject))).as(subject).isTrue();
        }
    }

    @Test
    void anEmptyAllowListAllowsNothing() {
        Permissions permissions = Permissions.builder()
                .publishAllow(List.of())
                .subscribeAllow(List.of())
                .build();

        assertThat(permissions.restrictsPublish()).isTrue();
        assertThat(permissions.mayPublish(bytes("a"))).isFalse();
        assertThat(maySubscribe(permissions, "a")).isFalse();
        assertThat(maySubscribe(permissions, ">")).isFalse();
    }

    @Test
    void emptyDenyListsDoNotRestrict() {
        Permissions permissions = Permissions.builder()
                .publishDeny(List.of())
                .subscribeDeny(List.of(" "))
                .build();

        assertThat(permissions).isEqualTo(Permissions.UNRESTRICTED);
    }

    @Test
    void responsesWithoutAllowListLeaveOnlyResponses() {
        Permissions permissions =
                Permissions.builder().responses(ResponsePermission.DEFAULT).build();

        assertThat(permissions.restrictsPublish()).isTrue();
        assertThat(permissions.mayPublish(bytes("a"))).isFalse();
        assertThat(maySubscribe(permissions, "a")).isTrue();
        assertThat(permissions.responses()).isEqualTo(ResponsePermission.DEFAULT);
    }

    @Test
    void responsesWithOnlyADenyListLeaveOnlyResponsesToo() {
        Permissions permissions = Permissions.builder()
                .publishDeny(List.of("b"))
                .responses(ResponsePermission.DEFAULT)
                .build();

        assertThat(permissions.mayPublish(bytes("a"))).isFalse();
    }

    @Test
    void responsesLeaveAnAllowListAsItIs() {
        Permissions permissions = Permissions.builder()
                .publishAllow(List.of("a"))
                .responses(ResponsePermission.DEFAULT)
                .build();

        assertThat(permissions.mayPublish(bytes("a"))).isTrue();
        assertThat(permissions.mayPublish(bytes("b"))).isFalse();
    }

    /** The table of the specification; entries and subscriptions are separated by commas. */
    @ParameterizedTest
    @CsvSource({
        "foo.*, 'foo.*,foo.a', 'foo.>,>,*.a,foo.*.*'",
        "'foo.*,foo.*.>', 'foo.>,foo.> g,foo.> h', '>,foo'",
        "'*,*.>', '>', ''",
        "'*,*.*,*.*.>', '>', ''",
        "'foo.*,foo.*.*.>', 'foo.*', 'foo.>'",
        "'q.* grp,q.>', 'q.>,q.> grp,q.a.b oth', 'q.> oth'",
        "'q.> grp,q.*', 'q.> grp,q.*', 'q.> oth,q.* oth,q.>'",
        "'foo.*,foo.bar h', 'foo.* g,foo.bar', 'foo.bar g'",
        "'q.> grp,z', 'q.a grp,z,z any', 'q.a,q.a oth'",
        "'foo.a,foo.b', 'foo.a,foo.b', 'foo.*'",
        "'bar,bar g', 'bar,bar g', 'bar h'",
        "'foo v1.*', 'foo v1.a', 'foo,foo v1,foo v1.a.b,foo v2.a,foo v1.>'",
        "'foo v1.>', 'foo v1.a,foo v1.a.b,foo v1.*', 'foo v1,foo'",
        "'>', '>,a,a.>,a g', 'a..b,a..>'"
    })
    void allowTable(String allow, String accepted, String refused) {
        Permissions permissions =
                Permissions.builder().subscribeAllow(list(allow)).build();

        for (String subscription : list(accepted)) {
            assertThat(maySubscribe(permissions, subscription)).as(subscription).isTrue();
        }
        for (String subscription : list(refused)) {
            assertThat(maySubscribe(permissions, subscription)).as(subscription).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "foo.*, 'foo.>,>', 'foo.*,foo.a', 'foo.>,>'",
        "'foo.*,foo.*.>', '>', 'foo.>,foo.*', '>'",
        "foo.* g, 'foo.>,foo.* h,foo.> g', 'foo.* g,foo.a g', 'foo.>,foo.* h,foo.> g'",
        "'> >', 'a,>,a.*', 'a g,> g,a.b v1.x,a a..b,a .', '>,a.*'",
        "q.x grp, 'q.x,q.x oth,q.*', 'q.x grp', 'q.*,q.x oth'",
        "'foo,foo g', 'bar,foo.a', 'foo,foo g,foo h', ''",
        "s.secret, 's.*,s.a', 's.secret', 's.*,s.>,*.secret'"
    })
    void denyTable(String deny, String accepted, String refused, String filtered) {
        Permissions permissions =
                Permissions.builder().subscribeDeny(list(deny)).build();

        for (String subscription : list(accepted)) {
            assertThat(maySubscribe(permissions, subscription)).as(subscription).isTrue();
        }
        for (String subscription : list(refused)) {
            assertThat(maySubscribe(permissions, subscription)).as(subscription).isFalse();
        }
        for (String subscription : list(filtered)) {
            assertThat(permissions.needsDeliveryFilter(subject(subscription), queue(subscription)))
                    .as(subscription)
                    .isTrue();
        }
    }

    @Test
    void denyIsAskedAfterAllow() {
        Permissions permissions = Permissions.builder()
                .subscribeAllow(List.of("a.>"))
                .subscribeDeny(List.of("a.b"))
                .build();

        assertThat(maySubscribe(permissions, "a.>")).isTrue();
        assertThat(maySubscribe(permissions, "a.b")).isFalse();
        assertThat(maySubscribe(permissions, "b")).isFalse();
    }

    @Test
    void aPlainSubscriptionWithoutWildcardNeedsNoFilter() {
        Permissions permissions =
                Permissions.builder().subscribeDeny(List.of("foo.a g")).build();

        assertThat(permissions.needsDeliveryFilter(bytes("foo.a"), null)).isFalse();
        assertThat(permissions.needsDeliveryFilter(bytes("foo.a"), bytes("h"))).isTrue();
        assertThat(permissions.needsDeliveryFilter(bytes("foo.b"), bytes("h"))).isFalse();
    }

    @Test
    void theFilterUsesTheQueueOfTheReceivingSubscription() {
        Permissions permissions = Permissions.builder()
                .subscribeDeny(List.of("foo.a g", "s.secret"))
                .build();

        assertThat(permissions.mayDeliver(bytes("foo.a"), null)).isTrue();
        assertThat(permissions.mayDeliver(bytes("foo.a"), bytes("h"))).isTrue();
        assertThat(permissions.mayDeliver(bytes("foo.a"), bytes("g"))).isFalse();
        assertThat(permissions.mayDeliver(bytes("s.secret"), null)).isFalse();
        assertThat(permissions.mayDeliver(bytes("s.secret"), bytes("h"))).isFalse();
        assertThat(permissions.mayDeliver(bytes("s.ok"), bytes("g"))).isTrue();
    }

    @Test
    void aPlainDenyCannotBeLiftedByAQueueEntry() {
        Permissions permissions =
                Permissions.builder().subscribeDeny(List.of("a", "a g")).build();

        assertThat(maySubscribe(permissions, "a h")).isFalse();
        assertThat(permissions.mayDeliver(bytes("a"), bytes("h"))).isFalse();
    }

    @Test
    void aTailInTheMiddleIsAnOrdinaryTokenForStarsOnly() {
        Permissions permissions =
                Permissions.builder().subscribeAllow(List.of("a.*.b")).build();

        assertThat(maySubscribe(permissions, "a.>.b")).isTrue();
        assertThat(maySubscribe(permissions, "a.x.b")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a..b", "a.>.b", ".", "a b c"})
    void invalidPublishEntriesAreRefused(String entry) {
        Permissions.Builder builder = Permissions.builder();

        assertThatThrownBy(() -> builder.publishAllow(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("subject \"" + entry + "\" is not a valid subject");
        assertThatThrownBy(() -> builder.publishDeny(List.of(entry))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "a b c, subject \"a b c\" is not a valid subject",
        "a. q, subject \"a.\" is not a valid subject",
        "a q..r, queue \"q..r\" is not a valid queue"
    })
    void invalidSubscribeEntriesAreRefused(String entry, String message) {
        Permissions.Builder builder = Permissions.builder();

        assertThatThrownBy(() -> builder.subscribeAllow(List.of(entry))).hasMessage(message);
        assertThatThrownBy(() -> builder.subscribeDeny(List.of(entry))).hasMessage(message);
    }

    @Test
    void blankEntriesAreSkippedButKeepTheListRestricting() {
        Permissions permissions =
                Permissions.builder().subscribeAllow(List.of("  ", "\t")).build();

        assertThat(maySubscribe(permissions, "a")).isFalse();
    }

    @Test
    void setsAreEqualByValueWhateverTheOrder() {
        Permissions one = Permissions.builder()
                .publishAllow(List.of("a", "b.*"))
                .subscribeDeny(List.of("x q", "x"))
                .responses(ResponsePermission.DEFAULT)
                .build();
        Permissions other = Permissions.builder()
                .responses(ResponsePermission.of(1, Duration.ofMinutes(2)))
                .subscribeDeny(List.of("x", "x  q", "x"))
                .publishAllow(List.of("b.*", "a"))
                .build();

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    }

    @Test
    void setsThatDifferAnywhereAreNotEqual() {
        assertThat(Permissions.builder().publishAllow(List.of("a")).build())
                .isNotEqualTo(Permissions.builder().publishDeny(List.of("a")).build())
                .isNotEqualTo(Permissions.builder().publishAllow(List.of("b")).build())
                .isNotEqualTo(Permissions.builder().publishAllow(List.of()).build())
                .isNotEqualTo(Permissions.UNRESTRICTED);
    }

    @Test
    void aLongListFindsEveryOneOfItsEntriesAndNothingElse() {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            entries.add("device." + i + ".state");
        }
        Permissions permissions = Permissions.builder().publishAllow(entries).build();

        for (String entry : entries) {
            assertThat(permissions.mayPublish(bytes(entry))).isTrue();
        }
        assertThat(permissions.mayPublish(bytes("device.2000.state"))).isFalse();
        assertThat(permissions.mayPublish(bytes("device.7.config"))).isFalse();
    }

    @Test
    void tokensWithTheSameHashAreKeptApart() {
        Permissions permissions =
                Permissions.builder().publishAllow(List.of("Aa", "x.BB")).build();

        assertThat(permissions.mayPublish(bytes("Aa"))).isTrue();
        assertThat(permissions.mayPublish(bytes("BB"))).isFalse();
        assertThat(permissions.mayPublish(bytes("x.BB"))).isTrue();
        assertThat(permissions.mayPublish(bytes("x.Aa"))).isFalse();
    }

    @Test
    void veryLongEntriesAreDecidedWithoutDeepRecursion() {
        String stars = "*.".repeat(200_000) + "*";
        String literals = "a.".repeat(200_000) + "a";
        Permissions permissions =
                Permissions.builder().subscribeAllow(List.of(stars, literals)).build();

        assertThat(maySubscribe(permissions, literals)).isTrue();
        assertThat(maySubscribe(permissions, ">")).isFalse();
        assertThat(permissions.mayDeliver(bytes(literals), null)).isTrue();
    }

    private static boolean maySubscribe(Permissions permissions, String subscription) {
        return permissions.maySubscribe(subject(subscription), queue(subscription));
    }

    private static List<String> list(String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    private static byte[] subject(String subscription) {
        return bytes(subscription.split(" ", -1)[0]);
    }

    private static byte[] queue(String subscription) {
        String[] parts = subscription.split(" ", -1);
        return parts.length == 1 ? null : bytes(parts[1]);
    }

    private static byte[] bytes(String text) {
        return Subject.bytes(text);
    }
}
