package dev.profileguard.sandbox.account;

import static dev.profileguard.sandbox.account.AccountTexts.listing;
import static dev.profileguard.sandbox.account.AccountTexts.nested;
import static dev.profileguard.sandbox.account.AccountTexts.profile;
import static dev.profileguard.sandbox.account.AccountTexts.role;
import static dev.profileguard.sandbox.account.AccountTexts.roles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.input.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

class AccountRecordingTest {
    private static final String HERE = "123456789012";

    @TempDir private Path folder = Path.of("");
    private int files;
    private final IamAccount account = new IamAccount(HERE, InstantSource.system());
    private final IamClient iam =
            account.as(new Caller.User(HERE, "alice", "alice"), "test", "192.0.2.1");

    @Test
    void keepsIdsAndDates() throws IOException {
        load(file(roles(role("web", profile("web-profile", nested("web"))))));

        Role role = iam.getRole(r -> r.roleName("web")).role();
        InstanceProfile profile = read("web-profile");
        assertThat(role.roleId()).isEqualTo(AccountTexts.roleId("web"));
        assertThat(role.createDate()).isEqualTo(Instant.parse("2024-05-06T07:08:09Z"));
        assertThat(profile.instanceProfileId()).isEqualTo(AccountTexts.profileId("web-profile"));
        assertThat(profile.createDate()).isEqualTo(Instant.parse("2024-05-06T07:08:09Z"));
        assertThat(profile.roles()).extracting(Role::roleId).containsExactly(role.roleId());
    }

    @Test
    void readsPagesOneAfterTheOtherAndGzippedFiles() throws IOException {
        load(
                file(
                        roles(role("a")).replaceFirst("\\{", "{\"IsTruncated\": true, ")
                                + roles(role("b"))),
                gzipped(roles(role("c"))));

        assertThat(iam.listRoles().roles())
                .extracting(Role::roleName)
                .containsExactly("a", "b", "c");
    }

    @Test
    void loadsProfilesWithoutARoleFromTheList() throws IOException {
        load(
                file(
                        roles(role("web", profile("full", nested("web"))))
                                + listing(profile("empty", ""), profile("full", nested("web")))));

        assertThat(iam.listInstanceProfiles().instanceProfiles())
                .extracting(each -> each.instanceProfileName() + " " + each.roles().size())
                .containsExactly("empty 0", "full 1");
    }

    @Test
    void loadsTagsOfProfiles() throws IOException {
        String tags = "\"Tags\": [{\"Key\": \"profile-guard\", \"Value\": \"locked\"}]";
        load(
                file(roles(role("web", profile("full", nested("web"))))),
                file("{\"InstanceProfile\": %s}".formatted(profile("full", nested("web"), tags))));

        assertThat(read("full").tags()).extracting(Tag::value).containsExactly("locked");
    }

    @Test
    void readsPolicyDocumentsAsObjectsAndAsUrlEncodedTexts() throws IOException {
        String encoded =
                role("b").replace(AccountTexts.TRUST, "\"%7B%22Statement%22%3A%20%5B%5D%7D\"");
        load(file(roles(role("a"), encoded)));

        assertThat(trust("a")).isEqualTo(AccountTexts.TRUST.replaceAll("\\s+(?![0-9])", ""));
        assertThat(trust("b")).isEqualTo("{\"Statement\":[]}");
    }

    @Test
    void replacesTheRecordedAccountAndPartition() throws IOException {
        String other =
                roles(role("web", profile("web", nested("web"))))
                        .replace("arn:aws:", "arn:aws-us-gov:")
                        .replace(
                                "{\"Service\": \"ec2.amazonaws.com\"}",
                                "{\"AWS\": [\"arn:aws-us-gov:iam::111122223333:root\","
                                        + " \"444455556666\"]}");
        AccountRecording recording = load(file(other));

        assertThat(read("web").arn()).isEqualTo("arn:aws:iam::123456789012:instance-profile/web");
        assertThat(trust("web")).contains("\"arn:aws:iam::123456789012:root\",\"444455556666\"");
        assertThat(recording.summary())
                .anyMatch(line ->
                        line.startsWith("account 111122223333 (aws-us-gov) runs as 123456789012"));
        assertThat(recording.origin().map(from -> from.localized("x 111122223333 1111222233334")))
                .contains("x 123456789012 1111222233334");
    }

