package dev.profileguard.sandbox.host;

import dev.profileguard.aws.ReportStore;
import dev.profileguard.sandbox.aws.s3.ReportFolder;
import java.nio.charset.StandardCharsets;

/// The bucket of reports as the functions write it: a folder of files.
public record FunctionReportStore(ReportFolder folder) implements ReportStore {
    @Override
    public String put(String bucket, String key, Type type, String report) {
        byte[] content = report.getBytes(StandardCharsets.UTF_8);
        return folder.keep(bucket, key, content).toUri().toString();
    }
}
