package dev.profileguard.sandbox.trail.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The kinds of files that the path or the first line shows.
class KindsOfFilesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DIGEST | AWSLogs/123456789012/CloudTrail-Digest/us-east-1/2026/01/15/1.json.gz",
                "DIGEST | flat/123456789012_CloudTrail-Digest_us-east-1_t_us-east-1_2026.json.gz",
                "INSIGHT | AWSLogs/o-abc/123456789012/CloudTrail-Insight/us-east-1/1.json.gz",
                "CONFIG | AWSLogs/123456789012/Config/us-east-1/2026/1/15/ConfigHistory/1.json.gz",
                "CONFIG | 123456789012_Config_us-east-1_ConfigHistory_AWS::IAM::Role_2026.json.gz",
                "LOAD_BALANCER | prefix/AWSLogs/123456789012/elasticloadbalancing/eu/1.log.gz",
                "FLOW_LOG | AWSLogs/123456789012/vpcflowlogs/us-east-1/1.log.gz",
                "FLOW_LOG | AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/1.parquet",
                "WAF | AWSLogs/123456789012/WAFLogs/us-east-1/acl/1.log.gz",
                "OTHER_SERVICE | AWSLogs/123456789012/redshift/us-east-1/1.gz"
            })
    void areRecognizedByTheirPaths(NonRecord kind, String path) {
        assertThat(LogFolders.of(Path.of(path))).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWSLogs/123456789012/CloudTrail/us-east-1/2026/01/15/1.json.gz",
                "AWSLogs/o-abc/123456789012/CloudTrail/us-east-1/1.json.gz",
                "123456789012_CloudTrail_us-east-1_20260115T0905Z_abc.json.gz",
                "Config/trail.json",
                "123456789012/config/trail.json"
            })
    void mayBeLogsOfCloudTrail(String path) {
        assertThat(LogFolders.of(Path.of(path))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FLOW_LOG | version account-id interface-id srcaddr",
                "FLOW_LOG | srcaddr dstaddr bytes",
                "FLOW_LOG | 2 123456789012 eni-1 - - - - - - - 1 2 - NODATA",
                "LOAD_BALANCER | http 2026-01-15T09:00:00 app/x 1.2.3.4:1 -",
                "LOAD_BALANCER | tls 2.0 2026-01-15T09:00:00 net/x/1 1",
                "LOAD_BALANCER | 2026-01-15T09:00:00.1Z my-lb 192.0.2.1:2817 10.0.0.1:80 0.1",
                "LOAD_BALANCER | 2026-01-15T09:00:00.1Z 203.0.113.1 36280 443 TLSv1.2 C",
                "S3_ACCESS | 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be b"
                        + " [06/",
                "CLOUDFRONT | #Version: 1.0",
                "ARCHIVE | PAR1 ",
                "PRINTED | Events:",
                "PRINTED | EVENTS AKIA {}",
                "OTHER | Dear all"
            })
    void areRecognizedByTheirFirstLine(NonRecord kind, String line) {
        assertThat(TextKinds.of(line)).isEqualTo(kind);
        assertThat(TextKinds.hasTimestamp(line) || TextKinds.isHeader(line)).isFalse();
    }

    @Test
    void areTablesWhereTheFirstLineNamesColumns() {
        assertThat(TextKinds.isHeader("\"eventJson\"")).isTrue();
        assertThat(TextKinds.isHeader("@timestamp,@message")).isTrue();
        assertThat(TextKinds.isHeader("Event name,Event time,User name")).isTrue();
        assertThat(TextKinds.isHeader("Hello, world")).isFalse();
    }
}
