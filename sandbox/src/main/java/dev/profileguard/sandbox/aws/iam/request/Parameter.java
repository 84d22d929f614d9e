package dev.profileguard.sandbox.aws.iam.request;

import static java.util.Map.entry;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The rules for a request's parameter, and IAM's message for a value with invalid characters.
///
/// @param characters a pattern that the value must also match; null: the constraint is enough
/// @param complaint IAM's message for such a value, after "The specified value for x is invalid. "
record Parameter(Constraint constraint, @Nullable Pattern characters, String complaint) {
    private static final Pattern NAME_CHARACTERS = Pattern.compile("[A-Za-z0-9_+=,.@-]+");
    private static final String NAME_COMPLAINT =
            "It must contain only alphanumeric characters and/or the following: +=,.@_-";
    private static final Pattern PATH_CHARACTERS =
            Pattern.compile("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)");
    private static final String PATH_COMPLAINT =
            "It must begin and end with / and contain only alphanumeric characters and/or /"
                    + " characters.";
    private static final Pattern PREFIX_CHARACTERS = Pattern.compile("\\u002F[\\u0021-\\u007F]*");
    private static final String PREFIX_COMPLAINT =
            "It must begin with the / character and contain only alphanumeric characters and/or"
                    + " / characters.";

    private static final Parameter PATH =
            new Parameter(Constraint.Text.ofLength(1, 512), PATH_CHARACTERS, PATH_COMPLAINT);
    private static final Parameter POLICY_PATH =
            new Parameter(
                    Constraint.Text.ofLength(1, 512),
                    Pattern.compile("((/[A-Za-z0-9.,+@=_-]+)*)/"),
                    PATH_COMPLAINT);
    private static final Parameter PREFIX =
            new Parameter(Constraint.Text.ofLength(1, 512), PREFIX_CHARACTERS, PREFIX_COMPLAINT);
    private static final Parameter DOCUMENT =
            new Parameter(
                    Constraint.Text.ofLength(1, 131072),
                    Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                    "It must contain only printable ASCII characters.");
    private static final Parameter ARN = of(Constraint.Text.ofLength(20, 2048));
    private static final Parameter USAGE =
            of(Constraint.Word.of("PermissionsPolicy", "PermissionsBoundary"));
    private static final Constraint.Word ENTITY =
            Constraint.Word.of("User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy");

    private static final Map<String, Parameter> BY_NAME =
            Map.ofEntries(
                    entry("RoleName", name(64)),
                    entry("InstanceProfileName", name(128)),
                    entry("PolicyName", name(128)),
                    entry("UserName", name(128)),
                    entry("AWSServiceName", name(128)),
                    entry("CustomSuffix", name(64)),
                    entry("DeletionTaskId", of(Constraint.Text.ofLength(1, 1000))),
                    entry("Path", PATH),
                    entry("PathPrefix", PREFIX),
                    entry("AssumeRolePolicyDocument", DOCUMENT),
                    entry("PolicyDocument", DOCUMENT),
                    entry("PolicyArn", ARN),
                    entry("PermissionsBoundary", ARN),
                    entry(
                            "Description",
                            of(
                                    new Constraint.Text(
                                            0,
                                            1000,
                                            "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*"))),
                    entry("MaxSessionDuration", of(new Constraint.Count(3600, 43200))),
                    entry("MaxItems", of(new Constraint.Count(1, 1000))),
                    entry("Marker", of(Constraint.Text.ofLength(1, Integer.MAX_VALUE))),
                    entry(
                            "VersionId",
                            of(
                                    new Constraint.Text(
                                            1,
                                            Integer.MAX_VALUE,
                                            "v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?"))),
                    entry("Scope", of(Constraint.Word.of("All", "AWS", "Local"))),
                    entry("EntityFilter", of(ENTITY)),
                    entry("PolicyUsageFilter", USAGE),
                    entry("Tags", of(new Constraint.Tags(50))),
                    entry(
                            "TagKeys",
                            of(
                                    new Constraint.ListOf(
                                            50,
                                            Constraint.Tags.KEY,
                                            "Member must have length less than or equal to 128,"
                                                + " Member must have length greater than or equal"
                                                + " to 1, Member must satisfy regular expression"
                                                + " pattern: "
                                                    + Constraint.TAG_KEY
                                                    + ", Member must not be null"))),
                    entry(
                            "Filter",
                            of(
                                    new Constraint.ListOf(
                                            Integer.MAX_VALUE,
                                            ENTITY,
                                            "Member must satisfy enum value set: "
                                                    + ENTITY.words()))));

    /// The rules for a parameter; null: any value is valid.
    ///
    /// @param member as the API reference spells it, such as `RoleName`
    static @Nullable Parameter named(String operation, String member) {
        if (operation.equals("CreateUser") && member.equals("UserName")) {
            return name(64);
        }
        if (operation.equals("CreatePolicy") && member.equals("Path")) {
            return POLICY_PATH;
        }
        if (operation.equals("CreatePolicy") && member.equals("Description")) {
            return of(Constraint.Text.ofLength(0, 1000));
        }
        if (operation.equals("ListEntitiesForPolicy") && member.equals("PathPrefix")) {
            return PATH;
        }
        return BY_NAME.get(member);
    }

    /// Whether the operation requires it.
    static boolean isRequired(String operation, String member) {
        return switch (member) {
            case "RoleName",
                    "InstanceProfileName",
                    "PolicyName",
                    "PolicyArn",
                    "PolicyDocument",
                    "AssumeRolePolicyDocument",
                    "AWSServiceName",
                    "DeletionTaskId",
                    "VersionId",
                    "TagKeys" ->
                    true;
            case "UserName" -> !operation.equals("GetUser");
            case "Tags" -> operation.startsWith("Tag");
            case "PermissionsBoundary" -> operation.startsWith("Put");
            case "Description" -> operation.equals("UpdateRoleDescription");
            default -> false;
        };
    }

    /// Whether its characters are valid. Its constraint must be satisfied already.
    boolean hasValidCharacters(Object value) {
        return characters == null || characters.matcher((String) value).matches();
    }

    private static Parameter of(Constraint constraint) {
        return new Parameter(constraint, null, "");
    }

    private static Parameter name(int max) {
        return new Parameter(Constraint.Text.ofLength(1, max), NAME_CHARACTERS, NAME_COMPLAINT);
    }
}
