package dev.profileguard.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What processes printed: figures by their names.
record Figures(Map<String, Double> values) {
    /// Those in the lines `figure NAME VALUE` of an output.
    ///
    /// @throws IllegalStateException if there are none
    static Figures in(String output) {
        Map<String, Double> values = new HashMap<>();
        output.lines()
                .filter(line -> line.startsWith("figure "))
                .map(line -> line.split(" ", -1))
                .forEach(words -> values.put(words[1], Double.parseDouble(words[2])));
        if (values.isEmpty()) {
            throw new IllegalStateException("The function failed: " + output);
        }
        return new Figures(values);
    }

    /// The median of each figure.
    static Figures medians(List<Figures> all) {
        Set<String> names = all.getFirst().values().keySet();
        Map<String, Double> medians = new HashMap<>();
        for (String name : names) {
            List<Double> sorted = all.stream().map(each -> each.of(name)).sorted().toList();
            medians.put(name, sorted.get(sorted.size() / 2));
        }
        return new Figures(medians);
    }

    double of(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("There is no figure " + name);
        }
        return value;
    }
}
