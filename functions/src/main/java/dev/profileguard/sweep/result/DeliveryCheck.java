package dev.profileguard.sweep.result;

import java.util.List;

/// What a sweep found out about one thing that events need on their way to the functions.
///
/// @param subject the thing, such as `rule/profile-guard-RoleMade`
/// @param faults what is wrong, as sentences; empty: nothing
/// @param isKnown whether AWS answered; if not, the fault says why
public record DeliveryCheck(String subject, List<String> faults, boolean isKnown) {
    /// Takes a copy.
    public DeliveryCheck {
        faults = List.copyOf(faults);
    }

    /// A check that AWS answered.
    public DeliveryCheck(String subject, List<String> faults) {
        this(subject, faults, true);
    }

    /// Whether something is certainly wrong.
    public boolean isFault() {
        return isKnown && !faults.isEmpty();
    }
}
