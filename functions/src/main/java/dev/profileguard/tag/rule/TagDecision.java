package dev.profileguard.tag.rule;

import dev.profileguard.reconcile.Decision;

/// What TagEnforcer decides about the tags of a role or profile.
public enum TagDecision implements Decision {
    /// The tags are as the rules want them.
    COMPLIANT("compliant"),
    /// Tags were set or removed, or would be.
    TAGGED("tagged"),
    /// Tags are not as the rules want them, and no write can help.
    CANNOT_TAG("cannot-tag"),
    /// The role or profile no longer exists.
    GONE("gone");

    private final String text;

    TagDecision(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public boolean isConclusive() {
        return true;
    }

    @Override
    public boolean isNoteworthy() {
        return false;
    }
}
