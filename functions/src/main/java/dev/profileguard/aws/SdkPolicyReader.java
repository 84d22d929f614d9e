package dev.profileguard.aws;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.AttachedPolicy;
import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.iam.policy.PolicyReader;
import dev.profileguard.iam.policy.PolicyText;
import dev.profileguard.iam.trust.HeldRole;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// Reads the policies of roles by the AWS SDK. It keeps the documents of managed policies: a
/// version never changes.
///
/// Not thread-safe.
public final class SdkPolicyReader implements PolicyReader {
    /// The IAM permissions for [#attached(RoleName)], [#inline(RoleName)] and [#managed(String)].
    public static final List<String> PERMISSIONS =
            List.of(
                    "iam:ListAttachedRolePolicies",
                    "iam:ListRolePolicies",
                    "iam:GetRolePolicy",
                    "iam:GetPolicy",
                    "iam:GetPolicyVersion");

    /// The IAM permissions for [#names(RoleName)].
    public static final List<String> LIST_POLICIES_OF_ROLE =
            List.of("iam:ListAttachedRolePolicies", "iam:ListRolePolicies");

    /// The IAM permission for [#rolesWith(String)].
    public static final String LIST_ROLES_OF_POLICY = "iam:ListEntitiesForPolicy";

    /// More than the managed policies that all node roles of an account have.
    private static final int MOST_DOCUMENTS = 500;

    private static final int MAX_PAGE_SIZE = 1_000;

    private final IamClient iam;
    private final Map<Version, String> documents = new LinkedHashMap<>();

    private record Version(String arn, String id) {}

    /// Reads through this client.
    public SdkPolicyReader(IamClient iam) {
        this.iam = iam;
    }

    /// By one call for each 1,000 of them.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html
    @Override
    public List<AttachedPolicy> attached(RoleName role) {
        try {
            return iam
                    .listAttachedRolePoliciesPaginator(
                            request -> request.roleName(role.value()).maxItems(MAX_PAGE_SIZE))
                    .attachedPolicies()
                    .stream()
                    .map(each -> new AttachedPolicy(each.policyName(), each.policyArn()))
                    .toList();
        } catch (NoSuchEntityException e) {
            return List.of();
        }
    }

    /// By one call for their names and one for each of them. One that is deleted in between is left
    /// out.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
    @Override
    public List<PolicyText> inline(RoleName role) {
        try {
            return iam
                    .listRolePoliciesPaginator(
                            request -> request.roleName(role.value()).maxItems(MAX_PAGE_SIZE))
                    .policyNames()
                    .stream()
                    .flatMap(name -> inline(role, name).stream())
                    .toList();
        } catch (NoSuchEntityException e) {
            return List.of();
        }
    }

    private List<PolicyText> inline(RoleName role, String name) {
        try {
            String document =
                    iam.getRolePolicy(request -> request.roleName(role.value()).policyName(name))
                            .policyDocument();
            return List.of(new PolicyText(name, decoded(document)));
        } catch (NoSuchEntityException e) {
            return List.of();
        }
    }

    /// By one call for its default version, and one for the version's document if that was not read
    /// before. Without a document if IAM refuses to show it.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
    @Override
    public @Nullable PolicyText managed(String arn) {
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        try {
            String version =
                    iam.getPolicy(request -> request.policyArn(arn)).policy().defaultVersionId();
            return new PolicyText(name, document(new Version(arn, version)));
        } catch (NoSuchEntityException e) {
            return null;
        } catch (IamException e) {
            String refusal = IamErrors.lastWord(e);
            if (refusal == null) {
                throw e;
            }
            return PolicyText.refused(name, refusal);
        }
    }

    private String document(Version version) {
        String known = documents.get(version);
        if (known != null) {
            return known;
        }
        String document =
                decoded(
                        iam.getPolicyVersion(request ->
                                        request.policyArn(version.arn()).versionId(version.id()))
                                .policyVersion()
                                .document());
        if (documents.size() == MOST_DOCUMENTS) {
            documents.clear();
        }
        documents.put(version, document);
        return document;
    }

    /// By two calls.
    @Override
    public @Nullable PolicyNames names(RoleName role) {
        try {
            return new PolicyNames(
                    iam
                            .listAttachedRolePoliciesPaginator(
                                    request -> request.roleName(role.value()))
                            .attachedPolicies()
                            .stream()
                            .map(each -> each.policyArn())
                            .toList(),
                    iam
                            .listRolePoliciesPaginator(request -> request.roleName(role.value()))
                            .policyNames()
                            .stream()
                            .toList());
        } catch (NoSuchEntityException e) {
            return null;
        }
    }

    /// By one call for each 1,000 of them.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html
    @Override
    public List<RoleName> rolesWith(String arn) {
        try {
            return iam
                    .listEntitiesForPolicyPaginator(request ->
                            request.policyArn(arn)
                                    .entityFilter(EntityType.ROLE)
                                    .maxItems(MAX_PAGE_SIZE))
                    .policyRoles()
                    .stream()
                    .map(each -> new RoleName(each.roleName()))
                    .toList();
        } catch (NoSuchEntityException e) {
            return List.of();
        }
    }

    /// By one call.
    @Override
    public @Nullable HeldRole heldBy(ProfileName profile) {
        try {
            return held(
                            iam.getInstanceProfile(
                                            request -> request.instanceProfileName(profile.value()))
                                    .instanceProfile())
                    .stream()
                    .findFirst()
                    .orElse(null);
        } catch (NoSuchEntityException e) {
            return null;
        }
    }

    /// By one call for each 1,000 of them.
    @Override
    public List<HeldRole> holders(RoleName role) {
        try {
            return iam
                    .listInstanceProfilesForRolePaginator(
                            request -> request.roleName(role.value()).maxItems(MAX_PAGE_SIZE))
                    .instanceProfiles()
                    .stream()
                    .flatMap(profile -> held(profile).stream())
                    .toList();
        } catch (NoSuchEntityException e) {
            return List.of();
        }
    }

    private static List<HeldRole> held(InstanceProfile profile) {
        return profile.roles().stream()
                .map(role ->
                        new HeldRole(
                                new ProfileName(profile.instanceProfileName()),
                                profile.path(),
                                new Role(new RoleName(role.roleName()), role.roleId(), role.path()),
                                decoded(role.assumeRolePolicyDocument())))
                .toList();
    }

    private static String decoded(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }
}
