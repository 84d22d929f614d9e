package dev.profileguard.sandbox.command.explain;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.advice.rule.FailedCall;
import dev.profileguard.sandbox.command.explain.reader.ErrorCodes;
import dev.profileguard.sandbox.command.explain.reader.FailureReader;
import dev.profileguard.sandbox.command.explain.reader.Operations;
import dev.profileguard.sandbox.command.explain.reader.RecognisedFailure;
import dev.profileguard.sandbox.trail.RawRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The failed calls of CloudTrail records.
///
/// @param failures about roles and instance profiles, in the order of their times
/// @param others the number of failed calls of other operations
/// @param lookUps the number of reads of what does not exist: tools ask so before they create
///   something
record RecordedFailures(List<RecognisedFailure> failures, long others, long lookUps) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Takes a copy.
    RecordedFailures {
        failures = List.copyOf(failures);
    }

    /// All of these records.
    static RecordedFailures all(List<RawRecord> records) {
        return new RecordedFailures(records.stream().map(RecordedFailures::failure).toList(), 0, 0);
    }

    /// Those of these records that concern roles and instance profiles.
    static RecordedFailures concerning(List<RawRecord> records) {
        List<RawRecord> ours = records.stream().filter(RecordedFailures::concerns).toList();
        List<RawRecord> real = ours.stream().filter(each -> !isLookUp(each)).toList();
        return new RecordedFailures(
                real.stream().map(RecordedFailures::failure).toList(),
                (long) records.size() - ours.size(),
                (long) ours.size() - real.size());
    }

    private static boolean concerns(RawRecord record) {
        return Operations.serviceOf(record.text("eventName"))
                .filter(record.text("eventSource")::equals)
                .isPresent();
    }

    private static boolean isLookUp(RawRecord record) {
        return record.json().path("readOnly").asBoolean()
                && ErrorCodes.normalized(record.text("errorCode")).equals("NoSuchEntity");
    }

    private static RecognisedFailure failure(RawRecord record) {
        FailedCall call =
                new FailedCall(
                        record.text("eventSource"),
                        record.text("eventName"),
                        ErrorCodes.normalized(record.text("errorCode")),
                        record.text("errorMessage"),
                        record.text("awsRegion"),
                        request(record.json().path("requestParameters")));
        return new RecognisedFailure(call, names(record), record.text("requestID"), "", 0);
    }

    private static Map<String, Object> request(JsonNode parameters) {
        if (!parameters.isObject()) {
            return Map.of();
        }
        Map<String, @Nullable Object> given =
                JSON.convertValue(parameters, new TypeReference<>() {});
        Map<String, Object> request = new HashMap<>();
        given.forEach((name, value) -> {
            if (value != null) {
                request.put(name, Objects.requireNonNull(value));
            }
        });
        return request;
    }

    private static Map<String, String> names(RawRecord record) {
        Map<String, String> names = new LinkedHashMap<>();
        JsonNode profile = record.parameters("iamInstanceProfile");
        put(names, "instance profile", record.parameter("instanceProfileName"));
        put(names, "instance profile", profile.asText(""));
        put(names, "instance profile", profile.path("name").asText(""));
        put(names, "instance profile", profile.path("arn").asText(""));
        put(names, "role", record.parameter("roleName"));
        put(names, "role", record.parameter("roleArn"));
        FailureReader.read(record.text("errorMessage")).stream()
                .map(RecognisedFailure::names)
                .forEach(inMessage -> inMessage.forEach((kind, name) -> put(names, kind, name)));
        put(names, "user", record.actor());
        return names;
    }

    private static void put(Map<String, String> names, String kind, String name) {
        if (!name.isEmpty()) {
            names.putIfAbsent(kind, name);
        }
    }
}
