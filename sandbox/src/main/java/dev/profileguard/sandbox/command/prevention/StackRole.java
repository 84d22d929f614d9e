package dev.profileguard.sandbox.command.prevention;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// A role of the stack. Its name in the template is this with `Role`.
enum StackRole {
    PROFILE_GUARD("ProfileGuard", Use.EDITS_PROFILES),
    PROFILE_PROVISIONER("ProfileProvisioner", Use.EDITS_PROFILES),
    TAG_ENFORCER("TagEnforcer", Use.EDITS_PROFILES),
    NODE_ROLE_CHECK("NodeRoleCheck", Use.WORKS),
    FAILURE_ADVISOR("FailureAdvisor", Use.WORKS),
    PROFILE_ROTATION("ProfileRotation", Use.EDITS_PROFILES),
    /// The role in the canary's profile. Nobody can assume it.
    CANARY_PROFILE("CanaryProfile", Use.NONE),
    CANARY("Canary", Use.EDITS_PROFILES),
    BACKFILL("Backfill", Use.EDITS_PROFILES),
    RULES("Rules", Use.WORKS),
    SCHEDULES("Schedules", Use.WORKS),
    SWEEP_LOOP("SweepLoop", Use.WORKS),
    ORGANIZATION_SWEEP("OrganizationSweep", Use.WORKS),
    DEPLOYMENT("Deployment", Use.MOVES_ALIASES);

    /// What a role is for.
    private enum Use {
        NONE,
        /// It uses the functions, queues and tables.
        WORKS,
        /// It also edits profiles.
        EDITS_PROFILES,
        /// It uses the functions, and moves their aliases to new versions.
        MOVES_ALIASES
    }

    private final String text;
    private final Use use;

    StackRole(String text, Use use) {
        this.text = text;
        this.use = use;
    }

    /// Such as `ProfileGuard`.
    String text() {
        return text;
    }

    /// Those that only AWS services assume.
    static List<StackRole> ofServices() {
        return Arrays.stream(values()).filter(each -> each != ORGANIZATION_SWEEP).toList();
    }

    /// Those that edit profiles.
    static List<StackRole> editors() {
        return with(Use.EDITS_PROFILES);
    }

    /// Those that pass roles to EC2, or change trust policies.
    static List<StackRole> passers() {
        return Stream.concat(editors().stream(), Stream.of(NODE_ROLE_CHECK)).toList();
    }

    /// Those that use the stack's functions, queues and tables.
    static List<StackRole> users() {
        return Arrays.stream(values()).filter(each -> each.use != Use.NONE).toList();
    }

    /// Those that change the stack's resources.
    static List<StackRole> changers() {
        return with(Use.MOVES_ALIASES);
    }

    private static List<StackRole> with(Use use) {
        return Arrays.stream(values()).filter(each -> each.use == use).toList();
    }
}
