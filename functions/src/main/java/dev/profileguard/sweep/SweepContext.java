package dev.profileguard.sweep;

import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.state.GuardRecords;

/// What a rule reads and writes with, and how far it goes.
///
/// @param asked whether a person asked for it, or sees it before it is done; false: a schedule did
public record SweepContext(
        Mode mode, IamReader reader, IamWriter writer, GuardRecords baselines, boolean asked) {}
