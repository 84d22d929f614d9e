package dev.profileguard.backfill.baselines;

import com.amazonaws.services.lambda.runtime.Context;
import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.event.Json;
import dev.profileguard.guard.GuardSettings;
import dev.profileguard.guard.baselines.BaselineJson;
import dev.profileguard.guard.baselines.BaselinesRequest;
import dev.profileguard.guard.baselines.ByHand;
import dev.profileguard.guard.baselines.Intention;
import dev.profileguard.guard.baselines.Known;
import dev.profileguard.guard.baselines.PlanPart;
import dev.profileguard.guard.rule.Drift;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.Glob;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.lambda.ManualRequests;
import dev.profileguard.lambda.Platform;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordStore;
import dev.profileguard.state.StoredRecords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Carries out the manual requests about baselines.
///
/// @param table the name of the functions' table
/// @param planTable the plan table's name
/// @param bucket the bucket for reports; empty: none
public record BaselineRequests(
        Platform platform,
        String table,
        String planTable,
        String bucket,
        ManualRequests requests,
        Context context) {
    /// About how many characters an answer has at most. A response of Lambda can have 6 MB.
    private static final int MOST_CHARACTERS = 2_000_000;

    /// How many profiles' tags are read for a page, each with a call to IAM. A page also takes a
    /// scan of the table and a list of all profiles, so a page for every few profiles would take
    /// long.
    private static final int MOST_TAG_READS = 1_000;

    /// Whether a request is about baselines.
    public static boolean isIn(Map<String, Object> json) {
        return json.containsKey(BaselinesRequest.COMMAND);
    }

    /// Whether a plan is one of baselines.
    public static boolean isPlan(@Nullable String plan) {
        return plan != null && BaselinePlanStore.isId(plan);
    }

    /// Carries out a request.
    ///
    /// @throws IllegalArgumentException if it is invalid, or not allowed
    public Map<String, @Nullable Object> answer(Map<String, Object> json) {
        BaselinesRequest request = BaselinesRequest.read(json);
        if (requests == ManualRequests.SHOW && !request.changesNothing()) {
            throw ManualRequests.refused(
                    "Backfill",
                    "It takes list, show, diff, history and export of baselines",
                    "Let a principal in TrustedPrincipals change the profile: that becomes the"
                            + " baseline. To approve a provisional one, let them set the tag"
                            + " profile-guard=locked on it");
        }
        return switch (request) {
            case BaselinesRequest.Listing listing -> listing(listing);
            case BaselinesRequest.Show(ProfileName profile) -> shown(profile);
            case BaselinesRequest.History(ProfileName profile) -> history(profile);
            case BaselinesRequest.Approve(List<String> names) ->
                    plan("approve", approved(names), PlanPart.WHOLE);
            case BaselinesRequest.Restore(ProfileName profile, String to) ->
                    plan("restore", List.of(new Intention.Restore(profile, to)), PlanPart.WHOLE);
            case BaselinesRequest.Import wanted -> imported(wanted);
        };
    }

    /// Applies a plan.
    ///
    /// @throws IllegalArgumentException if there is no such plan
    public Map<String, @Nullable Object> apply(String plan) {
        List<PlannedIntention> items = plans().items(plan, platform.clock().instant());
        return new BaselineApplication(
                        account(),
                        GuardSettings.from(platform.environment()).guard(),
                        new GuardRecordStore(platform.dynamo(), table),
                        new BaselineReport(platform, bucket, context),
                        context,
                        accountId(),
                        plan)
                .apply(items, platform.clock().instant());
    }

    private Map<String, @Nullable Object> listing(BaselinesRequest.Listing request) {
        BaselineAccount account = account();
        List<Object> page = new ArrayList<>();
        String next = null;
        int characters = 0;
        String last = "";
        for (GuardRecord record : matching(account, request.names(), request.after())) {
            if (characters > MOST_CHARACTERS || account.tagReads() >= MOST_TAG_READS) {
                next = last;
                break;
            }
            last = record.profile().key();
            Map<String, @Nullable Object> json =
                    switch (request.content()) {
                        case LIST -> new BaselineJson(account.recorded(record)).row();
                        case EXPORT -> new BaselineJson(account.recorded(record)).entry();
                        case DIFF -> difference(account.known(record.profile()));
                    };
            if (!json.isEmpty()) {
                page.add(json);
                characters += Json.text(json).length();
            }
        }
        return listed(account, request, page, next);
    }

    private static Map<String, @Nullable Object> difference(Known known) {
        List<Drift> drift = known.drift();
        return drift.isEmpty() ? Map.of() : new BaselineJson(known).differences(drift);
    }

    private Map<String, @Nullable Object> listed(
            BaselineAccount account,
            BaselinesRequest.Listing request,
            List<Object> page,
            @Nullable String next) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("decision", "shown");
        json.put("account", accountId());
        json.put("baselines", page);
        json.put("unreadable", request.after() == null ? account.unreadable() : List.of());
        json.put("next", next);
        return json;
    }

    private static List<GuardRecord> matching(
            BaselineAccount account, List<String> names, @Nullable String after) {
        Globs globs = new Globs(names.stream().map(Glob::new).toList()).ignoringCase();
        String first = after == null ? "" : after.toLowerCase(Locale.ROOT);
        return account.records().stream()
                .filter(record -> record.baseline() != null)
                .filter(record -> record.profile().key().compareTo(first) > 0)
                .filter(record -> names.isEmpty() || globs.match(record.profile().key()))
                .toList();
    }

    private Map<String, @Nullable Object> shown(ProfileName profile) {
        BaselineJson baseline = new BaselineJson(account().known(profile));
        Map<String, @Nullable Object> json = answer(baseline);
        json.putAll(baseline.everything());
        return json;
    }

    private Map<String, @Nullable Object> history(ProfileName profile) {
        BaselineJson baseline = new BaselineJson(account().known(profile));
        Map<String, @Nullable Object> json = answer(baseline);
        json.put("now", baseline.row());
        json.put("history", baseline.history());
        return json;
    }

    private static Map<String, @Nullable Object> answer(BaselineJson baseline) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("subject", baseline.known().profile().subject());
        json.put("decision", "shown");
        return json;
    }

    private List<Intention> approved(List<String> names) {
        return matching(account(), names, null).stream()
                .filter(record -> isProvisional(record.baseline()))
                .map(GuardRecord::profile)
                .<Intention>map(Intention.Approve::new)
                .toList();
    }

    private static boolean isProvisional(@Nullable Baseline baseline) {
        return baseline != null && baseline.provisional();
    }

    private Map<String, @Nullable Object> imported(BaselinesRequest.Import request) {
        String account = request.account();
        if (account != null && !account.equals(accountId())) {
            throw new IllegalArgumentException(
                    "The baselines are of account %s, and this is account %s"
                            .formatted(account, accountId()));
        }
        List<Intention> all =
                Stream.<Intention>concat(
                                request.wanted().stream().map(Intention.Import::new),
                                request.remove().stream().map(Intention.Remove::new))
                        .toList();
        Set<String> names = new HashSet<>(earlier(request.part()));
        for (Intention each : all) {
            if (!names.add(each.profile().key())) {
                throw new IllegalArgumentException(
                        "The profile %s is there twice".formatted(each.profile()));
            }
        }
        return plan("import", all, request.part());
    }

    private Set<String> earlier(PlanPart part) {
        String plan = part.plan();
        if (plan == null) {
            return Set.of();
        }
        if (!BaselinePlanStore.isId(plan)) {
            throw new IllegalArgumentException("import.plan is no plan of an earlier part");
        }
        return plans().earlier(plan, part.number());
    }

    private Map<String, @Nullable Object> plan(
            String command, List<Intention> intentions, PlanPart part) {
        String plan = part.plan();
        return new BaselinePlanning(
                        account(),
                        GuardSettings.from(platform.environment()).guard(),
                        plans(),
                        new BaselineReport(platform, bucket, context),
                        new ByHand(
                                command,
                                platform.clock().instant(),
                                plan == null
                                        ? BaselinePlanStore.PREFIX + context.getAwsRequestId()
                                        : plan))
                .plan(intentions, part);
    }

    private BaselineAccount account() {
        return new BaselineAccount(
                new SdkIamReader(platform.iam()),
                StoredRecords.scan(platform.dynamo(), table),
                platform.clock().instant());
    }

    private BaselinePlanStore plans() {
        return new BaselinePlanStore(platform.dynamo(), planTable);
    }

    private String accountId() {
        return Arn.account(context.getInvokedFunctionArn());
    }
}
