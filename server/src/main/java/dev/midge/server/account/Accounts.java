package dev.midge.server.account;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The accounts of one server by name. Threads: any. */
public final class Accounts {

    /** Where clients are that no account claims. */
    public static final String GLOBAL = "$G";

    /** The name of the server's own, unless another one is configured to be it. */
    public static final String SYSTEM = "$SYS";

    private final ConcurrentHashMap<String, Account> byName = new ConcurrentHashMap<>();
    private final Account global;

    private final @Nullable String systemName;

    /** The global account and that of the server. */
    public Accounts() {
        this(SYSTEM);
    }

    /** The global account, and the one of that name for the server; null: the server has none. */
    public Accounts(@Nullable String systemName) {
        this.systemName = systemName;
        global = new Account(GLOBAL, GLOBAL.equals(systemName));
        byName.put(GLOBAL, global);
        if (systemName != null && !GLOBAL.equals(systemName)) {
            byName.put(systemName, new Account(systemName, true));
        }
    }

    public Account global() {
        return global;
    }

    /** The name of the server's own account; null when it has none. */
    public @Nullable String systemName() {
        return systemName;
    }

    /** The account of that name, made when it is new. */
    public Account named(String name) {
        Account known = byName.get(name);
        return known != null ? known : byName.computeIfAbsent(name, Account::new);
    }

    /** A reload has given every account its settings, the same ones perhaps. */
    public void touch() {
        byName.values().forEach(Account::touch);
    }

    /** Forgets an account in which nobody is; not the global one, nor that of the server. */
    public void removeUnused(String name) {
        if (!name.equals(GLOBAL) && !name.equals(systemName)) {
            byName.computeIfPresent(name, (key, account) -> account.connectionCount() == 0 ? null : account);
        }
    }

    /** Whether it is the one of its name, and not one that was {@link #removeUnused removed}. */
    public boolean isInUse(Account account) {
        return byName.get(account.name()) == account;
    }

    /** Whether there is an account of that name. */
    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** The account of that name; null when there is none. */
    public @Nullable Account find(String name) {
        return byName.get(name);
    }

    /** Every account, in the order of their names. */
    public List<Account> all() {
        List<Account> all = new ArrayList<>(byName.values());
        all.sort(Comparator.comparing(Account::name));
        return all;
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
