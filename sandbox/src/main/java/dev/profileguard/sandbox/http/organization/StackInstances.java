package dev.profileguard.sandbox.http.organization;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.query.QueryForm;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.aws.query.QueryXml;
import dev.profileguard.sandbox.aws.query.Xml;
import dev.profileguard.sandbox.aws.regional.Page;
import dev.profileguard.sandbox.aws.regional.QueryApi;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// CloudFormation with ListStackInstances of one StackSet. Each account has its stack, as deployed.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackInstances.html
///
/// @param stacks the other operations
/// @param accounts that the StackSet has
record StackInstances(QueryApi stacks, String stackSet, List<String> accounts) implements QueryApi {
    private static final String NAMESPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/";
    private static final String ACTION = "ListStackInstances";
    private static final String MOST = "100";

    @Override
    public QueryResponse result(Map<String, List<String>> form, Origin origin) {
        if (!QueryForm.first(form, "Action", "").equals(ACTION)) {
            return stacks.result(form, origin);
        }
        if (!QueryForm.first(form, "StackSetName", "").equals(stackSet)) {
            throw error(
                    404,
                    "StackSetNotFoundException",
                    "StackSet %s not found".formatted(QueryForm.first(form, "StackSetName", "")));
        }
        int most = Integer.parseInt(QueryForm.first(form, "MaxResults", MOST));
        Page<String> page =
                Page.of(accounts, most, QueryForm.first(form, "NextToken"))
                        .orElseThrow(() -> error(400, "ValidationError", "Invalid NextToken"));
        return QueryResponse.xml(
                200,
                origin.requestId(),
                QueryXml.response(NAMESPACE, ACTION, origin.requestId(), xml -> result(xml, page)));
    }

    private void result(Xml xml, Page<String> page) {
        xml.open(ACTION + "Result").open("Summaries");
        for (String account : page.items()) {
            xml.open("member")
                    .leaf("StackSetId", stackSet)
                    .leaf("Account", account)
                    .leaf("Region", Stack.REGION)
                    .leaf("Status", "CURRENT")
                    .open("StackInstanceStatus")
                    .leaf("DetailedStatus", "SUCCEEDED")
                    .close("StackInstanceStatus")
                    .close("member");
        }
        xml.close("Summaries");
        String next = page.next();
        if (next != null) {
            xml.leaf("NextToken", next);
        }
        xml.close(ACTION + "Result");
    }

    @Override
    public QueryResponse refused(int status, String code, String message, String requestId) {
        return stacks.refused(status, code, message, requestId);
    }

    private static AwsServiceException error(int status, String code, String message) {
        return ServiceErrors.of(
                AwsServiceException.builder(), "cloudformation", status, code, message);
    }
}
