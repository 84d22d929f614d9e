package dev.profileguard.bench;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What an event cost, as the process that handled it says.
///
/// @param millis wall time of the event
/// @param cpu of all threads for it, in milliseconds
/// @param kilobytes that its thread allocated; 0 from Python
/// @param cpuSoFar of the process since its start, in milliseconds
/// @param peakMegabytes the most memory that the process has had
record Cost(double millis, double cpu, double kilobytes, double cpuSoFar, double peakMegabytes) {
    private static final String HANDLED = "handled ";

    /// How a process prints it.
    String line() {
        return HANDLED
                + millis
                + " "
                + cpu
                + " "
                + kilobytes
                + " "
                + cpuSoFar
                + " "
                + peakMegabytes;
    }

    static boolean isIn(String line) {
        return line.startsWith(HANDLED);
    }

    /// @param line as [#line()] gives it
    static Cost of(String line) {
        String[] words = line.split(" ", -1);
        return new Cost(
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]),
                Double.parseDouble(words[4]),
                Double.parseDouble(words[5]));
    }

    static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
        return all.stream()
                .map(figure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList()
                .get(all.size() / 2);
    }

    /// CPU time is read in small parts, so a mean of many says more than a median.
    static double meanCpu(List<Cost> all) {
        return all.stream().mapToDouble(Cost::cpu).average().orElse(0);
    }
}
