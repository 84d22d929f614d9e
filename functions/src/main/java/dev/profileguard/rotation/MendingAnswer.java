package dev.profileguard.rotation;

import dev.profileguard.event.Json;
import dev.profileguard.iam.RoleName;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.resource.PolicySearch;
import dev.profileguard.resource.SearchPlace;
import dev.profileguard.rotation.mend.rule.RecreatedRole;
import dev.profileguard.rotation.mend.rule.RecreatedRole.Mends;
import dev.profileguard.rotation.rule.RotationStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The answer to a request about a role that was deleted and created again.
///
/// @param search what came of the search in the policies of keys and buckets
/// @param unread what else could not be read, a sentence each
record MendingAnswer(
        RotationRequest.Mend request,
        RecreatedRole recreated,
        PolicySearch search,
        List<String> unread) {
    /// @param requestId the invocation's ID
    Outcome outcome(String requestId) {
        Mends mends = recreated.mends();
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("formerIds", recreated.formerIds());
        details.put("steps", mends.steps().stream().map(RotationStep::json).toList());
        details.put("unknown", unknown(mends.left()));
        if (!request.policies().isEmpty()) {
            details.put("policiesRead", search.read());
            details.put("notSearched", search.left().stream().map(SearchPlace::text).toList());
        }
        details.put("again", again(request.policies()));
        return new Outcome.Answered(
                recreated.role().name().subject(),
                Decision.Common.SHOWN,
                summary(mends),
                List.of(),
                List.of(),
                details,
                requestId);
    }

    private String summary(Mends mends) {
        List<RotationStep> steps = mends.steps();
        RoleName role = recreated.role().name();
        String rest =
                (mends.left().isEmpty() ? "" : ". More is left than is listed")
                        + (search.left().isEmpty() ? "" : ". Not everything was searched");
        if (steps.isEmpty()) {
            return "Nothing is known that remembers an earlier role %s%s".formatted(role, rest);
        }
        return "%s an earlier role %s: nothing was changed, these commands mend %s. Ask again then%s"
                .formatted(
                        steps.size() == 1
                                ? "1 thing remembers"
                                : "%d things remember".formatted(steps.size()),
                        role,
                        steps.size() == 1 ? "it" : "them",
                        rest);
    }

    /// The same request, with the IDs that are known now: once the baselines record the new role,
    /// nothing else knows them.
    private Map<String, Object> again(List<SearchPlace> places) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", recreated.role().name().value());
        List<String> ids = recreated.formerIds();
        if (ids.size() == 1) {
            fields.put("formerId", ids.getFirst());
        } else if (!ids.isEmpty()) {
            fields.put("formerId", ids.stream().limit(RotationRequest.MOST_FORMER_IDS).toList());
        }
        if (!places.isEmpty()) {
            fields.put("policies", places.stream().map(SearchPlace::text).toList());
        }
        return Map.of("mend", fields);
    }

    private List<String> unknown(List<String> stepsLeft) {
        List<String> unknown = new ArrayList<>(recreated.clusters().unread());
        unknown.addAll(unread);
        unknown.addAll(search.unknown());
        stepsLeft.forEach(
                each -> unknown.add(each + ": do the steps that are listed, then ask again"));
        idsLeft().forEach(unknown::add);
        if (!search.left().isEmpty()) {
            unknown.add(
                    "There was no time to search everything: go on with "
                            + Json.text(again(search.left())));
        }
        unknown.add(others());
        return unknown;
    }

    /// The IDs that the next request cannot name too.
    private Stream<String> idsLeft() {
        List<String> left =
                recreated.formerIds().stream().skip(RotationRequest.MOST_FORMER_IDS).toList();
        return left.isEmpty()
                ? Stream.empty()
                : Stream.of(
                        "A request can name %d earlier IDs. Note these too, and ask about them in another request: %s"
                                .formatted(
                                        RotationRequest.MOST_FORMER_IDS, String.join(", ", left)));
    }

    private String others() {
        if (recreated.formerIds().isEmpty()) {
            return "No earlier ID of the role is known, so policies were not searched: name it in"
                    + " the field formerId (--former-id). CloudTrail's event CreateRole of the"
                    + " earlier role (responseElements.role.roleId) shows it, calls by its"
                    + " sessions, and policies that show AROA...";
        }
        String others =
                "Policies of %squeues, topics, secrets and other resources were not searched: they"
                        + " show the earlier ID as a principal too, and have to be saved again%s";
        return request.policies().isEmpty()
                ? others.formatted(
                        "keys, buckets, ",
                        ". Those of keys and buckets are searched with "
                                + Json.text(again(List.of(SearchPlace.KEYS, SearchPlace.BUCKETS))))
                : others.formatted("", "");
    }
}
