package dev.profileguard.sweep;

import dev.profileguard.compute.KeptUsage;
import dev.profileguard.compute.KeptUses;
import dev.profileguard.compute.UsageIndex;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.state.usage.KeptUsageStore;
import dev.profileguard.state.usage.StoredUsage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Stores what uses the profiles with a baseline, as one survey of the account showed it. Nothing
/// is decided by it: people read it in findings.
///
/// Not thread-safe.
public final class InventoryKeeping {
    private final AccountSurvey survey;
    private final Map<String, StoredUsage> stored;
    private final GuardRecordCache baselines;
    private final KeptUsageStore store;
    private final Set<String> surveyed;
    private final UsageIndex index;
    private final KeptUses kept;

    /// @param stored what earlier sweeps stored, by the name of the profile in lower case
    public InventoryKeeping(
            AccountSurvey survey,
            Map<String, StoredUsage> stored,
            GuardRecordCache baselines,
            KeptUsageStore store) {
        this.survey = survey;
        this.stored = new HashMap<>(stored);
        this.baselines = baselines;
        this.store = store;
        this.surveyed =
                survey.profiles().stream().map(ProfileName::key).collect(Collectors.toSet());
        this.index = new UsageIndex(survey.inventory());
        Map<List<String>, String> ids = survey.associationIds();
        this.kept = new KeptUses((region, instance) -> ids.get(List.of(region, instance)));
    }

    /// Stores what uses the profiles that have a baseline already, and deletes what is stored of
    /// others.
    ///
    /// @param isRequested whether the sweep is about a profile of this name
    public void keepAll(Predicate<String> isRequested) {
        survey.profiles().forEach(this::keep);
        Set<String> doubtful =
                baselines.unreadable().stream().map(ProfileName::key).collect(Collectors.toSet());
        List.copyOf(stored.keySet()).stream()
                .filter(ProfileName::isValid)
                .filter(each -> isRequested.test(each) && !doubtful.contains(each))
                .map(ProfileName::new)
                .filter(each -> !isToBeKept(each))
                .forEach(each -> store.delete(each, stored(each)));
    }

    /// Stores what uses a profile, if it has a baseline and the survey was about it. Writes only if
    /// something differs, or if the stored time is a day old.
    public void keep(ProfileName profile) {
        if (isToBeKept(profile)) {
            KeptUsage now = kept.of(survey.complete(index.of(profile)), survey.at());
            if (now.replaces(stored(profile).readable())) {
                store.save(profile, now, stored(profile));
                stored.put(profile.key(), new StoredUsage.Kept(now));
            }
        }
    }

    private boolean isToBeKept(ProfileName profile) {
        GuardRecord record = baselines.readable(profile);
        return surveyed.contains(profile.key()) && record != null && record.baseline() != null;
    }

    private StoredUsage stored(ProfileName profile) {
        return stored.getOrDefault(profile.key(), new StoredUsage.None());
    }
}
