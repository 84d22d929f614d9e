package dev.profileguard.advice.rule;

import dev.profileguard.reconcile.Decision;

/// FailureAdvisor's decisions about a refused call.
public enum AdviceDecision implements Decision {
    /// The call was explained.
    EXPLAINED("explained"),
    /// The same call failed shortly before: it is only counted.
    COUNTED("counted"),
    /// More of the same may follow: explained later.
    NOT_YET("not-yet"),
    /// The same call succeeded later.
    SUCCEEDED_LATER("succeeded-later"),
    /// The failure has nothing to do with roles or profiles.
    OTHER_REASON("other-reason");

    private final String text;

    AdviceDecision(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public boolean isConclusive() {
        return false;
    }

    @Override
    public boolean isNoteworthy() {
        return false;
    }
}
