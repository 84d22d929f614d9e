package dev.profileguard.sandbox.command.explain.reader;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The region of a printed failure: the only one that the text names in the failure or shortly
/// before it, or the only one that the text names at all.
///
/// @param floor the end of the failure before
/// @param from the start of the failure in the text
/// @param to its end
record Region(String text, int floor, int from, int to) {
    private static final int NEAR = 300;

    private static final Pattern NAME =
            Pattern.compile(
                    "(?<![\\w-])(?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov|-iso[a-z]?)?"
                            + "-(?:north|south|east|west|central|northeast|southeast|northwest"
                            + "|southwest)-\\d(?![\\w])");

    /// Empty: the text names none, or several of which none is near.
    String found() {
        Set<String> near = in(text.substring(Math.max(floor, from - NEAR), Math.max(from, to)));
        Set<String> all = near.size() == 1 ? near : in(text);
        return all.size() == 1 ? all.iterator().next() : "";
    }

    private static Set<String> in(String part) {
        Set<String> regions = new LinkedHashSet<>();
        Matcher match = NAME.matcher(part);
        while (match.find() && regions.size() < 2) {
            regions.add(match.group());
        }
        return regions;
    }
}
