package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.NeededPermissions.NEEDS;
import static dev.profileguard.sandbox.template.TemplateFile.ROOT;
import static dev.profileguard.sandbox.template.TemplateFile.TEMPLATE;
import static dev.profileguard.sandbox.template.TemplateFile.enforcing;
import static dev.profileguard.sandbox.template.TemplateFile.function;
import static dev.profileguard.sandbox.template.TemplateFile.granted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.TableDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Template;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StoredDataTest {
    /// The names of the roles are not known before they exist, so a name pattern would also match
    /// the role of somebody who chooses such a name.
    @Test
    void onlyTheRolesOfTheFunctionsThatKeepStateMayWriteToTheBaselines() throws Exception {
        TableDefinition baselines = TEMPLATE.tables().getFirst();
        JsonNode deny = JSON.readTree(baselines.policy()).at("/Statement/0");
        Set<String> writers = new TreeSet<>();
        deny.at("/Condition/StringNotEquals/aws:PrincipalArn")
                .forEach(arn -> writers.add(arn.asText()));

        assertThat(baselines.name()).endsWith("-BaselineTable");
        assertThat(deny.path("Effect").asText()).isEqualTo("Deny");
        assertThat(deny.path("Principal").asText()).isEqualTo("*");
        assertThat(deny.path("Action").toString())
                .contains("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")
                .contains("PartiQLInsert", "PartiQLUpdate", "PartiQLDelete")
                .doesNotContain("ResourcePolicy", "UpdateTable", "*");
        assertThat(writers)
                .isEqualTo(
                        TEMPLATE.functions().stream()
                                .filter(function -> !KEEP_NOTHING.contains(function.logicalId()))
                                .map(FunctionDefinition::roleArn)
                                .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(Files.readAllLines(ROOT.resolve("template.yaml")))
                .containsSubsequence("  BaselineTable:", "      DeletionProtectionEnabled: true");
    }

    @Test
    void functionsMayUseTheCustomersKeyAndNoOtherOne() {
        String key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        Template template = enforcing(Map.of("KmsKey", key));

        NEEDS.forEach((name, needs) -> {
            FunctionDefinition function = function(template, name);
            Set<String> all = new TreeSet<>(needs);
            all.addAll(List.of("kms:Decrypt", "kms:GenerateDataKey"));
            assertThat(granted(function)).isEqualTo(all);
            assertThat(function.may("kms:Decrypt", key)).isTrue();
            assertThat(function.may("kms:Decrypt", key.replace("ab-", "cd-"))).isFalse();
        });
    }

    @Test
    void everythingThatKeepsDataIsEncryptedWithTheCustomersKeyIfThereIsOne() throws Exception {
        String text = Files.readString(ROOT.resolve("template.yaml"));

        for (Map.Entry<String, String> each :
                Map.of(
                                "Type: AWS::DynamoDB::Table",
                                        "KMSMasterKeyId: !If [HasKmsKey, !Ref KmsKey,",
                                "Type: AWS::SQS::Queue\n",
                                        "KmsMasterKeyId: !If [HasKmsKey, !Ref KmsKey,",
                                "Type: AWS::S3::Bucket\n",
                                        "KMSMasterKeyID: !If [HasKmsKey, !Ref KmsKey,")
                        .entrySet()) {
            assertThat(text.split(Pattern.quote(each.getValue()), -1))
                    .as(each.getKey())
                    .hasSameSizeAs(text.split(Pattern.quote(each.getKey()), -1));
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /// The functions without stored state of their own.
    private static final Set<String> KEEP_NOTHING = Set.of("Canary", "FailureAdvisor");
}
