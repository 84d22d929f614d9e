package dev.profileguard.noderole;

import dev.profileguard.finding.Finding;
import dev.profileguard.noderole.rule.Check;
import java.util.List;
import java.util.Objects;

/// What a check that did not succeed reports. A check without a problem fails the test.
final class CheckProblems {
    private CheckProblems() {}

    static Finding.Kind kind(Check check) {
        return Objects.requireNonNull(check.problem(), check.toString()).kind();
    }

    static List<String> todo(Check check) {
        return Objects.requireNonNull(check.problem(), check.toString()).todo();
    }
}
