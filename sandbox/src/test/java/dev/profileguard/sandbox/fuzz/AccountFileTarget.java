package dev.profileguard.sandbox.fuzz;

import dev.profileguard.sandbox.account.AccountFileException;
import dev.profileguard.sandbox.account.AccountRecording;
import dev.profileguard.sandbox.account.AccountTexts;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.input.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// Recorded accounts, as `guard rehearse --account` reads them.
final class AccountFileTarget implements FuzzTarget {
    private final Path file;

    /// @param folder a folder for the file
    AccountFileTarget(Path folder) {
        file = folder.resolve("account.json");
    }

    @Override
    public String name() {
        return "account";
    }

    @Override
    public List<String> seeds() {
        String web = AccountTexts.profile("prod-web", AccountTexts.nested("web"));
        String tags = "\"Tags\": [{\"Key\": \"Owner\", \"Value\": \"alice\"}]";
        return List.of(
                AccountTexts.roles(AccountTexts.role("web", web), AccountTexts.role("db")),
                AccountTexts.listing(web, AccountTexts.profile("empty", "")),
                "{\"InstanceProfile\": %s}".formatted(AccountTexts.profile("empty", "", tags)),
                "{\"SummaryMap\": {\"InstanceProfilesQuota\": 1000}}",
                AccountTexts.roles(AccountTexts.role("web", web))
                        + AccountTexts.listing(web)
                        + "{\"SummaryMap\": {\"InstanceProfilesQuota\": 1000}}",
                """
                {"UserDetailList": [{"Path": "/", "UserName": "alice", "UserId": "AIDAALICEABCDEFGHIJK",
                  "Arn": "arn:aws:iam::111122223333:user/alice", "CreateDate": "2024-05-06T07:08:09Z",
                  "GroupList": [], "AttachedManagedPolicies": [], "Tags": []}],
                 "GroupDetailList": [{"GroupName": "g"}], "RoleDetailList": [],
                 "Policies": [{"PolicyName": "p", "PolicyId": "ANPAPABCDEFGHIJKLMNOP",
                  "Arn": "arn:aws:iam::111122223333:policy/p", "Path": "/", "DefaultVersionId": "v1",
                  "AttachmentCount": 0, "IsAttachable": true, "CreateDate": "2024-05-06T07:08:09Z",
                  "UpdateDate": "2024-05-06T07:08:09Z", "PolicyVersionList": [{"VersionId": "v1",
                   "IsDefaultVersion": true, "Document": {"Statement": []}}]}],
                 "IsTruncated": false}\
                """);
    }

    @Override
    public boolean accepts(byte[] input) {
        try {
            Files.write(file, input);
            AccountRecording recorded =
                    AccountRecording.read(
                            List.of(file), Stack.DEFAULT.account(), Progress.silent());
            recorded.summary().forEach(Refusal::check);
            recorded.loadInto(new IamAccount(Stack.DEFAULT.account(), InstantSource.system()));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            Refusal.check(e, List.of(AccountFileException.class));
            if (!String.valueOf(e.getMessage()).contains("account.json")) {
                throw new AssertionError("it does not name the file: " + e.getMessage(), e);
            }
            return false;
        }
    }
}
