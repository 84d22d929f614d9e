package dev.profileguard.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a page shows: the result of a sweep over an account.
///
/// @param part of a sweep in several invocations, such as `part 2`; empty: all of it
/// @param account the number of the account
/// @param made when the sweep ran
/// @param notes sentences about the whole report, such as what the recording lacks
/// @param roles the number of roles in the account
/// @param profiles the number of instance profiles in the account
/// @param decisions the number of outcomes by function and decision
/// @param entries the roles and profiles that matter: with a change, a finding or a failure
/// @param charts numbers over time
public record PageReport(
        PageKind kind,
        String part,
        String account,
        Instant made,
        List<String> notes,
        int roles,
        int profiles,
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
                roles,
                profiles,
                decisions,
                entries,
                Stream.concat(charts.stream(), more.stream()).toList());
    }

    /// Such as `Plan, part 2`.
    String title() {
        return part.isEmpty() ? kind.title() : "%s, %s".formatted(kind.title(), part);
    }
}
