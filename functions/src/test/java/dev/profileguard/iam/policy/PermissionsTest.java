package dev.profileguard.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.event.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The cases are facts of AWS's documentation and of public suites for policy evaluation: an
/// explicit deny wins, nothing is allowed without an Allow, `NotAction` and `NotResource` leave
/// out, actions are compared without regard to case, resources with it.
class PermissionsTest {
    private static final String ALL = "{'Effect':'Allow','Action':'*','Resource':'*'}";
    private static final Access NOTHING_ALLOWS = new Access.NotAllowed(Access.PolicyKind.IDENTITY);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect':'Allow','Action':'ecr:BatchGetImage','Resource':'*'}",
                "{'Effect':'Allow','Action':'ecr:*Image','Resource':'*'}",
                "{'Effect':'Allow','Action':'ECR:batchgetimage','Resource':'*'}",
                "{'Effect':'Allow','Action':['s3:Get?bject','ecr:Batch?etImage'],'Resource':['*']}",
                "{'Effect':'Allow','NotAction':'ec2:*','Resource':'*'}",
                "{'Effect':'Allow','Action':'*','NotResource':'arn:aws:s3:::*'}",
                "{'Effect':'Allow','Action':'*','Resource':'arn:aws:ecr:*:*:repository/*'}",
                "{'Effect':'Allow','Action':'*','Resource':'arn:*:ecr:*'}"
            })
    void allowsWhatAStatementAllows(String statement) {
        assertThat(access(pull(), statement)).isEqualTo(new Access.Allowed(List.of("first")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect':'Allow','Action':'ecr:Get*','Resource':'*'}",
                "{'Effect':'Allow','Action':'ecr','Resource':'*'}",
                "{'Effect':'Allow','NotAction':'ECR:*','Resource':'*'}",
                "{'Effect':'Allow','Action':'*','NotResource':'*'}",
                "{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::*'}",
                "{'Effect':'Allow','Action':'*','Resource':'arn:aws:ECR:*:*:repository/*'}"
            })
    void allowsNothingElse(String statement) {
        assertThat(access(pull(), statement)).isEqualTo(NOTHING_ALLOWS);
    }

    @Test
    void allowsNothingWithoutPolicies() {
        assertThat(new Permissions(List.of(), null).access(pull())).isEqualTo(NOTHING_ALLOWS);
    }

    @Test
    void letsAnExplicitDenyWinWhereverItStands() {
        String deny = "{'Effect':'Deny','Action':'ecr:*','Resource':'*'}";

        assertThat(access(pull(), ALL + "," + deny)).isEqualTo(denied("first"));
        assertThat(access(pull(), deny + "," + ALL)).isEqualTo(denied("first"));
        assertThat(access(pull(), ALL, deny)).isEqualTo(denied("second"));
        assertThat(access(pull(), deny)).isEqualTo(denied("first"));
    }

    @Test
    void needsThePermissionsBoundaryToo() {
        String ec2 = "{'Effect':'Allow','Action':'ec2:*','Resource':'*'}";
        String deny = "{'Effect':'Deny','Action':'ecr:*','Resource':'*'}";

        assertThat(limited(ALL, ALL)).isEqualTo(new Access.Allowed(List.of("first")));
        assertThat(limited(ALL, ec2)).isEqualTo(new Access.NotAllowed(Access.PolicyKind.BOUNDARY));
        assertThat(limited(ec2, ALL)).isEqualTo(NOTHING_ALLOWS);
        assertThat(limited(ALL, ALL + "," + deny))
                .isEqualTo(new Access.Denied(Access.PolicyKind.BOUNDARY, "boundary"));
    }

    @Test
    void namesEachPolicyThatAllows() {
        assertThat(access(pull(), ALL, "{'Effect':'Allow','Action':'s3:*','Resource':'*'}", ALL))
                .isEqualTo(new Access.Allowed(List.of("first", "third")));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:ecr:eu-west-1:123456789012:repository/app, for some resources",
        "arn:aws:ecr:*:*:repository/app/*, for some resources",
        "arn:aws:ecr:*:*:repository/?, for some resources",
        "arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}, for some resources"
    })
    void dependsOnTheResourceWhereARequestStandsForMany(String resource, String where) {
        String statement =
                "{'Effect':'Allow','Action':'ecr:*','Resource':'%s'}".formatted(resource);

        assertThat(access(pull(), statement))
                .isEqualTo(
                        new Access.Depends(List.of("first"), List.of("first allows it " + where)));
    }

    @Test
    void dependsOnAConditionWhoseValueIsNotKnown() {
        String allowed = conditional("Allow");
        String denied = conditional("Deny");

        assertThat(access(pull(), allowed))
                .isEqualTo(depends("first allows it under a condition (aws:SourceVpc)"));
        assertThat(access(pull(), allowed, ALL)).isEqualTo(new Access.Allowed(List.of("second")));
        assertThat(access(pull(), ALL + "," + denied))
                .isEqualTo(depends("first denies it under a condition (aws:SourceVpc)"));
        assertThat(limited(ALL, allowed))
                .isEqualTo(depends("boundary allows it under a condition (aws:SourceVpc)"));
        assertThat(limited(ALL, ALL + "," + denied))
                .isEqualTo(depends("boundary denies it under a condition (aws:SourceVpc)"));
    }

    @Test
    void namesOnlyTheKeysOfStatementsThatDecide() {
        String other =
                "{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'Bool':{'aws:other':'true'}}}";
        String denied =
                "{'Effect':'Deny','Action':'ecr:*','Resource':'*','Condition':{'Bool':{'aws:denied':'true'}}}";

        assertThat(access(pull(), conditional("Allow") + "," + other + "," + denied))
                .isEqualTo(
                        depends(
                                "first denies it under a condition (aws:denied)",
                                "first allows it under a condition (aws:SourceVpc)"));
    }

    @Test
    void takesAVariableWhoseValueIsNotKnownForAnyText() {
        AccessRequest teams =
                new AccessRequest(
                        "ecr:BatchGetImage",
                        "arn:aws:ecr:eu-west-1:123456789012:repository/team-*",
                        Map.of(),
                        AccessRequest.Scope.ANY);
        String statement =
                "{'Effect':'Allow','Action':'ecr:*','Resource':'arn:aws:ecr:eu-west-1:123456789012:repository/%s'}";

        assertThat(access(teams, statement.formatted("${aws:username}")))
                .isEqualTo(depends("first allows it for some resources"));
        assertThat(access(teams, statement.formatted("${$}*"))).isEqualTo(NOTHING_ALLOWS);
    }

    @Test
    void keepsTheKeysThatARequestHas() {
        AccessRequest request =
                new AccessRequest("a:B", "*", Map.of("aws:username", List.of("app")))
                        .with(Map.of("aws:username", List.of("web"), "aws:other", List.of("x")));

        assertThat(request.values("AWS:UserName")).containsExactly("app");
        assertThat(request.values("aws:other")).containsExactly("x");
        assertThat(request.values("aws:missing")).isEmpty();
    }

    @Test
    void namesTheKindsOfPoliciesAsAwsDoes() {
        assertThat(Access.PolicyKind.IDENTITY.withArticle()).isEqualTo("an identity-based policy");
        assertThat(Access.PolicyKind.BOUNDARY.withArticle()).isEqualTo("a permissions boundary");
        assertThat(Access.PolicyKind.BOUNDARY.text()).isEqualTo("permissions boundary");
    }

    /// An action without a resource asks for the star: an ARN never covers it.
    @Test
    void needsAStarForAnActionWithoutResource() {
        AccessRequest describe =
                new AccessRequest("ec2:DescribeInstances", "*", Map.of(), AccessRequest.Scope.ANY);

        assertThat(
                        access(
                                describe,
                                "{'Effect':'Allow','Action':'ec2:*','Resource':'arn:aws:ec2:*'}"))
                .isEqualTo(NOTHING_ALLOWS);
        assertThat(access(describe, ALL)).isEqualTo(new Access.Allowed(List.of("first")));
    }

    @Test
    void decidesOneRequestByItsOwnResourceAndKeys() {
        AccessRequest one =
                new AccessRequest(
                        "ecr:BatchGetImage", "arn:aws:ecr:eu-west-1:123456789012:repository/app");

        assertThat(access(one, conditional("Allow"))).isEqualTo(NOTHING_ALLOWS);
        assertThat(access(one, "{'Effect':'Allow','Action':'*','Resource':'*:repository/app'}"))
                .isEqualTo(new Access.Allowed(List.of("first")));
        assertThat(access(one, "{'Effect':'Allow','Action':'*','Resource':'*:repository/web'}"))
                .isEqualTo(NOTHING_ALLOWS);
    }

    /// In the older version, `${...}` is a text.
    @Test
    void hasVariablesOnlyInTheNewerVersion() {
        Map<String, List<String>> context = Map.of("aws:username", List.of("app"));
        AccessRequest request = new AccessRequest("a:B", "arn:aws:s3:::app", context);
        String document =
                "{'Version':'%s','Statement':{'Effect':'Allow','Action':'a:B','Resource':'arn:aws:s3:::${aws:username}'}}";

        assertThat(
                        new Permissions(List.of(read(document.formatted("2012-10-17"))), null)
                                .access(request))
                .isEqualTo(new Access.Allowed(List.of("p")));
        assertThat(
                        new Permissions(List.of(read(document.formatted("2008-10-17"))), null)
                                .access(request))
                .isEqualTo(NOTHING_ALLOWS);
    }

    @Test
    void readsAsMuchAsIamAllowsInAPolicy() {
        String many = String.join(",", Collections.nCopies(80, "'s3:Get*'")) + ",'ecr:*Image'";

        assertThat(
                        access(
                                pull(),
                                "{'Effect':'Allow','Action':[%s],'Resource':'*'}".formatted(many)))
                .isEqualTo(new Access.Allowed(List.of("first")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | Statement must be an object or a list of objects",
                "{'Statement':[]} | Statement must be an object or a list of objects",
                "{'Statement':'x'} | Statement must be an object or a list of objects",
                "{'Statement':['x']} | Statement[0] must be an object",
                "{'Statement':[{'Effect':'Permit'}]} | Statement[0].Effect must be Allow or Deny",
                "{'Statement':{'Effect':'Deny'}} | Statement[0] has no Action",
                "{'Statement':{'Effect':'Deny','Action':'*'}} | Statement[0] has no Resource",
                "{'Statement':{'Effect':'Deny','Action':{},'Resource':'*'}} | Statement[0].Action"
                        + " must be a string or a list of strings",
                "{'Statement':{'Effect':'Deny','NotAction':[[]],'Resource':'*'}} |"
                        + " Statement[0].NotAction must be a string or a list of strings",
                "{'Statement':{'Effect':'Deny','Action':'*','Resource':'*','Condition':[]}} |"
                        + " Statement[0].Condition must be an object",
                "{'Statement':{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'Bool':1}}}"
                        + " | Statement[0].Condition.Bool must be an object",
                "{'Statement':{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'Is':{}}}}"
                        + " | Statement[0].Condition has Is, which is no condition operator"
            })
    void refusesADocumentThatIsNoPolicy(String document, String why) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOf(MalformedPolicyException.class)
                .hasMessage(why);
    }

    private static Access access(AccessRequest request, String... policies) {
        return new Permissions(documents(policies), null).access(request);
    }

    private static Access limited(String policy, String boundary) {
        return new Permissions(documents(policy), document("boundary", boundary)).access(pull());
    }

    private static List<PolicyDocument> documents(String... policies) {
        List<String> names = List.of("first", "second", "third");
        List<PolicyDocument> documents = new ArrayList<>();
        for (String policy : policies) {
            documents.add(document(names.get(documents.size()), policy));
        }
        return documents;
    }

    private static PolicyDocument document(String name, String statements) {
        String text = "{'Version':'2012-10-17','Statement':[%s]}".formatted(statements);
        return PolicyDocument.of(name, Json.read(name, text.replace('\'', '"')));
    }

    private static PolicyDocument read(String document) {
        return PolicyDocument.of("p", Json.read("p", document.replace('\'', '"')));
    }

    private static String conditional(String effect) {
        return "{'Effect':'%s','Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:SourceVpc':'vpc-1'}}}"
                .formatted(effect);
    }

    private static Access denied(String by) {
        return new Access.Denied(Access.PolicyKind.IDENTITY, by);
    }

    private static Access depends(String... notes) {
        return new Access.Depends(List.of("first"), List.of(notes));
    }

    /// Any image of the account.
    private static AccessRequest pull() {
        return new AccessRequest(
                "ecr:BatchGetImage",
                "arn:aws:ecr:*:123456789012:repository/*",
                Map.of(),
                AccessRequest.Scope.ANY);
    }
}
