package dev.midge.server.account;

/**
 * What a list of subscriptions has seen.
 *
 * @param subscriptions in force
 * @param inserts since the account was made
 * @param removes since the account was made
 */
public record InterestFigures(int subscriptions, long inserts, long removes) {

    public static final InterestFigures NONE = new InterestFigures(0, 0, 0);

    /** The figures of two lists together. */
    public InterestFigures plus(InterestFigures other) {
        return new InterestFigures(
                subscriptions + other.subscriptions, inserts + other.inserts, removes + other.removes);
    }
}
