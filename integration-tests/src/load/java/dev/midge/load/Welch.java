package dev.midge.load;

/** Welch's t: how sure it is that two series of measurements have different means, in standard errors. */
final class Welch {

    private Welch() {}

    /** Positive when the first mean is larger; NaN with fewer than two values on a side or none that differ. */
    static double t(double[] first, double[] second) {
        double error = variance(first) / first.length + variance(second) / second.length;
        return (mean(first) - mean(second)) / Math.sqrt(error);
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / (values.length - 1);
    }
}
