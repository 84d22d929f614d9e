package dev.profileguard.sweep;

import dev.profileguard.compute.KeptUsage;
import dev.profileguard.compute.KeptUses;
import dev.profileguard.compute.UsageIndex;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.state.usage.KeptUsageStore;
import dev.profileguard.state.usage.StoredUsage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Stores what uses the profiles with a baseline, as one survey of the account shows it. Nothing is
/// decided by it: people read it in findings.
///
/// The first invocation of a sweep makes the survey. A later one makes it only for a profile of
/// which nothing is stored, once, and if there is time.
///
/// Not thread-safe.
public final class InventoryKeeping {
    private final Supplier<AccountSurvey> surveys;
    private final Map<String, StoredUsage> stored;
    private final GuardRecordCache baselines;
    private final KeptUsageStore store;
    private final BooleanSupplier hasTime;

    /// Null: the account was not surveyed in this invocation.
    private @Nullable Surveyed surveyed;

    /// A survey by profile.
    ///
    /// @param profiles the names of those that it is about, in lower case
    private record Surveyed(Set<String> profiles, UsageIndex index, Instant at) {
        static Surveyed of(AccountSurvey survey) {
            return new Surveyed(
                    survey.profiles().stream().map(ProfileName::key).collect(Collectors.toSet()),
                    new UsageIndex(survey.complete()),
                    survey.at());
        }
    }

    /// @param surveys surveys the account
    /// @param stored what earlier sweeps stored, by the name of the profile in lower case
    /// @param hasTime whether there is time for a survey before the end of the invocation
    public InventoryKeeping(
            Supplier<AccountSurvey> surveys,
            Map<String, StoredUsage> stored,
            GuardRecordCache baselines,
            KeptUsageStore store,
            BooleanSupplier hasTime) {
        this.surveys = surveys;
        this.stored = new HashMap<>(stored);
        this.baselines = baselines;
        this.store = store;
        this.hasTime = hasTime;
    }

    /// Surveys the account, stores what uses the profiles that have a baseline already, and deletes
    /// what is stored of others.
    ///
    /// @param isRequested whether the sweep is about a profile of this name
    public void keepAll(Predicate<String> isRequested) {
        AccountSurvey survey = surveys.get();
        Surveyed known = Surveyed.of(survey);
        surveyed = known;
        survey.profiles().stream().filter(this::isRecorded).forEach(each -> keep(each, known));
        Set<String> doubtful =
                baselines.unreadable().stream().map(ProfileName::key).collect(Collectors.toSet());
        List.copyOf(stored.keySet()).stream()
                .filter(ProfileName::isValid)
                .filter(each -> isRequested.test(each) && !doubtful.contains(each))
                .map(ProfileName::new)
                .filter(each -> !known.profiles().contains(each.key()) || !isRecorded(each))
                .forEach(each -> store.delete(each, stored(each)));
    }

    /// Stores what uses a profile that was found right. Writes only if something differs, or if the
    /// stored time is a day old.
    public void keep(ProfileName profile) {
        if (isRecorded(profile) && (surveyed != null || isToBeSurveyed(profile))) {
            Surveyed known = surveyed == null ? Surveyed.of(surveys.get()) : surveyed;
            surveyed = known;
            keep(profile, known);
        }
    }

    private boolean isToBeSurveyed(ProfileName profile) {
        return stored(profile).readable() == null && hasTime.getAsBoolean();
    }

    private void keep(ProfileName profile, Surveyed known) {
        if (known.profiles().contains(profile.key())) {
            KeptUsage now = KeptUses.of(known.index().of(profile), known.at());
            if (now.replaces(stored(profile).readable())) {
                store.save(profile, now, stored(profile));
                stored.put(profile.key(), new StoredUsage.Kept(now));
            }
        }
    }

    private boolean isRecorded(ProfileName profile) {
        GuardRecord record = baselines.readable(profile);
        return record != null && record.baseline() != null;
    }

    private StoredUsage stored(ProfileName profile) {
        return stored.getOrDefault(profile.key(), new StoredUsage.None());
    }
}
