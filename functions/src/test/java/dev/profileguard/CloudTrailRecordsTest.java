package dev.profileguard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.event.Actor;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.ProfileChangeExtraction;
import dev.profileguard.provision.ProvisionTriggerExtraction;
import dev.profileguard.tag.TagChangeExtraction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Records of each kind that CloudTrail documents, and real ones if they are available.
///
/// See
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
class CloudTrailRecordsTest {
    @ParameterizedTest
    @MethodSource("records")
    void showAChangeOfAProfileWhereTheCallChangedOne(Path file) throws IOException {
        CloudTrailEvent event = read(file);

        assertThat(isFound(ProfileChangeExtraction.changes(event)))
                .isEqualTo(succeeded(event, PROFILE_CHANGES, ":instance-profile/"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void showAChangeOfTagsWhereTheCallCanHaveChangedThem(Path file) throws IOException {
        CloudTrailEvent event = read(file);

        assertThat(isFound(TagChangeExtraction.changes(event)))
                .isEqualTo(succeeded(event, TAG_CHANGES, "arn:aws:iam::"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void showARoleThatMayNeedOrBlockAProfile(Path file) throws IOException {
        CloudTrailEvent event = read(file);
        String message = String.valueOf(event.errorMessage());
        boolean roleChanged = succeeded(event, ROLE_CHANGES, "no ARN");
        boolean deleted = event.name().equals("DeleteRole") && event.errorCode() == null;
        boolean refused = event.name().equals("DeleteRole") && message.contains("instance profile");
        boolean missing = message.contains("Invalid IAM Instance Profile");

        assertThat(isFound(ProvisionTriggerExtraction.in(event)))
                .isEqualTo(roleChanged || deleted || refused || missing);
    }

    @ParameterizedTest
    @MethodSource("identities")
    void nameTheRoleUserOrServiceThatAwsVouchesFor(String file, Actor actor) throws IOException {
        assertThat(read(IDENTITIES.resolve(file + ".json")).actor()).isEqualTo(actor);
    }

    @Test
    void nameTheActorOfEachKindOfIdentity() throws IOException {
        assertThat(files(IDENTITIES))
                .extracting(file -> file.getFileName().toString().replace(".json", ""))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(identities()).map(row -> (String) row[0]).toList());
    }

    static Object[][] identities() {
        Actor deployer = new Actor.RoleSession(ROLE + "deployer", "run-17");
        Actor admin = new Actor.RoleSession(ROLE + "admin", "alice");
        return new Object[][] {
            {"iam-user", user("user/mallory")},
            {"iam-user-in-the-console", user("user/mallory")},
            {"iam-user-in-the-console-of-old", service("signin.amazonaws.com", MALLORY)},
            {"iam-user-with-a-session-token", user("user/mallory")},
            {"iam-user-with-an-empty-session", user("user/mallory")},
            {"iam-user-without-an-arn", unknown("IAMUser", "none")},
            {"root", user("root")},
            {"root-with-an-access-key", user("root")},
            {"assumed-role", deployer},
            {
                "assumed-role-with-a-path",
                new Actor.RoleSession(ROLE + "ci/prod/deployer", "run-17")
            },
            {"assumed-role-by-web-identity", new Actor.RoleSession(ROLE + "deployer", "pod-7")},
            {
                "assumed-role-of-identity-center",
                new Actor.RoleSession(
                        ROLE
                                + "aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef",
                        "alice@example.com")
            },
            {
                "assumed-role-of-an-instance",
                new Actor.RoleSession(ROLE + "web", "i-0123456789abcdef0")
            },
            {
                "assumed-role-without-a-session-context",
                unknown("AssumedRole", "arn:aws:sts::123456789012:assumed-role/deployer/run-17")
            },
            {
                "assumed-role-with-an-odd-session-name",
                new Actor.RoleSession(ROLE + "deployer", "root:admin@x=y,+z")
            },
            {"role", unknown("Role", ROLE + "deployer")},
            {"federated-user", user("user/broker")},
            {"web-identity-user", unknown("WebIdentityUser", "none")},
            {"saml-user", unknown("SAMLUser", "none")},
            {"directory-user", unknown("Directory", "none")},
            {"identity-center-user", unknown("IdentityCenterUser", "none")},
            {"other-account", unknown("AWSAccount", "none")},
            {"aws-service", new Actor.Service("autoscaling.amazonaws.com", null)},
            {"unknown", unknown("Unknown", "none")},
            {"no-type", new Actor.Service("resource-explorer-2.amazonaws.com", null)},
            {"user-by-cloudformation", service("cloudformation.amazonaws.com", user("user/alice"))},
            {"role-by-cloudformation", service("cloudformation.amazonaws.com", admin)},
            {
                "service-linked-role",
                service(
                        "eks-nodegroup.amazonaws.com",
                        new Actor.RoleSession(
                                ROLE
                                        + "aws-service-role/eks-nodegroup.amazonaws.com/AWSServiceRoleForAmazonEKSNodegroup",
                                "EKS"))
            },
            {"aws-internal", admin},
            {
                "in-china",
                service(
                        "cloudformation.amazonaws.com.cn",
                        new Actor.RoleSession(
                                "arn:aws-cn:iam::123456789012:role/deployer", "run-17"))
            },
            {
                "in-govcloud",
                new Actor.RoleSession("arn:aws-us-gov:iam::123456789012:role/deployer", "run-17")
            },
        };
    }

    private static final Path OWN = Path.of("src/test/resources/cloudtrail");
    private static final Path REAL = Path.of("../../shared/cloudtrail");
    private static final Path IDENTITIES = OWN.resolve("identities");
    private static final Set<String> PROFILE_CHANGES =
            Set.of(
                    "CreateInstanceProfile",
                    "DeleteInstanceProfile",
                    "AddRoleToInstanceProfile",
                    "RemoveRoleFromInstanceProfile",
                    "TagInstanceProfile",
                    "UntagInstanceProfile");
    private static final Set<String> TAG_CHANGES =
            Set.of(
                    "CreateInstanceProfile",
                    "AddRoleToInstanceProfile",
                    "TagInstanceProfile",
                    "UntagInstanceProfile",
                    "CreateRole",
                    "TagRole",
                    "UntagRole");
    private static final Set<String> ROLE_CHANGES = Set.of("CreateRole", "UpdateAssumeRolePolicy");
    private static final String ROLE = "arn:aws:iam::123456789012:role/";
    private static final Actor MALLORY = user("user/mallory");

    static List<Path> records() throws IOException {
        return Files.isDirectory(REAL)
                ? Stream.concat(files(OWN).stream(), files(REAL).stream()).toList()
                : files(OWN);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    private static CloudTrailEvent read(Path file) throws IOException {
        Map<String, Object> record = JSON.std.mapFrom(Files.readString(file));
        return CloudTrailEvent.read(
                Map.of("detail-type", "AWS API Call via CloudTrail", "detail", record));
    }

    /// Whether it is a successful call of IAM with one of these names, or a tagging call that names
    /// an ARN with this part.
    private static boolean succeeded(CloudTrailEvent event, Set<String> calls, String arn) {
        boolean tagging =
                event.source().equals("tagging.amazonaws.com")
                        && event.request().values().toString().contains(arn);
        boolean iam = event.source().equals("iam.amazonaws.com") && calls.contains(event.name());
        return event.errorCode() == null && (iam || tagging);
    }

    private static boolean isFound(Extracted<?> extracted) {
        return extracted instanceof Extracted.Found<?>;
    }

    private static Actor user(String name) {
        return new Actor.User("arn:aws:iam::123456789012:" + name);
    }

    private static Actor service(String host, Actor behind) {
        return new Actor.Service(host, behind);
    }

    private static Actor unknown(String type, String arn) {
        return new Actor.Unknown("type %s, arn %s".formatted(type, arn));
    }
}
