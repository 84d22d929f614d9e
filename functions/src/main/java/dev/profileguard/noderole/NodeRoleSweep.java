package dev.profileguard.noderole;

import dev.profileguard.event.Call;
import dev.profileguard.finding.Rule;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.iam.TaggedType;
import dev.profileguard.lambda.Platform;
import dev.profileguard.noderole.rule.NodeRoleChange;
import dev.profileguard.noderole.rule.NodeRoleChange.Part;
import dev.profileguard.noderole.rule.ProfileChange;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Task;
import dev.profileguard.sweep.SweepRule;
import java.util.Set;

/// NodeRoleCheck's rule in a sweep.
public record NodeRoleSweep(NodeRoleSettings settings) implements SweepRule {
    /// The rule with the settings of this environment.
    ///
    /// @throws IllegalArgumentException when a setting is invalid; the message names its template
    ///   parameter
    public static NodeRoleSweep in(Platform platform) {
        return new NodeRoleSweep(NodeRoleSettings.from(platform.environment()));
    }

    @Override
    public String name() {
        return Rule.NODE_ROLE_CHECK.inSweeps();
    }

    @Override
    public Mode mode() {
        return settings.mode();
    }

    @Override
    public String modeParameter() {
        return NodeRoleSettings.MODE;
    }

    @Override
    public boolean covers(TaggedType type) {
        return true;
    }

    @Override
    public boolean readsPolicies() {
        return true;
    }

    private NodeRoleSettings of(Requester requester) {
        return switch (requester) {
            case PERSON -> settings.asRequested();
            case SCHEDULE -> settings;
        };
    }

    @Override
    public Task task(Subject subject, Requester requester, Call call) {
        return switch (subject) {
            case Subject.OfRole(RoleName role) ->
                    of(requester)
                            .role(
                                    new NodeRoleChange(
                                            role,
                                            NodeRoleChange.Clue.ALL_DECIDES,
                                            Set.of(),
                                            Set.of(Part.values()),
                                            call));
            case Subject.OfProfile(ProfileName profile) ->
                    new NodeRoleTask.OfProfile(
                            new ProfileChange(profile, null, false, call), settings.rule());
        };
    }
}
