package dev.profileguard.sweep;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.lambda.Platform;
import dev.profileguard.state.StoredRecords;
import dev.profileguard.state.usage.KeptUsageStore;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Stores in a sweep what uses the profiles.
///
/// @param regions in which AWS is asked; empty: all that are enabled
/// @param table the name of the baseline table
/// @param isOn false: nothing is asked, and what is stored is deleted
/// @param isRequested whether the sweep is about a profile of this name
/// @param rules those that the sweep runs, and that keep an inventory
public record SweptInventory(
        Platform platform,
        List<String> regions,
        String table,
        boolean isOn,
        Predicate<String> isRequested,
        List<SweepRule> rules) {
    /// A survey takes 210 seconds at most, in a very large account, and 20 seconds more where
    /// DescribeRegions is repeated.
    private static final int TIME_FOR_A_SURVEY_MILLIS = 230_000;

    /// Where few instances have a profile, it takes some seconds.
    private static final int TIME_FOR_A_SHORT_SURVEY_MILLIS = 40_000;

    private static final int FEW_INSTANCES = 1_000;

    /// What stores the usage of a profile that is found right. The first invocation of a sweep
    /// stores that of all profiles which have a baseline already.
    ///
    /// @param uses all associations of instances; null: they are not listed yet
    /// @return empty: no rule keeps an inventory
    public List<Consumer<ProfileName>> of(
            KnownAccount account,
            StoredRecords records,
            @Nullable ProfileUse uses,
            boolean isFirst,
            Context context) {
        if (rules.isEmpty()) {
            return List.of();
        }
        InventoryKeeping inventory =
                new InventoryKeeping(
                        () -> survey(profiles(account), uses),
                        records.usages(),
                        account.baselines(),
                        new KeptUsageStore(platform.dynamo(), table),
                        () -> context.getRemainingTimeInMillis() > needed(uses));
        if (isFirst) {
            inventory.keepAll(isRequested);
        }
        return List.of(inventory::keep);
    }

    private static int needed(@Nullable ProfileUse uses) {
        return uses != null && uses.isComplete() && uses.instances().size() <= FEW_INSTANCES
                ? TIME_FOR_A_SHORT_SURVEY_MILLIS
                : TIME_FOR_A_SURVEY_MILLIS;
    }

    private AccountSurvey survey(Set<ProfileName> profiles, @Nullable ProfileUse uses) {
        return AccountSurvey.of(
                profiles,
                () -> platform.audit().compute(regions).reader(),
                () -> uses == null ? platform.audit().users(regions).all() : uses,
                platform.clock().instant());
    }

    private Set<ProfileName> profiles(KnownAccount account) {
        return rules.stream()
                .filter(rule -> isOn)
                .flatMap(rule -> rule.inventoried(account.snapshot(), account.baselines()).stream())
                .filter(profile -> isRequested.test(profile.value()))
                .collect(Collectors.toSet());
    }
}
