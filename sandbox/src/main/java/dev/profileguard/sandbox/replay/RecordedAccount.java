package dev.profileguard.sandbox.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.iam.Caller;
import dev.profileguard.sandbox.iam.IamAccount;
import dev.profileguard.sandbox.template.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/// The account of some records, rebuilt from the records as far as they tell: what a call needs
/// must have been there, and what it did is done.
final class RecordedAccount {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private static final Set<String> CALLS =
            Set.of(
                    "CreateInstanceProfile",
                    "DeleteInstanceProfile",
                    "AddRoleToInstanceProfile",
                    "RemoveRoleFromInstanceProfile",
                    "TagInstanceProfile",
                    "UntagInstanceProfile",
                    "CreateRole",
                    "DeleteRole");

    private final IamClient iam;

    RecordedAccount(IamAccount account) {
        this.iam = account.as(new Caller.Root(Stack.ACCOUNT), "replay", "127.0.0.1");
    }

    /// Puts there what must have been there before the call, and nothing when the call needs
    /// nothing.
    ///
    /// @return the profile that was complete then; null: none is known to have been
    @Nullable String prepare(RawRecord record) {
        String profile = record.parameter("instanceProfileName");
        if (!record.succeededInIam() || !known(record.text("eventName"))) {
            return null;
        }
        try {
            switch (record.text("eventName")) {
                case "CreateInstanceProfile" -> removeProfile(profile);
                case "AddRoleToInstanceProfile" -> {
                    ensureRole(record.parameter("roleName"));
                    ensureEmpty(profile);
                }
                case "RemoveRoleFromInstanceProfile" -> {
                    ensureHolds(profile, record.parameter("roleName"));
                    return profile;
                }
                case "DeleteInstanceProfile" -> ensureEmpty(profile);
                case "CreateRole" -> removeRole(record.parameter("roleName"));
                case "DeleteRole" -> ensureRole(record.parameter("roleName"));
                default -> ensureProfile(profile);
            }
        } catch (IamException refused) {
            return null;
        }
        return null;
    }

    /// Does what the call did.
    ///
    /// @return why it could not be done; empty: it was, or there was nothing to do
    Optional<String> apply(RawRecord record) {
        if (!record.succeededInIam() || !known(record.text("eventName"))) {
            return Optional.empty();
        }
        prepare(record);
        try {
            perform(record, record.parameter("instanceProfileName"));
            return Optional.empty();
        } catch (IamException refused) {
            return Optional.of(refused.awsErrorDetails().errorMessage());
        }
    }

    /// The ID that the profile has here; null: it does not exist.
    @Nullable String profileId(String profile) {
        return find(profile).map(InstanceProfile::instanceProfileId).orElse(null);
    }

    private static boolean known(String operation) {
        return CALLS.contains(operation);
    }

    private void perform(RawRecord record, String profile) {
        switch (record.text("eventName")) {
            case "CreateInstanceProfile" ->
                    iam.createInstanceProfile(r ->
                            r.instanceProfileName(profile).path(path(record)).tags(tags(record)));
            case "AddRoleToInstanceProfile" -> add(profile, record.parameter("roleName"));
            case "RemoveRoleFromInstanceProfile" -> remove(profile, record.parameter("roleName"));
            case "DeleteInstanceProfile" ->
                    iam.deleteInstanceProfile(r -> r.instanceProfileName(profile));
            case "TagInstanceProfile" ->
                    iam.tagInstanceProfile(r -> r.instanceProfileName(profile).tags(tags(record)));
            case "UntagInstanceProfile" ->
                    iam.untagInstanceProfile(
                            r -> r.instanceProfileName(profile).tagKeys(texts(record, "tagKeys")));
            case "CreateRole" -> ensureRole(record.parameter("roleName"));
            case "DeleteRole" -> removeRole(record.parameter("roleName"));
            default -> {} // no other call changes what matters here
        }
    }

    private Optional<InstanceProfile> find(String profile) {
        try {
            return Optional.of(
                    iam.getInstanceProfile(r -> r.instanceProfileName(profile)).instanceProfile());
        } catch (IamException none) { // gone, or no name that IAM allows
            return Optional.empty();
        }
    }

    private void removeProfile(String profile) {
        if (find(profile).isPresent()) {
            ensureEmpty(profile);
            iam.deleteInstanceProfile(r -> r.instanceProfileName(profile));
        }
    }

    private void ensureProfile(String profile) {
        if (find(profile).isEmpty()) {
            iam.createInstanceProfile(r -> r.instanceProfileName(profile));
        }
    }

    private void ensureEmpty(String profile) {
        ensureProfile(profile);
        find(profile).stream()
                .flatMap(found -> found.roles().stream())
                .forEach(role -> remove(profile, role.roleName()));
    }

    private void ensureHolds(String profile, String role) {
        ensureRole(role);
        ensureProfile(profile);
        boolean holds =
                find(profile).stream()
                        .flatMap(found -> found.roles().stream())
                        .anyMatch(held -> held.roleName().equalsIgnoreCase(role));
        if (!holds) {
            ensureEmpty(profile);
            add(profile, role);
        }
    }

    private void ensureRole(String role) {
        try {
            iam.getRole(r -> r.roleName(role));
        } catch (NoSuchEntityException gone) {
            iam.createRole(r -> r.roleName(role).assumeRolePolicyDocument(TRUST));
        }
    }

    /// IAM deletes no role that a profile holds, so that it was taken out before.
    private void removeRole(String role) {
        try {
            iam.listInstanceProfilesForRole(r -> r.roleName(role))
                    .instanceProfiles()
                    .forEach(profile -> remove(profile.instanceProfileName(), role));
            iam.deleteRole(r -> r.roleName(role));
        } catch (NoSuchEntityException gone) {
            return;
        }
    }

    private void add(String profile, String role) {
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    private void remove(String profile, String role) {
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    private static String path(RawRecord record) {
        String path = record.parameter("path");
        return path.isEmpty() ? "/" : path;
    }

    private static List<Tag> tags(RawRecord record) {
        List<Tag> tags = new ArrayList<>();
        for (JsonNode tag : record.parameters("tags")) {
            tags.add(
                    Tag.builder()
                            .key(tag.path("key").asText())
                            .value(tag.path("value").asText())
                            .build());
        }
        return tags;
    }

    private static List<String> texts(RawRecord record, String name) {
        List<String> texts = new ArrayList<>();
        record.parameters(name).forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
