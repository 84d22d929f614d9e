package dev.profileguard.bench;

import java.util.HashMap;
import java.util.Map;

/// What a process printed: figures by their names.
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
            throw new IllegalStateException("The process failed: " + output);
        }
        return new Figures(values);
    }

    double of(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("There is no figure " + name);
        }
        return value;
    }
}
