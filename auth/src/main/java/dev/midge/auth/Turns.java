package dev.midge.auth;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that wait, and whose turn it is: the network's that owes least, and in it the address's that owes least; of those
 * that owe the same, the one that has waited longest.
 *
 * <p>A turn is a debt for a while, of the network and of the address ({@link Debts}). So one network with all its addresses
 * delays another by one job, and thousands that have had their turn before do not delay one that has not. Whose turns were
 * put to good use owes nothing ({@link #forgive}), however many they were.
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
        Map.Entry<String, Network<J>> network = leastIndebted(networks, now);
        Map.Entry<String, ArrayDeque<J>> address = leastIndebted(network.getValue().addresses, now);
        J job = address.getValue().removeFirst();
        removed(network, address);
        putLast(network.getValue().addresses, address);
        putLast(networks, network);
        debts.charge(network.getKey(), now);
        debts.charge(address.getKey(), now);
        return job;
    }

    private <Q> Map.Entry<String, Q> leastIndebted(Map<String, Q> queues, long now) {
        Map.Entry<String, Q> least = null;
        long leastNanos = 0;
        for (Map.Entry<String, Q> entry : queues.entrySet()) {
            long nanos = debts.nanos(entry.getKey(), now);
            if (least == null || nanos < leastNanos) {
                least = entry;
                leastNanos = nanos;
            }
        }
        if (least == null) {
            throw new NoSuchElementException("nothing waits");
        }
        return Map.entry(least.getKey(), least.getValue()); // a copy: the map changes
    }

    /** The turn that this origin has had was somebody's who belongs here: it is no debt. */
    void forgive(Origin origin, long now) {
        debts.forgive(origin.network(), now);
        debts.forgive(origin.address(), now);
    }

    /** Behind the others that owe as much, if it still waits. */
    private static <Q> void putLast(Map<String, Q> queues, Map.Entry<String, Q> queue) {
        if (queues.remove(queue.getKey()) != null) {
            queues.put(queue.getKey(), queue.getValue());
        }
    }

    /**
     * Makes room for a job of this origin, at the cost of the network that has more jobs than the origin's would have, or
     * as many and a larger debt; or, where no other network has, of the address in its own. Returns the newest job there,
     * which is out, or null when nobody has less of a claim.
     */
    @Nullable
    J displaceFor(Origin origin, long now) {
        Network<J> own = networks.get(origin.network());
        Map.Entry<String, Network<J>> other =
                heaviest(networks, network -> network.size, origin.network(), own == null ? 0 : own.size, now);
        if (other != null) {
            return removeNewest(other, heaviest(other.getValue().addresses, ArrayDeque::size, "", -1, now));
        }
        if (own == null) {
            return null;
        }
        ArrayDeque<J> queue = own.addresses.get(origin.address());
        int size = queue == null ? 0 : queue.size();
        return removeNewest(
                Map.entry(origin.network(), own),
                heaviest(own.addresses, ArrayDeque::size, origin.address(), size, now));
    }

    /** Who has most jobs, or as many and owes more, compared with a newcomer that would have one more than now. */
    private <Q> Map.@Nullable Entry<String, Q> heaviest(
            Map<String, Q> queues, ToIntFunction<Q> size, String newcomer, int newcomersSize, long now) {
        Map.Entry<String, Q> heaviest = null;
        int most = newcomersSize + 1;
        long mostNanos = debts.nanos(newcomer, now);
        for (Map.Entry<String, Q> entry : queues.entrySet()) {
            int jobs = size.applyAsInt(entry.getValue());
            long nanos = debts.nanos(entry.getKey(), now);
            if (jobs > most || (jobs == most && nanos > mostNanos)) {
                heaviest = entry;
                most = jobs;
                mostNanos = nanos;
            }
        }
        return heaviest == null ? null : Map.entry(heaviest.getKey(), heaviest.getValue());
    }

    private @Nullable J removeNewest(
            Map.Entry<String, Network<J>> network, Map.@Nullable Entry<String, ArrayDeque<J>> address) {
        if (address == null) {
            return null;
        }
        J job = address.getValue().removeLast();
        removed(network, address);
        return job;
    }

    private void removed(Map.Entry<String, Network<J>> network, Map.Entry<String, ArrayDeque<J>> address) {
        Network<J> queues = network.getValue();
        queues.size--;
        size--;
        if (address.getValue().isEmpty()) {
            queues.addresses.remove(address.getKey());
        }
        if (queues.size == 0) {
            networks.remove(network.getKey());
        }
    }
}
