package dev.profileguard.advice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.advice.rule.Diagnosis;
import dev.profileguard.advice.rule.FailedCall;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Extracted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureExtractionTest {
    private static final Path RECORDS = Path.of("src/test/resources/cloudtrail/errors");

    @ParameterizedTest
    @CsvSource({
        "access-denied, AccessDenied, ACCESS_DENIED, instance-profile/prod-web",
        "already-exists, EntityAlreadyExists, NAME_TAKEN, ",
        "association-refused, InvalidParameterValue, PROFILE_MISSING, ",
        "launch-refused, InvalidParameterValue, PROFILE_MISSING, ",
        "launch-refused-by-arn, InvalidParameterValue, PROFILE_MISSING, ",
        "launch-unauthorized, UnauthorizedOperation, , ",
        "limit-exceeded, LimitExceeded, , ",
        "role-in-a-profile, DeleteConflict, ROLE_DELETE_BLOCKED, ",
        "profile-with-a-role, DeleteConflict, PROFILE_DELETE_BLOCKED, ",
        "role-with-policies, DeleteConflict, ROLE_DELETE_BLOCKED, ",
        "throttled, , THROTTLED, ",
        "unmodifiable, UnmodifiableEntity, OWNED_BY_SERVICE, ",
        "assume-role, AccessDenied, ACCESS_DENIED, ",
    })
    void readsARecord(String file, String code, Diagnosis diagnosis, String subject)
            throws IOException {
        Failure failure = ((Extracted.Found<Failure>) in(record(file))).value();

        if (code != null) {
            assertThat(failure.call().code()).isEqualTo(code);
        }
        if (diagnosis != null) {
            assertThat(Diagnosis.of(failure.call())).isEqualTo(diagnosis);
        }
        if (subject != null) {
            assertThat(failure.subject()).isEqualTo(subject);
        }
        assertThat(failure.call().region()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyRecordOfAFailureIsReadOrSaysWhyNot(Path file) throws IOException {
        switch (in(JSON.std.mapFrom(Files.readString(file)))) {
            case Extracted.Found(Failure failure) -> assertThat(failure.subject()).contains("/");
            case Extracted.NotForUs(String why) -> assertThat(why).isNotBlank();
        }
    }

    @Test
    void leavesADryRunAlone() throws IOException {
        Map<String, Object> record = record("launch-refused");
        record.put("errorCode", "Client.DryRunOperation");

        assertThat(in(record)).isInstanceOf(Extracted.NotForUs.class);
    }

    @Test
    void leavesSuccessesAndOtherCallsAlone() throws IOException {
        Map<String, Object> success = record("launch-refused");
        success.remove("errorCode");
        Map<String, Object> other = record("launch-refused");
        other.put("eventName", "TerminateInstances");

        assertThat(in(success)).isInstanceOf(Extracted.NotForUs.class);
        assertThat(in(other)).isInstanceOf(Extracted.NotForUs.class);
    }

    /// CloudTrail writes one error as an object, several as a list, and none as an empty text.
    @Test
    void findsTheErrorInTheResponseOfAnInstantFleet() throws IOException {
        Map<String, Object> full = fleetError("InsufficientInstanceCapacity", "no capacity");
        Map<String, Object> invalid = fleetError("InvalidParameterValue", "Invalid IAM");
        Map<String, Object> denied = fleetError("UnauthorizedOperation", "not authorized");

        assertThat(found(fleet(Map.of("item", invalid))).call().message()).isEqualTo("Invalid IAM");
        assertThat(found(fleet(Map.of("item", List.of(full, denied, invalid)))).call().code())
                .isEqualTo("UnauthorizedOperation");
    }

    @Test
    void leavesAFleetAloneThatNoProfileStopped() throws IOException {
        Map<String, Object> full = fleetError("InsufficientInstanceCapacity", "no capacity");

        for (Object errors :
                List.of("", Map.of(), Map.of("item", full), Map.of("item", List.of("odd")))) {
            assertThat(in(fleet(errors))).isInstanceOf(Extracted.NotForUs.class);
        }
        Map<String, Object> other = fleet(Map.of("item", fleetError("InvalidParameterValue", "")));
        other.put("eventName", "RunInstances");
        assertThat(in(other)).isInstanceOf(Extracted.NotForUs.class);
        other.put("eventName", "CreateFleet");
        other.put("responseElements", null);
        assertThat(in(other)).isInstanceOf(Extracted.NotForUs.class);
    }

    private static Failure found(Map<String, Object> record) {
        return ((Extracted.Found<Failure>) in(record)).value();
    }

    private static Map<String, Object> fleetError(String code, String message) {
        return Map.of("errorCode", code, "errorMessage", message);
    }

    private static Map<String, Object> fleet(Object errors) throws IOException {
        Map<String, Object> record = record("launch-refused");
        record.remove("errorCode");
        record.remove("errorMessage");
        record.put("eventName", "CreateFleet");
        record.put("responseElements", Map.of("CreateFleetResponse", Map.of("errorSet", errors)));
        return record;
    }

    @Test
    void takesARecordWithoutMessageParametersAndRegion() throws IOException {
        Map<String, Object> record = record("launch-refused");
        record.remove("errorMessage");
        record.put("requestParameters", null);
        record.remove("awsRegion");

        FailedCall call = ((Extracted.Found<Failure>) in(record)).value().call();

        assertThat(call.message()).isEmpty();
        assertThat(call.request()).isEmpty();
        assertThat(call.region()).isEmpty();
    }

    @Test
    void takesParametersWithoutValues() throws IOException {
        Map<String, Object> record = record("access-denied");
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("roleName", null);
        parameters.put("instanceProfileName", "prod-web");
        record.put("requestParameters", parameters);

        assertThat(((Extracted.Found<Failure>) in(record)).value().subject())
                .isEqualTo("instance-profile/prod-web");
    }

    @ParameterizedTest
    @CsvSource({
        "CreateRole, roleName, web, role/web",
        "AssumeRole, roleArn, arn:aws:iam::123456789012:role/ops/web, role/web",
        "CreateRole, roleName, a b, call/CreateRole",
        "DeleteInstanceProfile, instanceProfileName, web, instance-profile/web",
        "DisassociateIamInstanceProfile, associationId, iip-assoc-0123456789abcdef0,"
                + " association/iip-assoc-0123456789abcdef0",
        "AssociateIamInstanceProfile, instanceId, i-0123456789abcdef0,"
                + " instance/i-0123456789abcdef0",
    })
    void namesTheSubject(String name, String field, String value, String subject)
            throws IOException {
        Map<String, Object> record = record("access-denied");
        record.put("eventName", name);
        record.put(
                "eventSource",
                name.equals("AssumeRole")
                        ? "sts.amazonaws.com"
                        : name.contains("IamInstance") ? "ec2.amazonaws.com" : "iam.amazonaws.com");
        record.put("errorMessage", "no");
        record.put("requestParameters", Map.of(field, value));

        assertThat(((Extracted.Found<Failure>) in(record)).value().subject()).isEqualTo(subject);
    }

    static Stream<Path> records() throws IOException {
        try (Stream<Path> files = Files.list(RECORDS)) {
            return files.sorted().toList().stream();
        }
    }

    private static Extracted<Failure> in(Map<String, Object> record) {
        return FailureExtraction.in(CloudTrailEvent.read(Map.of("detail", record)));
    }

    private static Map<String, Object> record(String name) throws IOException {
        return new LinkedHashMap<>(
                JSON.std.mapFrom(Files.readString(RECORDS.resolve(name + ".json"))));
    }
}
