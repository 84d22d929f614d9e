package dev.profileguard.sandbox.command.explain.reader;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The region of a printed failure: the only one that the text names in the failure or shortly
/// before it, or the only one that the text names at all.
final class Region {
    private static final int NEAR = 300;

    private static final Pattern NAME =
            Pattern.compile(
                    "(?<![\\w-])(?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov|-iso[a-z]?)?"
                            + "-(?:north|south|east|west|central|northeast|southeast|northwest"
                            + "|southwest)-\\d(?![\\w])");

    private final String text;
    private final String only;

    Region(String text) {
        this.text = text;
        this.only = onlyOne(text);
    }

    /// The region of one failure; empty: the text names none, or several of which none is near.
    ///
    /// @param floor the end of the failure before
    /// @param from the start of the failure in the text
    /// @param to its end
    String of(int floor, int from, int to) {
        String near = onlyOne(text.substring(Math.max(floor, from - NEAR), Math.max(from, to)));
        return near.isEmpty() ? only : near;
    }

    private static String onlyOne(String part) {
        Set<String> regions = new LinkedHashSet<>();
        Matcher match = NAME.matcher(part);
        while (match.find() && regions.size() < 2) {
            regions.add(match.group());
        }
        return regions.size() == 1 ? regions.iterator().next() : "";
    }
}
