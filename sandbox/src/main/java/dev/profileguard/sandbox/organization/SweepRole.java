package dev.profileguard.sandbox.organization;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.iam.policy.RoleTrust;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.Role;

/// The role `OrganizationSweepRole` of each account: only the state machine [SweepAll] may assume
/// it, and it may only start the sweep of the account.
///
/// @param path of the roles of Profile Guard
/// @param prefix of their names
/// @param sweeper the ARN of the role of [SweepAll]
record SweepRole(String path, String prefix, String sweeper) {
    /// The role in an account, if it is there and lets the state machine assume it.
    Optional<Role> in(Sandbox member) {
        return member.account()
                .role(name())
                .filter(role -> RoleTrust.letsRole(role.assumeRolePolicyDocument(), sweeper));
    }

    String arn(String account) {
        return new Stack(account).iamArn("role%s%s".formatted(path, name()));
    }

    /// The ARN of the state machine that sweeps an account.
    String machine(String account) {
        return new Stack(account).arn("states", "stateMachine:%sSweep".formatted(prefix));
    }

    private String name() {
        return prefix + "OrganizationSweep";
    }
}
