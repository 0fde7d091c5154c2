package dev.midge.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountTrafficTest {

    private final Router router = new Router(0, false, 1, () -> {});
    private final Account one = new Account("one");
    private final Account two = new Account("two");

    @Test
    void whatComesInIsPutDownToTheAccountOfThePublisher() {
        router.note(router.routes(one), 3, 30);
        router.note(router.routes(two), 1, 7);
        router.note(router.routes(one), 2, 20);

        assertThat(router.traffic())
                .containsOnlyKeys(one, two)
                .containsEntry(one, new AccountTraffic(5, 50, 0, 0))
                .containsEntry(two, new AccountTraffic(1, 7, 0, 0));
    }

    @Test
    void figuresOfLoopsAddUp() {
        AccountTraffic sum = new AccountTraffic(1, 2, 3, 4).plus(new AccountTraffic(10, 20, 30, 40));

        assertThat(sum).isEqualTo(new AccountTraffic(11, 22, 33, 44));
        assertThat(sum.plus(AccountTraffic.NONE)).isEqualTo(sum);
    }
}
