package dev.profileguard.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Partition;
import dev.profileguard.sandbox.command.stack.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said about a node role of a recorded account.
class NodeRoleCommandTest {
    private static final String OF_AWS = "arn:aws:iam::aws:policy/";
    private static final String OWN = "arn:aws:iam::999988887777:policy/images";

    @TempDir private Path folder = Path.of("");
    private final LastCommand command = new LastCommand();

    @Test
    void evaluatesThePoliciesAsTheyWereRecorded() throws IOException {
        String account =
                account(
                        policy(OF_AWS + "AmazonEKSWorkerNodePolicy", "ec2:Describe*", "eks:*"),
                        policy(OWN, "ecr:*"));

        assertThat(show(account)).isZero();

        assertThat(command.output())
                .contains("Nothing is wrong with workers as a node role")
                .contains("allowed by AmazonEKSWorkerNodePolicy", "allowed by images")
                .contains("note    pod-identity");
    }

    @Test
    void alarmsAboutNothingThatAPolicyWhichWasNotRecordedMayAllow() throws IOException {
        assertThat(show(account(policy(OWN, "ecr:*")))).isZero();
        assertThat(command.output()).contains("allowed by AmazonEKSWorkerNodePolicy");

        assertThat(show(account())).isEqualTo(1);
        assertThat(command.output())
                .contains(
                        "note    images        No policy that can be read allows ecr:BatchGetImage")
                .contains("wrong   documents     Not every policy of the role can be evaluated.")
                .contains("The policy images cannot be read: The account was recorded without");
        assertThat(command.errors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Partition.class)
    void saysHowToMakeANodeRoleInEachPartition(Partition partition) {
        assertThat(guard("node-role", "make", "nodes", "--partition", partition.id())).isZero();

        assertThat(command.output())
                .contains(
                        "arn:%s:iam::aws:policy/AmazonEKSWorkerNodePolicy"
                                .formatted(partition.id()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aws-eu", "us-east-1", "aws|aws-cn"})
    void refusesAPartitionThatDoesNotExist(String partition) {
        assertThat(guard("node-role", "make", "nodes", "--partition", partition)).isEqualTo(2);

        assertThat(command.errors()).contains("--partition must be one of aws, aws-us-gov, aws-cn");
    }

    @Test
    void saysInARehearsalWhatIsWrong() throws IOException {
        String account = account(policy(OWN, "s3:*"));

        assertThat(guard("rehearse", "--template=../template.yaml", "--account", account)).isZero();

        assertThat(command.output()).contains("node-registry-access-missing  role/workers");
    }

    @Test
    void saysThatARecordedAccountHasNoClusters() throws IOException {
        String account = account(policy(OWN, "ecr:*"));
        String on = "--parameter-overrides=ReadEksClusters=on";

        assertThat(guard("rehearse", "--template=../template.yaml", on, "--account", account))
                .isZero();
        assertThat(command.output()).containsOnlyOnce("ReadEksClusters is on, but");
        assertThat(
                        guard(
                                "node-role",
                                "show",
                                "workers",
                                "--template=../template.yaml",
                                on,
                                "--account",
                                account))
                .isZero();

        assertThat(command.output())
                .containsOnlyOnce("ReadEksClusters is on, but")
                .doesNotContain("EKS shows no node group", "was not read");
    }

    private int show(String account) {
        return guard(
                "node-role",
                "show",
                "workers",
                "--template=../template.yaml",
                "--account",
                account);
    }

    private int guard(String... words) {
        return command.run(Surroundings.ofProcess(), words);
    }

    private String account(String... policies) throws IOException {
        Path file = folder.resolve("account-%d.json".formatted(policies.length));
        Files.writeString(
                file,
                """
                {"UserDetailList": [], "GroupDetailList": [], "Policies": [%s], "RoleDetailList": [
                 {"Path": "/", "RoleName": "workers", "RoleId": "AROAEXAMPLE0000000001",
                  "Arn": "arn:aws:iam::999988887777:role/workers",
                  "CreateDate": "2025-01-01T00:00:00Z",
                  "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{
                   "Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
                   "Action": "sts:AssumeRole"}]},
                  "InstanceProfileList": [{"Path": "/", "InstanceProfileName": "workers",
                   "InstanceProfileId": "AIPAEXAMPLE0000000001",
                   "Arn": "arn:aws:iam::999988887777:instance-profile/workers",
                   "CreateDate": "2025-01-01T00:00:00Z", "Roles": []}],
                  "RolePolicyList": [], "Tags": [], "RoleLastUsed": {},
                  "AttachedManagedPolicies": [
                   {"PolicyName": "AmazonEKSWorkerNodePolicy",
                    "PolicyArn": "%sAmazonEKSWorkerNodePolicy"},
                   {"PolicyName": "images", "PolicyArn": "%s"}]}]}
                """
                        .formatted(String.join(", ", policies), OF_AWS, OWN));
        return file.toString();
    }

    private static String policy(String arn, String... actions) {
        return """
        {"PolicyName": "%s", "PolicyId": "ANPAEXAMPLE%010d", "Arn": "%s", "Path": "/",
         "DefaultVersionId": "v7", "AttachmentCount": 1, "IsAttachable": true,
         "CreateDate": "2025-01-01T00:00:00Z", "UpdateDate": "2025-01-01T00:00:00Z",
         "PolicyVersionList": [{"VersionId": "v7", "IsDefaultVersion": true,
          "CreateDate": "2025-01-01T00:00:00Z", "Document": {"Version": "2012-10-17",
          "Statement": [{"Effect": "Allow", "Action": ["%s"], "Resource": "*"}]}}]}
        """
                .formatted(
                        arn.substring(arn.lastIndexOf('/') + 1),
                        Math.abs((long) arn.hashCode()),
                        arn,
                        String.join("\", \"", actions));
    }
}
