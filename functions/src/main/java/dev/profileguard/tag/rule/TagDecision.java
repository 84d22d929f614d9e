package dev.profileguard.tag.rule;

import dev.profileguard.reconcile.Decision;

/// TagEnforcer's decisions about the tags of a role or profile.
public enum TagDecision implements Decision {
    /// The tags comply with the rules.
    COMPLIANT("compliant"),
    /// Tags were set or removed, or would be.
    TAGGED("tagged"),
    /// The tags do not comply with the rules, and no write can correct them.
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