    @Test
    void loadsManagedPoliciesWithTheirVersionsAndUsers() throws IOException {
        load(file(EVERYTHING));

        String arn = "arn:aws:iam::123456789012:policy/team/read";
        assertThat(iam.getPolicy(r -> r.policyArn(arn)).policy().attachmentCount()).isEqualTo(1);
        assertThat(iam.listPolicyVersions(r -> r.policyArn(arn)).versions())
                .extracting(each -> each.versionId() + " " + each.isDefaultVersion())
                .containsExactly("v4 false", "v2 true");
        assertThat(document(arn, "v2")).isEqualTo("{\"Statement\":{\"Sid\":\"two\"}}");
        assertThat(
                        iam.createPolicyVersion(r ->
                                        r.policyArn(arn)
                                                .policyDocument(
                                                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"))
                                .policyVersion()
                                .versionId())
                .isEqualTo("v5");
        assertThat(iam.getUser(r -> r.userName("alice")).user().userId())
                .isEqualTo("AIDAALICE12345678");
    }

    @Test
    void makesNoCallsWhenItLoads() throws IOException {
        List<String> calls = new ArrayList<>();
        account.observer((call, response, error, took) -> calls.add(call.operation()));

        load(file(EVERYTHING));

        assertThat(calls).isEmpty();
    }

    @Test
    void takesTheQuotaFromTheSummary() throws IOException {
        load(
                file(
                        roles(role("web"))
                                + "{\"SummaryMap\": {\"Roles\": 1, \"InstanceProfilesQuota\":"
                                + " 77}}"));

        assertThat(quota()).isEqualTo(77);
    }

    @Test
    void assumesTheDefaultQuota() throws IOException {
        AccountRecording recording = load(file(roles(role("web"))));

        assertThat(quota()).isEqualTo(1000);
        assertThat(recording.summary()).noneMatch(line -> line.contains("quota"));
    }

    @Test
    void assumesAHigherQuotaForAnAccountThatExceedsTheDefault() throws IOException {
        String[] profiles = new String[1000];
        Arrays.setAll(profiles, number -> profile("p" + number, ""));

        AccountRecording recording = load(file(listing(profiles)));

        assertThat(quota()).isEqualTo(2000);
        assertThat(recording.summary()).anyMatch(line -> line.contains("2000 is assumed"));
    }

    // Vocabulary

    private static final String EVERYTHING =
            """
            {"UserDetailList": [{"Path": "/", "UserName": "alice", "UserId": "AIDAALICE12345678",
               "Arn": "arn:aws:iam::111122223333:user/alice", "CreateDate": "2024-05-06 07:08:09+00:00",
               "UserPolicyList": [{"PolicyName": "p", "PolicyDocument": {}}], "GroupList": ["g"]}],
             "GroupDetailList": [{"GroupName": "g"}],
             "Policies": [{"PolicyName": "read", "PolicyId": "ANPAREAD123456789", "Path": "/team/",
               "Arn": "arn:aws:iam::111122223333:policy/team/read", "DefaultVersionId": "v2",
               "CreateDate": "2024-05-06T07:08:09Z", "UpdateDate": "2024-05-06T07:08:09Z",
               "PolicyVersionList": [
                 {"VersionId": "v4", "CreateDate": "2024-05-06T07:08:09Z", "IsDefaultVersion": false,
                  "Document": {"Statement": {"Sid": "four"}}},
                 {"VersionId": "v2", "CreateDate": "2024-05-06T07:08:09Z", "IsDefaultVersion": true,
                  "Document": {"Statement": {"Sid": "two"}}}]}],
             "RoleDetailList": [{"Path": "/", "RoleName": "web", "RoleId": "AROAWEB1234567890",
               "Arn": "arn:aws:iam::111122223333:role/web", "CreateDate": "2024-05-06T07:08:09Z",
               "AssumeRolePolicyDocument": {"Statement": []}, "AttachedManagedPolicies": [
                 {"PolicyName": "read", "PolicyArn": "arn:aws:iam::111122223333:policy/team/read"}]}]}
            """;

    private AccountRecording load(Path... paths) {
        AccountRecording recording = AccountRecording.read(List.of(paths), HERE, Progress.silent());
        recording.loadInto(account);
        return recording;
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("account-" + files++ + ".json"), text);
    }

    private Path gzipped(String text) throws IOException {
        Path path = folder.resolve("account-" + files++ + ".json.gz");
        try (OutputStream output = new GZIPOutputStream(Files.newOutputStream(path))) {
            output.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return path;
    }

    private int quota() {
        return iam.getAccountSummary()
                .summaryMapAsStrings()
                .getOrDefault("InstanceProfilesQuota", -1);
    }

    private InstanceProfile read(String name) {
        return iam.getInstanceProfile(r -> r.instanceProfileName(name)).instanceProfile();
    }

    private String trust(String role) {
        return decoded(iam.getRole(r -> r.roleName(role)).role().assumeRolePolicyDocument());
    }

    private String document(String arn, String version) {
        return decoded(
                iam.getPolicyVersion(r -> r.policyArn(arn).versionId(version))
                        .policyVersion()
                        .document());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
