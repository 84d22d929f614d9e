package dev.profileguard.sweep.page;

import dev.profileguard.finding.Rule;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.page.PageKind;
import dev.profileguard.page.PageLine;
import dev.profileguard.page.PageLines;
import dev.profileguard.page.PageReport;
import dev.profileguard.page.PageState;
import dev.profileguard.page.PageTrend;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.state.trend.SweepTrend;
import dev.profileguard.state.trend.SweptPoint;
import dev.profileguard.state.usage.StoredUsage;
import dev.profileguard.sweep.AccountSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One invocation of a sweep as a page.
///
/// Not thread-safe.
public final class SweepPage {
    private static final String PARTS =
            "The sweep took several invocations, and each wrote a page of its own part. One page of"
                    + " all: './guard plan' or './guard sweep' with --follow, the ARN of the"
                    + " execution, and --report FILE";

    private final PageKind kind;
    private final ReportedState states;
    private final Map<String, PageState> before = new HashMap<>();
    private final PageLines lines = new PageLines();
    private final int roles;
    private final int profiles;

    /// @param usages what used the profiles when a sweep looked, by the name of the profile in
    ///   lower case
    public SweepPage(PageKind kind, AccountSnapshot snapshot, Map<String, StoredUsage> usages) {
        this.kind = kind;
        this.states = new ReportedState(snapshot, usages);
        this.roles = snapshot.roles().size();
        this.profiles = snapshot.profiles().size();
    }

    /// Adds an outcome.
    ///
    /// @param rule the rule's name in requests, such as `guard`
    /// @return the state of its role or profile as JSON values, for the report; null: all is well,
    ///   or it is about something else
    public @Nullable Map<String, @Nullable Object> add(String rule, Outcome outcome) {
        String subject = outcome.subject();
        if (subject == null || !Subject.isSubject(subject)) {
            return null;
        }
        PageLine line = PagedOutcome.of(rule, subject, outcome);
        if (!line.matters()) {
            return null;
        }
        PageState state = state(Subject.parse(subject), outcome);
        lines.add(line.in(state));
        return ReportedState.json(state);
    }

    private PageState state(Subject subject, Outcome outcome) {
        List<Action> actions = outcome.actions().stream().map(PerformedAction::action).toList();
        PageState kept = before.get(subject.key());
        PageState state = kept == null ? states.of(subject, actions) : kept;
        if (kind == PageKind.PLAN) {
            keep(actions);
        }
        return state;
    }

    /// Keeps what is there of everything that planned actions concern. After that, the snapshot
    /// shows it as if they were performed.
    public void keep(List<Action> planned) {
        planned.stream()
                .flatMap(SweepPage::concerned)
                .forEach(each ->
                        before.computeIfAbsent(each.key(), any -> states.of(each, planned)));
    }

    private static Stream<Subject> concerned(Action action) {
        Subject subject = Subject.parse(action.subject());
        return switch (action) {
            case Action.AddRole(ProfileName _, RoleName role) ->
                    Stream.of(subject, new Subject.OfRole(role));
            case Action.RemoveRole(ProfileName _, RoleName role) ->
                    Stream.of(subject, new Subject.OfRole(role));
            case Action.CreateProfile _,
                    Action.DeleteProfile _,
                    Action.TagProfile _,
                    Action.UntagProfile _,
                    Action.TagRole _,
                    Action.UpdateTrustPolicy _,
                    Action.AttachPolicy _ ->
                    Stream.of(subject);
            case Action.AssociateInstance _ -> Stream.of();
        };
    }

    /// How many roles and profiles the account has.
    public Map<String, Integer> listed() {
        Map<String, Integer> listed = new LinkedHashMap<>();
        listed.put("roles", roles);
        listed.put("profiles", profiles);
        return listed;
    }

    /// The page of what was added.
    ///
    /// @param part the number of the invocation, from 1
    /// @param isWhole whether the invocation went through everything
    /// @param counts the number of outcomes of this invocation by rule and decision
    /// @param faults what keeps events from the functions
    /// @param trend the last sweeps
    public PageReport report(
            String account,
            Instant made,
            int part,
            boolean isWhole,
            Map<String, Map<String, Integer>> counts,
            List<String> faults,
            SweepTrend trend) {
        List<String> notes = new ArrayList<>(faults);
        if (!isWhole) {
            notes.add(PARTS);
        }
        return new PageReport(
                kind,
                isWhole ? "" : "part %d".formatted(part),
                account,
                made,
                notes,
                PageReport.counted(roles, profiles),
                byFunction(counts),
                lines.entries(),
                PageTrend.of(trend.points().stream().map(SweptPoint::json).toList()));
    }

    private static Map<String, Map<String, Integer>> byFunction(
            Map<String, Map<String, Integer>> total) {
        Map<String, Map<String, Integer>> byFunction = new LinkedHashMap<>();
        total.forEach((rule, decisions) -> byFunction.put(Rule.inSweeps(rule).text(), decisions));
        return byFunction;
    }
}
