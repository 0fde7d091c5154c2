package dev.midge.server.account;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The accounts of one server by name. Threads: any. */
public final class Accounts {

    /** Where clients are that no account claims. */
    public static final String GLOBAL = "$G";

    /** The server's own; there unless another one is configured to be it. */
    public static final String SYSTEM = "$SYS";

    private final ConcurrentHashMap<String, Account> byName = new ConcurrentHashMap<>();
    private final Account global = new Account(GLOBAL);

    public Accounts() {
        byName.put(GLOBAL, global);
        byName.put(SYSTEM, new Account(SYSTEM));
    }

    public Account global() {
        return global;
    }

    /** The account of that name, made when it is new. */
    public Account named(String name) {
        Account known = byName.get(name);
        return known != null ? known : byName.computeIfAbsent(name, Account::new);
    }

    /** Whether there is an account of that name. */
    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** What the subscriptions of one account amount to, or of all with null. */
    public InterestFigures interest(@Nullable String name) {
        InterestFigures sum = InterestFigures.NONE;
        for (Account account : byName.values()) {
            if (name == null || account.name().equals(name)) {
                sum = sum.plus(account.interest());
            }
        }
        return sum;
    }

    /** Subscriptions in force in all accounts. */
    public int subscriptionCount() {
        return interest(null).subscriptions();
    }
}
