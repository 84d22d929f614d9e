package dev.profileguard.sandbox.command.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which account is replayed.
class ReplayAccountsTest extends AbstractReplayTest {
    @Test
    void replaysTheAccountWithTheMostRecordsAndNamesTheOthers() throws IOException {
        String other = in("210987654321", REMOVED);
        replay(
                write(
                        "org.json",
                        "[%s, %s, %s]".formatted(REMOVED, other, in("210987654321", ADDED))));

        assertThat(output.toString())
                .contains(
                        "left out: 1 of 3 records, which belong to other accounts: 123456789012"
                                + " (1)")
                .contains("by arn:aws:iam::210987654321:user/mallory")
                .contains("finding role-reverted: arn:aws:iam::210987654321:user/mallory")
                .contains("2 records: 2 handled")
                .doesNotContain("arn:aws:iam::123456789012");
    }

    @Test
    void replaysTheChosenAccount() throws IOException {
        Path org =
                write(
                        "org.json",
                        REMOVED + in("210987654321", REMOVED) + in("210987654321", ADDED));

        assertThat(
                        command()
                                .execute(
                                        "--template=../template.yaml",
                                        "" + org,
                                        "--account-id",
                                        "123456789012"))
                .isZero();

        assertThat(output.toString())
                .contains("other accounts: 210987654321 (2)", "1 records: 1 handled");
    }

    @Test
    void namesTheAccountsWhenTheChosenOneHasNoRecords() throws IOException {
        Path org = write("org.json", REMOVED + in("210987654321", ADDED));

        assertThat(command().execute("" + org, "--account-id=111122223333")).isOne();
        assertThat(command().execute("" + org, "--account-id=web")).isEqualTo(2);

        assertThat(output.toString()).isEmpty();
        assertThat(errors.toString())
                .contains(
                        "no record belongs to account 111122223333. The records belong to"
                                + " 123456789012 (1), 210987654321 (1)")
                .contains("--account-id must be the twelve digits of an account, not 'web'");
    }

    @Test
    void trustsThePrincipalsOfTheReplayedAccountThatTheParametersName() throws IOException {
        replay(
                List.of("TrustedPrincipals=arn:aws:iam::210987654321:user/mallory"),
                write("other.json", in("210987654321", REMOVED)));

        assertThat(output.toString()).doesNotContain("role-reverted", "left out");
    }

    @Test
    void keepsAPrincipalOfAnotherAccountInThatAccount() throws IOException {
        String byOther =
                in("210987654321", REMOVED).replace("iam::210987654321", "iam::123456789012");

        replay(write("other.json", byOther));

        assertThat(output.toString()).contains("by arn:aws:iam::123456789012:user/mallory");
    }

    @Test
    void takesTheAccountFromTheEventOrTheCallerWhenTheRecordLacksIt() throws IOException {
        String bare =
                REMOVED.replace("\"recipientAccountId\": \"123456789012\"", "\"readOnly\": false");
        String caller = bare.replace("\"IAMUser\"", "\"IAMUser\", \"accountId\": \"333344445555\"");
        String event = "{\"account\": \"111122223333\", \"detail\": %s}".formatted(sameCall(bare));

        replay(
                write("own.json", ADDED + sameCall(ADDED)),
                write("event.json", event),
                write("old.json", caller));

        assertThat(output.toString())
                .contains(
                        "left out: 2 of 4 records, which belong to other accounts",
                        "111122223333 (1)",
                        "333344445555 (1)");
    }
}
