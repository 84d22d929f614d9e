package dev.profileguard.advice.rule;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.LookupKey;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what proves the cause of a refused call, and nothing else.
///
/// @param by who made the call, and when
public record Investigation(FailedCall call, Call by) {
    /// The profiles whose users are asked for. More are not in a finding.
    private static final int MOST_PROFILES = 3;

    /// The calls that create associations.
    private static final List<String> CREATING =
            List.of("ReplaceIamInstanceProfileAssociation", "AssociateIamInstanceProfile");

    /// Continues with what was read.
    public Step then(Function<Facts, Step> next) {
        Facts facts = Facts.NONE.withCaller(Fact.of(callerRole(by.actor())));
        Named named = Named.in(call);
        return switch (Diagnosis.of(call)) {
            case PROFILE_MISSING, PROFILE_EMPTY -> launch(named, facts, next);
            case PROFILE_DELETE_BLOCKED -> profileDeletion(named, facts, next);
            case ROLE_DELETE_BLOCKED -> roleDeletion(named, facts, next);
            case ASSOCIATION_NOT_ACTIVE, ASSOCIATION_EXISTS -> association(named, facts, next);
            case NAME_TAKEN, PROFILE_HAS_ROLE -> named(named, facts, next);
            case NOT_FOUND -> named(named, facts, read -> ifItLasts(named, read, next));
            case NODE_ROLE_INVALID -> role(named.role(), facts, next);
            case CHANGED_MEANWHILE, THROTTLED, SERVICE_FAILED -> ifItLasts(named, facts, next);
            case PASS_ROLE_DENIED, ACCESS_DENIED -> denial(facts, next);
            case CHAINED_SESSION_TOO_LONG,
                    SESSION_TOO_LONG,
                    QUOTA_REACHED,
                    POLICY_MALFORMED,
                    POLICY_NOT_ATTACHABLE,
                    SESSION_POLICY_TOO_LARGE,
                    OWNED_BY_SERVICE,
                    RESOURCE_TAKEN,
                    SERVICE_ROLE_MISSING,
                    REGION_DISABLED,
                    CREDENTIALS_INVALID,
                    REQUEST_INVALID,
                    UNKNOWN ->
                    next.apply(facts);
        };
    }

    private Step denial(Facts facts, Function<Facts, Step> next) {
        Denial denial = Denial.in(call);
        RoleName role = denial.ownTrustedRole();
        if (role != null) {
            return role(role, facts, next);
        }
        return denial.encoded().isEmpty()
                ? next.apply(facts)
                : Step.need(
                        new Read.OfDecoded(denial.encoded()),
                        found -> next.apply(facts.withDecoded(found)));
    }

    private Step launch(Named named, Facts facts, Function<Facts, Step> next) {
        ProfileName name = named.profile();
        if (named.isRoleForProfile() || name == null) {
            return roleAndHolders(named.roleLikeProfile(), facts, next);
        }
        return profile(
                name,
                facts,
                read -> {
                    InstanceProfile found = read.profile().orNull();
                    return found != null && found.role() != null
                            ? ifItLasts(named, read, next)
                            : roleAndHolders(named.roleLikeProfile(), read, next);
                });
    }

    private Step profileDeletion(Named named, Facts facts, Function<Facts, Step> next) {
        ProfileName name = named.profile();
        return name == null
                ? next.apply(facts)
                : profile(
                        name,
                        facts,
                        read -> {
                            InstanceProfile found = read.profile().orNull();
                            return found != null && found.role() != null
                                    ? use(List.of(found), read, next)
                                    : ifItLasts(named, read, next);
                        });
    }

    private Step roleDeletion(Named named, Facts facts, Function<Facts, Step> next) {
        RoleName name = named.role();
        return name == null
                ? next.apply(facts)
                : roleAndHolders(
                        name,
                        facts,
                        read ->
                                read.role().isNone()
                                        ? ifItLasts(named, read, next)
                                        : policies(name, read, more -> use(more, next)));
    }

    private Step policies(RoleName name, Facts facts, Function<Facts, Step> next) {
        return Step.need(
                new Read.OfPolicyNames(name),
                (@Nullable PolicyNames found) -> next.apply(facts.withPolicies(Fact.of(found))));
    }

    private Step use(Facts facts, Function<Facts, Step> next) {
        List<InstanceProfile> holders = facts.holders().orNull();
        return holders == null || holders.isEmpty() ? next.apply(facts) : use(holders, facts, next);
    }

    private Step use(List<InstanceProfile> profiles, Facts facts, Function<Facts, Step> next) {
        Set<String> names =
                profiles.stream()
                        .limit(MOST_PROFILES)
                        .map(each -> each.name().value())
                        .collect(Collectors.toSet());
        return Step.need(new Read.OfProfileUse(names), found -> next.apply(facts.withUse(found)));
    }

