package dev.profileguard.page;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a page shows: the result of a sweep over an account.
///
/// @param part of a sweep in several invocations, such as `part 2`; empty: all of it
/// @param account the number of the account; of a demo: not shown
/// @param made when the sweep ran
/// @param notes sentences about the whole report, such as what the recording lacks
/// @param numbers what was counted, by its label, in reading order
/// @param decisions the number of outcomes by function and decision
/// @param entries the roles and profiles that matter: with a change, a finding or a failure
/// @param charts numbers over time
public record PageReport(
        PageKind kind,
        String part,
        String account,
        Instant made,
        List<String> notes,
        Map<String, Integer> numbers,
        Map<String, Map<String, Integer>> decisions,
        List<PageEntry> entries,
        List<PageChart> charts) {
    /// The same with these charts after the others.
    public PageReport with(List<PageChart> more) {
        return new PageReport(
                kind,
                part,
                account,
                made,
                notes,
                numbers,
                decisions,
                entries,
                Stream.concat(charts.stream(), more.stream()).toList());
    }

    /// What the account has, as numbers of a page.
    public static Map<String, Integer> counted(int roles, int profiles) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        numbers.put("instance profiles", profiles);
        numbers.put("roles", roles);
        return numbers;
    }

    /// Such as `account 123456789012`.
    String place() {
        return kind.isOfAnAccount() ? "account " + account : "sandbox accounts";
    }

    /// Such as `Plan, part 2`.
    String title() {
        return part.isEmpty() ? kind.title() : "%s, %s".formatted(kind.title(), part);
    }
}
