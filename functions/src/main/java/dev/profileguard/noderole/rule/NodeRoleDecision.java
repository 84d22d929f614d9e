package dev.profileguard.noderole.rule;

import dev.profileguard.reconcile.Decision;

/// What NodeRoleCheck decides.
public enum NodeRoleDecision implements Decision {
    /// The node role has everything that nodes need.
    RIGHT("node-role-right"),
    /// Something about the node role is wrong, or should be otherwise.
    WRONG("node-role-wrong"),
    /// Something about the node role was wrong, and was repaired.
    REPAIRED("node-role-repaired"),
    /// CloudTrail does not show yet what a repair would rest on.
    NOT_YET("not-yet"),
    /// Nothing shows that nodes use the role.
    NOT_A_NODE_ROLE("not-a-node-role"),
    /// The role or profile no longer exists, or the profile is empty.
    GONE("gone"),
    /// EC2 may assume the role in the profile.
    PROFILE_USABLE("profile-usable"),
    /// EC2 may not assume the role in the profile.
    PROFILE_USELESS("profile-useless");

    private final String text;

    NodeRoleDecision(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public boolean isConclusive() {
        return this != NOT_YET;
    }

    @Override
    public boolean isNoteworthy() {
        return this == WRONG || this == REPAIRED || this == PROFILE_USELESS;
    }
}