    private Step association(Named named, Facts facts, Function<Facts, Step> next) {
        if (call.region().isEmpty()
                || (named.instance().isEmpty() && named.association().isEmpty())) {
            return next.apply(facts);
        }
        return Step.need(
                new Read.OfAssociation(call.region(), named.instance(), named.association()),
                (ProfileUse found) -> {
                    Fact<InstanceUse> current = current(found);
                    return current instanceof Fact.NotRead && named.instance().isEmpty()
                            ? pastAssociation(named.association(), facts, next, CREATING)
                            : next.apply(facts.withAssociation(current));
                });
    }

    /// Looks for the call that created an association that EC2 does not show any more: its response
    /// has the instance.
    private Step pastAssociation(
            String association, Facts facts, Function<Facts, Step> next, List<String> operations) {
        if (operations.isEmpty()) {
            return next.apply(facts);
        }
        return Step.need(
                new Read.OfHistory(
                        LookupKey.operation(operations.getFirst()),
                        by.time().minus(CloudTrailEvent.RETENTION)),
                history -> {
                    String instance =
                            history instanceof Read.History.Known(List<CloudTrailEvent> calls)
                                    ? instance(association, calls)
                                    : "";
                    return instance.isEmpty()
                            ? pastAssociation(
                                    association,
                                    facts,
                                    next,
                                    operations.subList(1, operations.size()))
                            : Step.need(
                                    new Read.OfAssociation(call.region(), instance, ""),
                                    (ProfileUse found) ->
                                            next.apply(facts.withAssociation(current(found))));
                });
    }

    private String instance(String association, List<CloudTrailEvent> calls) {
        return calls.stream()
                .filter(each -> each.region().equals(call.region()))
                .map(each ->
                        Named.in(
                                new FailedCall(
                                        each.source(),
                                        each.name(),
                                        "",
                                        "",
                                        each.region(),
                                        withoutNulls(each.response().values()))))
                .filter(each -> each.association().equals(association))
                .map(Named::instance)
                .findFirst()
                .orElse("");
    }

    private static Fact<InstanceUse> current(ProfileUse found) {
        return found.instances().isEmpty() && !found.isComplete()
                ? new Fact.NotRead<>()
                : Fact.of(found.instances().stream().findFirst().orElse(null));
    }

    private Step named(Named named, Facts facts, Function<Facts, Step> next) {
        ProfileName profile = named.profile();
        return profile != null && !call.operation().equals("CreateRole")
                ? profile(profile, facts, read -> role(named.role(), read, next))
                : role(named.role(), facts, next);
    }

    private Step profile(ProfileName name, Facts facts, Function<Facts, Step> next) {
        return Step.need(
                new Read.OfProfile(name),
                (@Nullable InstanceProfile found) -> next.apply(facts.withProfile(Fact.of(found))));
    }

    private Step role(@Nullable RoleName name, Facts facts, Function<Facts, Step> next) {
        return name == null
                ? next.apply(facts)
                : Step.need(
                        new Read.OfRole(name),
                        (@Nullable RoleDetail found) -> next.apply(facts.withRole(Fact.of(found))));
    }

    private Step roleAndHolders(@Nullable RoleName name, Facts facts, Function<Facts, Step> next) {
        return role(
                name,
                facts,
                read -> {
                    RoleDetail found = read.role().orNull();
                    return found == null
                            ? next.apply(read)
                            : Step.need(
                                    new Read.OfProfilesWith(found.name()),
                                    holders -> next.apply(read.withHolders(holders)));
                });
    }

    /// Looks up whether the same call by the same actor succeeded later.
    private Step ifItLasts(Named named, Facts facts, Function<Facts, Step> next) {
        return Step.need(
                new Read.OfHistory(LookupKey.operation(call.operation()), by.time()),
                history ->
                        switch (history) {
                            case Read.History.Known(List<CloudTrailEvent> calls) ->
                                    next.apply(
                                            facts.withRepeated(
                                                    Fact.of(
                                                            calls.stream()
                                                                    .filter(each ->
                                                                            isTheSame(named, each))
                                                                    .map(CloudTrailEvent::time)
                                                                    .findFirst()
                                                                    .orElse(null))));
                            case Read.History.Unavailable _ -> next.apply(facts);
                        });
    }

    private boolean isTheSame(Named named, CloudTrailEvent later) {
        Named other =
                Named.in(
                        new FailedCall(
                                later.source(),
                                later.name(),
                                "",
                                "",
                                later.region(),
                                withoutNulls(later.request().values())));
        return later.errorCode() == null
                && later.source().equals(call.service())
                && later.region().equals(call.region())
                && !later.time().isBefore(by.time())
                && later.actor().equals(by.actor())
                && Objects.equals(other.profile(), named.profile())
                && Objects.equals(other.role(), named.role());
    }

    private static Map<String, Object> withoutNulls(Map<?, ?> values) {
        return values.entrySet().stream()
                .filter(each -> each.getValue() != null)
                .collect(
                        Collectors.toMap(
                                each -> String.valueOf(each.getKey()), Map.Entry::getValue));
    }

    private static @Nullable String callerRole(Actor actor) {
        return actor instanceof Actor.RoleSession session ? session.arn() : null;
    }
}
