package dev.profileguard.sandbox.command.prevention;

import dev.profileguard.event.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The policies, and what they do not cover.
///
/// @param serviceControl what to attach to organizational units or accounts, all together
/// @param resourceControl the same for resources
/// @param boundary the same as a permissions boundary, for an account without an organization
/// @param uncovered sentences
record Prevention(
        List<PolicyFile> serviceControl,
        List<PolicyFile> resourceControl,
        PolicyFile boundary,
        List<String> uncovered) {
    /// The name of the managed policy that is the boundary. The boundary names itself, so that
    /// nobody gets out of it.
    static final String BOUNDARY = "ProfileGuardPrevention";

    /// Makes them.
    ///
    /// @throws PreventionException if they do not fit into AWS's limits
    static Prevention of(PreventionSettings settings) {
        Statements statements = new Statements(settings);
        List<PolicyFile> serviceControl =
                PolicyFile.ofOrganization("service-control-policy", statements.ofServiceControl());
        if (!PolicyFile.fit(serviceControl)) {
            throw tooLarge(
                    settings,
                    "service control policies",
                    serviceControl,
                    PolicyFile.MOST_ON_A_TARGET);
        }
        List<PolicyFile> resourceControl =
                PolicyFile.ofOrganization(
                        "resource-control-policy", statements.ofResourceControl());
        if (!PolicyFile.fit(resourceControl)) {
            throw tooLarge(
                    settings,
                    "resource control policies",
                    resourceControl,
                    PolicyFile.MOST_ON_A_TARGET);
        }
        PolicyFile boundary =
                PolicyFile.ofIam(
                        "permissions-boundary", ofBoundary(settings, statements.ofBoundary()));
        if (!boundary.fits()) {
            throw tooLarge(settings, "permissions boundary", List.of(boundary), 1);
        }
        return new Prevention(serviceControl, resourceControl, boundary, Uncovered.by(settings));
    }

    /// All policies.
    List<PolicyFile> files() {
        List<PolicyFile> files = new ArrayList<>(serviceControl);
        files.addAll(resourceControl);
        files.add(boundary);
        return files;
    }

    /// The list of what they do not cover, as a page.
    String notCovered() {
        return "# What these policies do not cover\n\n"
                + String.join("\n", uncovered.stream().map(each -> "- " + each).toList())
                + "\n";
    }

    private static List<String> ofBoundary(
            PreventionSettings settings, List<Statement> statements) {
        Map<String, Object> everything = new LinkedHashMap<>();
        everything.put("Sid", "EverythingElse");
        everything.put("Effect", "Allow");
        everything.put("Action", "*");
        everything.put("Resource", "*");
        List<String> all = new ArrayList<>();
        all.add(Json.text(everything));
        statements.stream().map(Statement::text).forEach(all::add);
        String policy = settings.names().iam("policy/" + BOUNDARY);
        all.add(
                Statement.deny(
                                "OnlyWithThisBoundary",
                                List.of(
                                        "iam:CreateRole",
                                        "iam:CreateUser",
                                        "iam:Put*PermissionsBoundary"),
                                List.of("*"))
                        .when("ArnNotLike", "iam:PermissionsBoundary", policy)
                        .text());
        all.add(
                Statement.deny(
                                "KeepTheBoundary",
                                List.of("iam:Delete*PermissionsBoundary"),
                                List.of("*"))
                        .text());
        all.add(
                Statement.deny(
                                "KeepThePolicy",
                                List.of(
                                        "iam:CreatePolicy*",
                                        "iam:DeletePolicy*",
                                        "iam:SetDefaultPolicyVersion"),
                                List.of(policy))
                        .text());
        return all;
    }

    /// Names what takes most of the room.
    private static PreventionException tooLarge(
            PreventionSettings settings, String what, List<PolicyFile> files, int most) {
        PolicyFile first = files.getFirst();
        return new PreventionException(
                "%s is too long: with it, the %s would have %d characters, and AWS takes %d in %s. Use fewer entries, with stars%s"
                        .formatted(
                                settings.longest(),
                                what,
                                files.stream().mapToInt(PolicyFile::size).sum(),
                                first.limit(),
                                most == 1 ? "one policy" : "each of %d policies".formatted(most),
                                settings.longest().equals(PreventionSettings.GUARDED)
                                        ? ", or guard profiles by the tag profile-guard=locked"
                                        : ""));
    }
}
