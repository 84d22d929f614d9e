package dev.profileguard.noderole.rule;

import dev.profileguard.reconcile.Decision;

/// What NodeRoleCheck decides.
public enum NodeRoleDecision implements Decision {
    /// The node role has everything that nodes need.
    RIGHT("node-role-right", true),
    /// Something about the node role is wrong, or should be otherwise.
    WRONG("node-role-wrong", true),
    /// Nothing shows that nodes use the role.
    NOT_A_NODE_ROLE("not-a-node-role", true),
    /// Nothing that this event can change shows that nodes use the role. A sweep looks at the rest.
    NOT_KNOWN_AS_NODE_ROLE("not-known-as-node-role", false),
    /// The role or profile no longer exists, or the profile is empty.
    GONE("gone", true),
    /// EC2 may assume the role in the profile.
    PROFILE_USABLE("profile-usable", true),
    /// EC2 may not assume the role in the profile.
    PROFILE_USELESS("profile-useless", true);

    private final String text;
    private final boolean conclusive;

    NodeRoleDecision(String text, boolean conclusive) {
        this.text = text;
        this.conclusive = conclusive;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public boolean isConclusive() {
        return conclusive;
    }

    @Override
    public boolean isNoteworthy() {
        return this == WRONG || this == PROFILE_USELESS;
    }
}
