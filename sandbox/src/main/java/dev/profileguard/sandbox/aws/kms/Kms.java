package dev.profileguard.sandbox.aws.kms;

import dev.profileguard.sandbox.aws.cloudtrail.ErrorSpelling;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.regional.Page;
import dev.profileguard.sandbox.aws.regional.RegionalService;
import dev.profileguard.sandbox.aws.regional.Regions;
import dev.profileguard.sandbox.aws.resource.PolicyAccess;
import dev.profileguard.sandbox.fault.Faults;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The keys of KMS in all regions, and their policies. Thread-safe.
/// https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html
public final class Kms {
    private static final RegionalService.Codes CODES =
            new RegionalService.Codes(
                    "AccessDeniedException", "UnrecognizedClientException", "KMSInternalException");
    private static final int MOST = 1000;
    private static final int DEFAULT_MOST = 100;

    private final Map<String, Key> byArn = new LinkedHashMap<>();
    private final IamAccount account;
    private final InstantSource clock;
    private final RecordedService service;
    private final RegionalService calls;
    private final Function<Caller, Authorizer> permissions;
    private final KeyPolicy policies;

    /// No keys.
    ///
    /// @param permissions finds what a caller may do
    public Kms(
            IamAccount account,
            Regions regions,
            InstantSource clock,
            Trail trail,
            Faults faults,
            Function<Caller, Authorizer> permissions) {
        this.account = account;
        this.clock = clock;
        this.permissions = permissions;
        service = new RecordedService("kms", ErrorSpelling.EXCEPTION, clock, trail);
        calls = new RegionalService(service, regions, faults, permissions, CODES);
        policies = new KeyPolicy(account, service);
    }

    /// CreateKey.
    ///
    /// @param policy null: the default one
    /// @return the key's metadata
    public synchronized Map<String, Object> create(
            Origin origin, @Nullable String policy, String description, boolean bypass) {
        return calls.call(
                origin,
                "CreateKey",
                Map.of("description", description, "policy", policy == null ? "" : policy),
                () -> {
                    require(origin, "kms:CreateKey", "*", null);
                    String document = policy == null ? policies.byDefault() : policy;
                    Key key =
                            new Key(
                                    account.accountId(),
                                    origin.region(),
                                    UUID.randomUUID().toString(),
                                    description,
                                    clock.instant(),
                                    policies.checked(document, origin.caller(), bypass));
                    byArn.put(key.arn(), key);
                    return key.metadata();
                },
                metadata -> Map.of("keyMetadata", metadata));
    }

    /// ListKeys.
    ///
    /// @param limit 0: the default
    /// @param marker null: from the start
    public synchronized Page<Map<String, String>> list(
            Origin origin, int limit, @Nullable String marker) {
        return calls.call(
                origin,
                "ListKeys",
                Map.of(),
                () -> {
                    require(origin, "kms:ListKeys", "*", null);
                    if (limit < 0 || limit > MOST) {
                        throw service.refusal(
                                "ValidationException", "Limit must be between 1 and 1000.");
                    }
                    List<Map<String, String>> all =
                            byArn.values().stream()
                                    .filter(each -> each.region().equals(origin.region()))
                                    .map(each -> Map.of("KeyId", each.id(), "KeyArn", each.arn()))
                                    .toList();
                    return Page.of(all, limit == 0 ? DEFAULT_MOST : limit, marker)
                            .orElseThrow(() ->
                                    service.refusal("InvalidMarkerException", "Invalid marker."));
                },
                page -> Map.of());
    }

    /// GetKeyPolicy.
    public synchronized String policy(Origin origin, String keyId, String policyName) {
        return calls.call(
                origin,
                "GetKeyPolicy",
                Map.of("keyId", keyId, "policyName", policyName),
                () -> {
                    Key key = key(origin, keyId, policyName);
                    String shown = key.policy().shown(account);
                    require(origin, "kms:GetKeyPolicy", key.arn(), shown);
                    return shown;
                },
                policy -> Map.of());
    }

    /// PutKeyPolicy.
    public synchronized void save(
            Origin origin, String keyId, String policyName, String document, boolean bypass) {
        calls.call(
                origin,
                "PutKeyPolicy",
                Map.of("keyId", keyId, "policyName", policyName, "policy", document),
                () -> {
                    Key key = key(origin, keyId, policyName);
                    require(origin, "kms:PutKeyPolicy", key.arn(), key.policy().shown(account));
                    Key saved = key.with(policies.checked(document, origin.caller(), bypass));
                    byArn.put(key.arn(), saved);
                    return saved;
                },
                saved -> Map.of());
    }

    private Key key(Origin origin, String keyId, String policyName) {
        String arn =
                keyId.startsWith("arn:")
                        ? keyId
                        : Key.arn(account.accountId(), origin.region(), keyId);
        Key key = byArn.get(arn);
        if (key == null || !key.region().equals(origin.region())) {
            throw service.refusal("NotFoundException", "Key '%s' does not exist".formatted(arn));
        }
        if (!policyName.equals("default")) {
            throw service.refusal("NotFoundException", "No such policy exists");
        }
        return key;
    }

    /// Identity policies count only where the key's policy allows it. See
    /// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html and, for the
    /// sentence, https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    ///
    /// @param policy of the key; null: the call is about no key
    private void require(Origin origin, String action, String resource, @Nullable String policy) {
        Caller caller = origin.caller();
        if (policy != null) {
            PolicyAccess access = new PolicyAccess(policy, caller);
            String denied = access.refusal(action);
            if (denied == null && !access.allows(action, account.accountId())) {
                denied = "because no resource-based policy allows the %s action".formatted(action);
            }
            if (denied != null) {
                throw service.refusal(
                        CODES.denied(),
                        "User: %s is not authorized to perform: %s on resource: %s %s"
                                .formatted(caller.arn(), action, resource, denied));
            }
        }
        String refusal = permissions.apply(caller).refusal(action, resource);
        if (refusal != null) {
            throw service.refusal(CODES.denied(), refusal);
        }
    }
}
