package dev.profileguard.sandbox.command.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Reads the reports of sweeps from the stack's bucket: `DAY/RUN/PART.jsonl`, one outcome in each
/// line.
public final class Reports implements AutoCloseable {
    private static final String LINES = ".jsonl";
    private static final String OUTPUT = "ReportsBucket";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String bucket;
    private final S3Client objects;

    private Reports(String bucket, S3Client objects) {
        this.bucket = bucket;
        this.objects = objects;
    }

    /// For an own endpoint, the bucket is part of the path.
    static Reports of(DeployedStack stack) {
        AwsAccess aws = stack.aws();
        return new Reports(
                stack.requiredOutput(OUTPUT),
                aws.client(
                        S3Client.builder().forcePathStyle(aws.endpoint("S3") != null),
                        "S3",
                        PATIENCE));
    }

    /// The report of a sweep, whose invocations may have stored it on different days.
    ///
    /// @param run Backfill's ID of the sweep
    /// @throws StackException when it may not be read
    public Report of(String run, Instant from, Instant to) {
        List<JsonNode> outcomes = new ArrayList<>();
        int parts = 0;
        String folder = "";
        LocalDate last = LocalDate.ofInstant(to, ZoneOffset.UTC);
        for (LocalDate day = LocalDate.ofInstant(from, ZoneOffset.UTC);
                !day.isAfter(last);
                day = day.plusDays(1)) {
            String prefix = "%s/%s/".formatted(day, run);
            for (String key : keys(prefix)) {
                read(key).lines().map(Reports::outcome).forEach(outcomes::add);
                parts++;
                folder = folder.isEmpty() ? "s3://%s/%s".formatted(bucket, prefix) : folder;
            }
        }
        return new Report(outcomes, parts, folder);
    }

    private List<String> keys(String prefix) {
        try {
            return objects
                    .listObjectsV2Paginator(call -> call.bucket(bucket).prefix(prefix))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .filter(key -> key.endsWith(LINES))
                    .sorted()
                    .toList();
        } catch (SdkException e) {
            throw AwsFailure.of(e, "s3:ListBucket", "arn:aws:s3:::" + bucket);
        }
    }

    private String read(String key) {
        try {
            return objects.getObjectAsBytes(call -> call.bucket(bucket).key(key)).asUtf8String();
        } catch (SdkException e) {
            throw AwsFailure.of(e, "s3:GetObject", "arn:aws:s3:::%s/%s".formatted(bucket, key));
        }
    }

    private static JsonNode outcome(String line) {
        return Answer.of("Backfill", line, null).json();
    }

    @Override
    public void close() {
        objects.close();
    }
}
