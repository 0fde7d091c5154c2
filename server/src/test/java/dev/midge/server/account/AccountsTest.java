package dev.midge.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AccountsTest {

    @Test
    void thereIsAlwaysAGlobalAccountAndMostlyOneOfTheServer() {
        Accounts accounts = new Accounts();

        assertThat(accounts.global().name()).isEqualTo("$G");
        assertThat(accounts.global().isSystem()).isFalse();
        assertThat(accounts.systemName()).isEqualTo("$SYS");
        assertThat(accounts.named("$SYS").isSystem()).isTrue();
        assertThat(accounts.named("A").isSystem()).isFalse();
        assertThat(accounts.named("A")).isSameAs(accounts.named("A"));
    }

    @Test
    void anotherAccountMayBeTheServersOrNone() {
        Accounts accounts = new Accounts("ADM");

        assertThat(accounts.has("$SYS")).isFalse();
        assertThat(accounts.named("ADM").isSystem()).isTrue();
        assertThat(new Accounts("$G").global().isSystem()).isTrue();
        assertThat(new Accounts(null).has("$SYS")).isFalse();
        assertThat(new Accounts(null).systemName()).isNull();
    }

    @Test
    void anAccountTakesNoMoreThanItMay() {
        Account account = new Account("A");
        account.maxConnections(2);

        assertThat(account.enter()).isTrue();
        assertThat(account.enter()).isTrue();
        assertThat(account.enter()).isFalse();
        assertThat(account.connectionCount()).isEqualTo(2);
        account.leave();
        assertThat(account.enter()).isTrue();
        account.maxConnections(0);
        account.leave();
        account.leave();
        assertThat(account.enter()).isFalse();
        account.maxConnections(-1);
        assertThat(account.enter()).isTrue();
    }

    @Test
    void threadsThatEnterAtOnceDoNotPassTheLimit() throws InterruptedException {
        Account account = new Account("A");
        account.maxConnections(50);
        AtomicInteger entered = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            threads.execute(() -> {
                for (int k = 0; k < 100; k++) {
                    entered.addAndGet(account.enter() ? 1 : 0);
                }
            });
        }
        threads.shutdown();

        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(entered).hasValue(50);
        assertThat(account.connectionCount()).isEqualTo(50);
    }
}
