package dev.profileguard.sandbox.trail.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'eventJson': TEXT}",
                "{'eventData': TEXT}",
                "{'eventVersion': '1.0', 'eventCategory': 'ActivityAuditLog', 'eventData': RECORD}",
                "{'auditEvents': [{'id': '1', 'eventData': TEXT}]}",
                "{'EventId': '1', 'EventName': 'CreateRole', 'CloudTrailEvent': TEXT}",
                "{'EventId': '1', 'EventName': 'CreateRole', 'CloudTrailEvent': RECORD}",
                "{'detail-type': 'AWS API Call via CloudTrail', 'detail': RECORD}",
                "{'Entries': [{'Source': 's', 'DetailType': 't', 'Detail': TEXT}]}",
                "{'Type': 'Notification', 'Message': TEXT}",
                "{'Records': [{'EventSource': 'aws:sns', 'Sns': {'Message': TEXT}}]}",
                "{'Records': [{'eventSource': 'aws:sqs', 'messageId': 'm', 'body': TEXT}]}",
                "{'Messages': [{'MessageId': 'm', 'ReceiptHandle': 'r', 'Body': TEXT}]}",
                "{'messageType': 'DATA_MESSAGE', 'owner': '123456789012', 'logGroup': 'g',"
                        + " 'logEvents': [{'id': '1', 'timestamp': 1, 'message': TEXT}]}",
                "{'events': [{'timestamp': 1, 'message': TEXT}], 'nextForwardToken': 'f'}",
                "{'@timestamp': 't', '@message': TEXT}",
                "{'@timestamp': 't', '@message': RECORD, 'eventName': 'CreateRole'}",
                "{'logRecord': {'@timestamp': 't', '@message': TEXT}}",
                "{'results': [[{'field': '@message', 'value': TEXT}, {'field': 'x', 'value':"
                        + " 'y'}]]}",
                "{'QueryResultRows': [[{'eventName': 'CreateRole'}, {'eventJson': TEXT}]]}",
                "{'awslogs': {'data': GZIPPED}}",
                "{'Records': [{'eventSource': 'aws:kinesis', 'kinesis': {'data': GZIPPED}}]}",
                "{'Records': [{'SequenceNumber': '1', 'Data': BASE64}]}",
                "{'invocationId': 'i', 'records': [{'recordId': 'r', 'data': BASE64}]}",
                "{'requestContext': {}, 'requestPayload': {'detail': RECORD}}",
                "{'hits': {'total': 1, 'hits': [{'_index': 'i', '_source': RECORD}]}}",
                "{'@timestamp': 't', 'event': {'original': TEXT}}",
                "{'preview': false, 'result': {'_raw': TEXT}}"
            })
    void findsTheRecord(String envelope) throws IOException {
        unpack(envelope);

        assertThat(records).hasSize(1);
        assertThat(records.getFirst().path("userIdentity").path("arn").asText()).isEqualTo("me");
        assertThat(nonRecords).isEmpty();
    }

    @Test
    void findsTheRecordInAnEventInANotificationInAMessage() throws IOException {
        String event = "{'detail-type': 't', 'account': '111122223333', 'detail': RECORD}";
        String notification = "{'Type': 'Notification', 'Message': " + quoted(event) + "}";

        unpack("{'Messages': [{'Body': " + quoted(notification) + "}]}");

        assertThat(records.getFirst().path("recipientAccountId").asText())
                .isEqualTo("111122223333");
    }

    @Test
    void leavesTheAccountOfARecordAsItIs() throws IOException {
        unpack("{'account': '1', 'detail': {'eventName': 'A', 'recipientAccountId': '2'}}");

        assertThat(records.getFirst().path("recipientAccountId").asText()).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "INSIGHT | {'eventType': 'AwsCloudTrailInsight', 'eventCategory': 'Insight'}",
                "INSIGHT | {'insightDetails': {'eventName': 'RunInstances'}}",
                "INSIGHT | {'detail-type': 't', 'detail': {'insightDetails': {}}}",
                "INSIGHT | {'events': [{'message': '{\\'insightDetails\\': {}}'}]}",
                "DIGEST | {'awsAccountId': '1', 'digestStartTime': 't', 'logFiles': []}",
                "CONFIG | {'fileVersion': '1.0', 'configurationItems': []}",
                "CONFIG | {'Type': 'Notification', 'Message': '{\\'configurationItem\\': {}}'}",
                "CONFIG | {'eventCategory': 'ConfigurationItem', 'eventData': {}}",
                "NOTIFICATION | {'Records': [{'eventSource': 'aws:s3', 'eventName': 'Put', 's3':"
                        + " {}}]}",
                "NOTIFICATION | {'Messages': [{'Body': '{\\'s3Bucket\\': \\'b\\',"
                        + " \\'s3ObjectKey\\': []}'}]}",
                "NOTIFICATION | {'Service': 'Amazon S3', 'Event': 's3:TestEvent'}",
                "NOTIFICATION | {'detail-type': 'Object Created', 'detail': {'bucket': {},"
                        + " 'object': {}}}",
                "SUBSCRIPTION | {'Type': 'SubscriptionConfirmation', 'Message': 'You have chosen'}",
                "OTHER_EVENT | {'detail-type': 'EC2 Instance State-change', 'detail': {'state':"
                        + " 'x'}}",
                "MESSAGE | {'messageType': 'CONTROL_MESSAGE', 'logEvents': [{'message': 'CWL"
                        + " CONTROL'}]}",
                "MESSAGE | {'Type': 'Notification', 'Message': 'CloudTrail validation message.'}",
                "MESSAGE | {'Messages': [{'Body': '{\\'order\\': 1}'}]}",
                "ROW | {'QueryResultRows': [[{'eventName': 'A'}, {'userIdentity': '{arn=x}'}]]}",
                "ROW | {'results': [[{'field': 'eventName', 'value': 'A'}, {'field':"
                        + " 'userIdentity.arn', 'value': 'x'}]]}",
                "ROW | {'QueryResultRows': [[{'eventName': 'A'}]]}",
                "ROW | {'Messages': [{'Body': '{\\'results\\': [[{\\'eventName\\': 1}]]}'}]}",
                "ROW | {'@timestamp': 't', 'eventName': 'A'}",
                "ROW | {'@ptr': 'p', '@timestamp': 't'}",
                "ROW | {'eventName': 'A', 'userIdentity.arn': 'x'}",
                "ROW | {'eventversion': '1.1', 'eventname': 'A'}",
                "ROW | {'EventId': '1', 'EventName': 'A', 'Username': 'u'}",
                "WAF | {'timestamp': 1, 'webaclId': 'w', 'action': 'BLOCK'}",
                "DNS | {'query_name': 'a.', 'srcaddr': '10.0.0.1'}",
                "FIREWALL | {'firewall_name': 'f', 'event': {}}",
                "GUARD_DUTY | {'schemaVersion': '2.0', 'service': {'serviceName': 'guardduty'}}",
                "SECURITY_LAKE | {'class_uid': 6003, 'api': {'operation': 'CreateRole'}}",
                "ACCOUNT | {'RoleDetailList': []}",
                "OTHER | {'some': 'thing'}"
            })
    void recognizesWhatIsNotARecord(NonRecord kind, String envelope) throws IOException {
        unpack(envelope);

        assertThat(nonRecords).containsExactly(kind);
        assertThat(records).isEmpty();
    }

    @Test
    void reportsATextThatMustBeARecordAndIsNot() throws IOException {
        unpack("{'CloudTrailEvent': 'text'}");

        assertThat(broken).containsExactly("text");
    }

    @Test
    void stopsAtTooManyEnvelopes() throws IOException {
        String value = "{'detail': RECORD}";
        for (int i = 0; i < 20; i++) {
            value = "{'detail': " + value + "}";
        }

        unpack(value);

        assertThat(nonRecords).containsExactly(NonRecord.OTHER_EVENT);
    }

    // Vocabulary

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECORD =
            "{\"eventName\": \"CreateRole\", \"userIdentity\": {\"arn\": \"me\"}}";

    private final List<ObjectNode> records = new ArrayList<>();
    private final List<NonRecord> nonRecords = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    private void unpack(String text) throws IOException {
        String subscription = "{\"logEvents\": [{\"message\": %s}]}".formatted(quoted(RECORD));
        String json =
                text.replace('\'', '"')
                        .replace("RECORD", RECORD)
                        .replace("TEXT", quoted(RECORD))
                        .replace("GZIPPED", '"' + base64(gzipped(subscription)) + '"')
                        .replace(
                                "BASE64",
                                '"' + base64(RECORD.getBytes(StandardCharsets.UTF_8)) + '"');
        new Unpacker(
                        new Unpacker.Output() {
                            @Override
                            public void record(ObjectNode record) {
                                records.add(record);
                            }

                            @Override
                            public void nonRecord(NonRecord kind, JsonNode value) {
                                nonRecords.add(kind);
                            }

                            @Override
                            public void broken(String text) {
                                broken.add(text);
                            }
                        })
                .object((ObjectNode) JSON.readTree(json));
    }

    private static String quoted(String json) throws JsonProcessingException {
        return JSON.writeValueAsString(
                JsonNodeFactory.instance.textNode(
                        json.replace('\'', '"').replace("RECORD", RECORD)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] gzipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream output = new GZIPOutputStream(bytes)) {
            output.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
