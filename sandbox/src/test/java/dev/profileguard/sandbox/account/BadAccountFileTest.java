package dev.profileguard.sandbox.account;

import static dev.profileguard.sandbox.account.AccountTexts.listing;
import static dev.profileguard.sandbox.account.AccountTexts.nested;
import static dev.profileguard.sandbox.account.AccountTexts.profile;
import static dev.profileguard.sandbox.account.AccountTexts.role;
import static dev.profileguard.sandbox.account.AccountTexts.roles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profileguard.sandbox.input.Progress;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BadAccountFileTest {
    private static final String FULL = roles(role("web", profile("web", nested("web"))));

    @Test
    void namesThePlaceWhereAFileIsTruncated() {
        for (int length = 1; length < FULL.length(); length++) {
            assertThat(errorOf(FULL.substring(0, length)))
                    .contains("account.json, line 1, byte " + length)
                    .contains("the file is truncated here: record it again");
        }
        assertThatCode(() -> read(FULL)).doesNotThrowAnyException();
    }

    @Test
    void namesTheFieldInWhichAFileIsTruncated() {
        String cut = FULL.substring(0, FULL.indexOf("\"RoleId\"") + 12);

        assertThat(errorOf(cut)).contains("RoleDetailList/0/RoleId");
    }

    @Test
    void refusesAnEmptyFile() {
        assertThat(errorOf(""))
                .isEqualTo("account.json: the file is empty. Did the AWS CLI command fail?");
        assertThat(errorOf(" \n")).contains("the file is empty");
    }

    @Test
    void refusesAFileThatIsNotJson() {
        assertThat(errorOf("An error occurred (AccessDenied)")).contains("line 1", "not JSON");
        assertThat(errorOf(FULL + "\nDone.")).contains("line 2", "not JSON");
    }

    @Test
    void refusesOtherJson() {
        assertThat(errorOf("[1]")).contains("is not the output of 'aws iam get-account-auth");
        assertThat(errorOf("{\"Roles\": [], \"A\": 1}"))
                .contains("an object with the fields [A, Roles] is not");
        assertThat(errorOf("{}")).contains("is not the output of");
    }

    @Test
    void namesAMissingField() {
        for (String field :
                List.of(
                        "Path",
                        "RoleName",
                        "RoleId",
                        "Arn",
                        "CreateDate",
                        "AssumeRolePolicyDocument")) {
            String without = roles(role("web").replace("\"" + field + "\"", "\"Other\""));

            assertThat(errorOf(without))
                    .contains("line 1, byte", "RoleDetailList/0: " + field + " is missing");
        }
        assertThat(errorOf(FULL.replace("InstanceProfileId", "Other")))
                .contains("RoleDetailList/0/InstanceProfileList/0: InstanceProfileId is missing");
    }

    @Test
    void namesTheRoleThatLacksItsTrustPolicy() {
        String without = roles(role("web").replace("AssumeRolePolicyDocument", "Other"));

        assertThat(errorOf(without)).endsWith("AssumeRolePolicyDocument is missing (web)");
    }

    @Test
    void namesAFieldOfTheWrongType() {
        assertThat(errorOf("{\"RoleDetailList\": {}}"))
                .contains("RoleDetailList: expected a list, but found an object");
        assertThat(errorOf(FULL.replace("\"web\"", "7")))
                .contains("RoleDetailList/0/RoleName: expected a text, but found a number");
        assertThat(errorOf(FULL.replace(AccountTexts.DATE, "yesterday")))
                .contains("RoleDetailList/0/CreateDate: 'yesterday' is not a time");
        assertThat(errorOf(FULL.replace(AccountTexts.TRUST, "\"no policy\"")))
                .contains("RoleDetailList/0/AssumeRolePolicyDocument: not a policy document");
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        String more =
                FULL.replace("\"Tags\": []", "\"Tags\": [], \"New\": {\"a\": [{\"b\": null}]}");

        assertThatCode(() -> read(more.replaceFirst("\\{", "{\"Newer\": [1], ")))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesANameThatIamForbids() {
        assertThat(errorOf(roles(role("we b")))).contains("RoleDetailList/0: ", "roleName");
        assertThat(errorOf(roles(role("w".repeat(65)))))
                .contains("length less than or equal to 64");
        assertThat(errorOf(listing(profile("a:b", "")))).contains("instanceProfileName");
    }

    @Test
    void refusesTwoProfilesWithOneNameInARole() {
        String twice = role("web", profile("a", nested("web")), profile("A", nested("web")));

        assertThat(errorOf(roles(twice)))
                .contains("role web has two instance profiles with the name");
    }

    @Test
    void refusesProfilesThatContradictTheRole() {
        assertThat(errorOf(FULL + listing(profile("web", ""))))
                .contains(
                        "InstanceProfiles/0: instance profile web has the role none",
                        "RoleDetailList/0")
                .contains("Record", "both again");
        assertThat(errorOf(FULL + listing(profile("other", nested("web")))))
                .contains(
                        "role web (%s) does not list the profile"
                                .formatted(AccountTexts.roleId("web")));
        assertThat(errorOf(listing(profile("web", nested("web")))))
                .contains("the files do not contain this role");
        String recreated =
                profile("web", nested("web")).replace(AccountTexts.profileId("web"), "AIPA2");
        assertThat(errorOf(FULL + listing(recreated))).contains("has the ID AIPA2");
    }

    @Test
    void refusesARoleThatIsRecordedTwiceWithDifferences() {
        assertThatCode(() -> read(FULL + FULL)).doesNotThrowAnyException();
        assertThat(errorOf(FULL + roles(role("web").replace(AccountTexts.roleId("web"), "AROA2"))))
                .contains("Role web is recorded twice, each time differently");
    }

    @Test
    void refusesASecondAccount() {
        assertThat(errorOf(FULL + roles(role("b")).replace(AccountTexts.ACCOUNT, "444455556666")))
                .contains(
                        "belongs to account 444455556666, but earlier entries belong to"
                                + " 111122223333");
    }

    @Test
    void refusesAnArnWithAnotherPath() {
        assertThat(errorOf(FULL.replace(":role/web", ":role/x/web")))
                .contains("Arn is arn:aws:iam::");
    }

    @Test
    void requiresAllPages() {
        String truncated = "{\"IsTruncated\": true, \"Marker\": \"m\", \"RoleDetailList\": []}";

        assertThat(errorOf(truncated)).contains("says that more pages follow, but there are none");
        assertThat(errorOf(truncated.replace("\"IsTruncated\": true", "\"NextToken\": \"n\"")))
                .contains("--max-items");
        assertThatCode(() -> read(truncated + FULL)).doesNotThrowAnyException();
    }

    @Test
    void refusesATextThatIsTooLong() {
        String endless = "\"%s\"".formatted("x".repeat(2 << 20));

        assertThat(errorOf(FULL.replace("\"web\"", endless)))
                .contains("larger than anything that IAM returns");
    }

    @Test
    void refusesAMissingFile() {
        Path none = Path.of("nowhere", "account.json");

        assertThat(
                        catchThrowableOfType(
                                AccountFileException.class,
                                () ->
                                        AccountRecording.read(
                                                List.of(none), "123456789012", Progress.silent())))
                .hasMessage(none + ": there is no such file");
    }

    // Vocabulary

    private static void read(String text) {
        AccountBuilder builder = new AccountBuilder("123456789012");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        AccountReader.read("account.json", new ByteArrayInputStream(bytes), builder);
        builder.build();
    }

    private static String errorOf(String text) {
        return String.valueOf(
                catchThrowableOfType(AccountFileException.class, () -> read(text)).getMessage());
    }
}
