package dev.midge.auth;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that wait, and whose turn it is: the network's that owes least, and in it the address's that owes least; of those
 * that owe the same, the one that has waited longest.
 *
 * <p>A turn is a debt for a while, of the network and of the address ({@link Debts}). So one network with all its addresses
 * delays another by one job, and thousands that have had their turn before do not delay one that has not.
 *
 * <p>Not safe for threads: guarded by the lock of its owner. A choice costs a look at each network that waits.
 *
 * @param <J> what waits
 */
final class Turns<J> {

    private final Map<String, Network<J>> networks = new LinkedHashMap<>();
    private final Debts debts = new Debts();
    private int size;

    /** The jobs of one network, by address; no queue is empty. */
    private static final class Network<J> {
        final Map<String, ArrayDeque<J>> addresses = new LinkedHashMap<>();
        int size;
    }

    int size() {
        return size;
    }

    /** Adds a job behind those of the same address. */
    void add(Origin origin, J job) {
        Network<J> network = networks.computeIfAbsent(origin.network(), name -> new Network<>());
        network.addresses
                .computeIfAbsent(origin.address(), name -> new ArrayDeque<>())
                .addLast(job);
        network.size++;
        size++;
    }

    /** Takes out the job whose turn it is; there has to be one. */
    J next(long now) {
        String networkName = leastIndebted(networks.keySet(), now);
        Network<J> network = networks.get(networkName);
        String address = leastIndebted(network.addresses.keySet(), now);
        ArrayDeque<J> queue = network.addresses.get(address);
        J job = queue.removeFirst();
        removed(networkName, network, address, queue);
        if (!queue.isEmpty()) {
            putLast(network.addresses, address, queue);
        }
        if (network.size > 0) {
            putLast(networks, networkName, network);
        }
        debts.charge(networkName, now);
        debts.charge(address, now);
        return job;
    }

    private String leastIndebted(Iterable<String> names, long now) {
        String least = "";
        long leastNanos = Long.MAX_VALUE;
        for (String name : names) {
            long nanos = debts.nanos(name, now);
            if (nanos < leastNanos) {
                least = name;
                leastNanos = nanos;
            }
        }
        return least;
    }

    /** Behind the others that owe as much. */
    private static <Q> void putLast(Map<String, Q> queues, String name, Q queue) {
        queues.remove(name);
        queues.put(name, queue);
    }

    /**
     * Makes room for a job of this origin, at the cost of the network that has more jobs than the origin's would have, or
     * as many and a larger debt; or, where no other network has, of the address in its own. Returns the newest job there,
     * which is out, or null when nobody has less of a claim.
     */
    @Nullable
    J displaceFor(Origin origin, long now) {
        Network<J> own = networks.get(origin.network());
        String other = heaviest(networks, network -> network.size, origin.network(), own == null ? 0 : own.size, now);
        if (other != null) {
            Network<J> network = networks.get(other);
            return removeNewest(other, network, heaviest(network.addresses, ArrayDeque::size, "", -1, now));
        }
        if (own == null) {
            return null;
        }
        ArrayDeque<J> queue = own.addresses.get(origin.address());
        int size = queue == null ? 0 : queue.size();
        return removeNewest(
                origin.network(), own, heaviest(own.addresses, ArrayDeque::size, origin.address(), size, now));
    }

    /** Who has most jobs, or as many and owes more, compared with a newcomer that would have one more than now. */
    private <Q> @Nullable String heaviest(
            Map<String, Q> queues, ToIntFunction<Q> size, String newcomer, int newcomersSize, long now) {
        String heaviest = null;
        int most = newcomersSize + 1;
        long mostNanos = debts.nanos(newcomer, now);
        for (Map.Entry<String, Q> entry : queues.entrySet()) {
            int jobs = size.applyAsInt(entry.getValue());
            long nanos = debts.nanos(entry.getKey(), now);
            if (jobs > most || (jobs == most && nanos > mostNanos)) {
                heaviest = entry.getKey();
                most = jobs;
                mostNanos = nanos;
            }
        }
        return heaviest;
    }

    private @Nullable J removeNewest(String networkName, Network<J> network, @Nullable String address) {
        if (address == null) {
            return null;
        }
        ArrayDeque<J> queue = network.addresses.get(address);
        J job = queue.removeLast();
        removed(networkName, network, address, queue);
        return job;
    }

    private void removed(String networkName, Network<J> network, String address, ArrayDeque<J> queue) {
        network.size--;
        size--;
        if (queue.isEmpty()) {
            network.addresses.remove(address);
        }
        if (network.size == 0) {
            networks.remove(networkName);
        }
    }
}
