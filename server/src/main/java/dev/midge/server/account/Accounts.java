package dev.midge.server.account;

import java.util.concurrent.ConcurrentHashMap;

/** The accounts of one server by name. Threads: any. */
public final class Accounts {

    /** Where clients are that no account claims. */
    public static final String GLOBAL = "$G";

    private final ConcurrentHashMap<String, Account> byName = new ConcurrentHashMap<>();
    private final Account global = new Account(GLOBAL);

    public Accounts() {
        byName.put(GLOBAL, global);
    }

    public Account global() {
        return global;
    }

    /** The account of that name, made when it is new. */
    public Account named(String name) {
        Account known = byName.get(name);
        return known != null ? known : byName.computeIfAbsent(name, Account::new);
    }

    /** Subscriptions in force in all accounts. */
    public int subscriptionCount() {
        int count = 0;
        for (Account account : byName.values()) {
            count += account.subscriptionCount();
        }
        return count;
    }
}
