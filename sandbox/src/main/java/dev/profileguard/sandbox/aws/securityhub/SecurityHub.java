package dev.profileguard.sandbox.aws.securityhub;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudtrail.ErrorSpelling;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.regional.Page;
import dev.profileguard.sandbox.aws.regional.RegionalService;
import dev.profileguard.sandbox.aws.regional.Regions;
import dev.profileguard.sandbox.fault.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The findings in Security Hub, by region. It is off in each region until somebody turns it on.
/// Thread-safe. https://docs.aws.amazon.com/securityhub/1.0/APIReference/Welcome.html
public final class SecurityHub {
    private static final RegionalService.Codes CODES =
            new RegionalService.Codes(
                    "AccessDeniedException", "UnrecognizedClientException", "InternalException");
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int MOST_FINDINGS = 100;
    private static final int MOST_BYTES = 240 * 1024;

    private final Set<String> regions = new HashSet<>();
    private final Map<String, StoredFinding> findings = new LinkedHashMap<>();
    private final InstantSource clock;
    private final RecordedService service;
    private final RegionalService calls;
    private final Function<Caller, Authorizer> permissions;

    /// Off everywhere.
    ///
    /// @param permissions finds what a caller may do
    public SecurityHub(
            Regions regions,
            InstantSource clock,
            Trail trail,
            Faults faults,
            Function<Caller, Authorizer> permissions) {
        this.clock = clock;
        this.permissions = permissions;
        service = new RecordedService("securityhub", ErrorSpelling.EXCEPTION, clock, trail);
        calls = new RegionalService(service, regions, faults, permissions, CODES);
    }

    /// EnableSecurityHub.
    public synchronized void enable(Origin origin) {
        calls.call(
                origin,
                "EnableSecurityHub",
                Map.of(),
                () -> {
                    require(origin, "EnableSecurityHub", hub(origin));
                    if (!regions.add(origin.region())) {
                        throw service.refusal(
                                CONFLICT,
                                "ResourceConflictException",
                                "Account is already subscribed to Security Hub");
                    }
                    return origin.region();
                },
                region -> Map.of());
    }

    /// DescribeHub: the ARN.
    public synchronized String describe(Origin origin) {
        return calls.call(
                origin,
                "DescribeHub",
                Map.of(),
                () -> {
                    require(origin, "DescribeHub", hub(origin));
                    requireOn(origin);
                    return hub(origin);
                },
                arn -> Map.of());
    }

    /// BatchImportFindings.
    ///
    /// @param given the findings of the request
    /// @return the response
    public synchronized Map<String, Object> importAll(Origin origin, List<Map<?, ?>> given) {
        return calls.call(
                origin,
                "BatchImportFindings",
                Map.of("Findings", given),
                () -> {
                    given.forEach(each -> require(origin, each));
                    if (given.isEmpty() || given.size() > MOST_FINDINGS) {
                        throw service.refusal(
                                "InvalidInputException",
                                "Invalid parameter 'Findings'. Value should have between 1 and 100"
                                        + " items.");
                    }
                    requireOn(origin);
                    return imported(origin, given);
                },
                result -> result);
    }

    private Map<String, Object> imported(Origin origin, List<Map<?, ?>> given) {
        List<Map<String, String>> failed = new ArrayList<>();
        for (Map<?, ?> finding : given) {
            String problem =
                    size(finding) > MOST_BYTES
                            ? "Finding is larger than 240 KB."
                            : FindingFormat.problem(finding);
            if (problem == null) {
                StoredFinding next = new StoredFinding(origin.region(), finding, clock.instant());
                findings.merge(next.key(), next, StoredFinding::updatedBy);
            } else {
                failed.add(
                        Map.of(
                                "Id",
                                String.valueOf(finding.get("Id")),
                                "ErrorCode",
                                "InvalidInput",
                                "ErrorMessage",
                                problem));
            }
        }
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("FailedCount", failed.size());
        response.put("SuccessCount", given.size() - failed.size());
        response.put("FailedFindings", failed);
        return response;
    }

    /// GetFindings.
    ///
    /// @param filters by the names of fields, each a list of values with comparisons
    public synchronized Page<Map<String, Object>> find(
            Origin origin, Map<?, ?> filters, int most, @Nullable String token) {
        return calls.call(
                origin,
                "GetFindings",
                Map.of(),
                () -> {
                    require(origin, "GetFindings", hub(origin));
                    requireOn(origin);
                    FindingFilters matching = new FindingFilters(service, filters);
                    List<Map<String, Object>> found =
                            findings.values().stream()
                                    .filter(each -> each.region().equals(origin.region()))
                                    .map(StoredFinding::json)
                                    .filter(matching::match)
                                    .toList();
                    return Page.of(found, most, token)
                            .orElseThrow(() ->
                                    service.refusal("InvalidInputException", "Invalid NextToken"));
                },
                page -> Map.of());
    }

    /// A finding of another account than the caller's is
    /// [refused](https://github.com/prowler-cloud/prowler/issues/867) like a missing permission.
    private void require(Origin origin, Map<?, ?> finding) {
        String product = String.valueOf(finding.get("ProductArn"));
        require(origin, "BatchImportFindings", product);
        if (!origin.account().equals(finding.get("AwsAccountId"))) {
            throw service.refusal(
                    FORBIDDEN,
                    CODES.denied(),
                    "User: %s is not authorized to perform: securityhub:BatchImportFindings on resource: %s"
                            .formatted(origin.caller().arn(), product));
        }
    }

    private void require(Origin origin, String operation, String resource) {
        String refusal =
                permissions.apply(origin.caller()).refusal("securityhub:" + operation, resource);
        if (refusal != null) {
            throw service.refusal(FORBIDDEN, CODES.denied(), refusal);
        }
    }

    private void requireOn(Origin origin) {
        if (!regions.contains(origin.region())) {
            throw service.refusal(
                    UNAUTHORIZED,
                    "InvalidAccessException",
                    "Account %s is not subscribed to AWS Security Hub".formatted(origin.account()));
        }
    }

    private static String hub(Origin origin) {
        return "arn:aws:securityhub:%s:%s:hub/default".formatted(origin.region(), origin.account());
    }

    private static int size(Map<?, ?> finding) {
        try {
            return JSON.std.asString(finding).getBytes(StandardCharsets.UTF_8).length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A time of a finding, whose format was checked.
    static Instant time(Map<?, ?> finding, String name) {
        return Instant.parse(String.valueOf(finding.get(name)));
    }
}
