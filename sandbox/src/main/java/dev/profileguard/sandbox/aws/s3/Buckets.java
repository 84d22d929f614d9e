package dev.profileguard.sandbox.aws.s3;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.ErrorSpelling;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.regional.RegionalService;
import dev.profileguard.sandbox.aws.regional.Regions;
import dev.profileguard.sandbox.aws.resource.PolicyAccess;
import dev.profileguard.sandbox.aws.resource.StoredPolicy;
import dev.profileguard.sandbox.fault.Faults;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The account's buckets, and their policies. Thread-safe.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
public final class Buckets {
    private static final RegionalService.Codes CODES =
            new RegionalService.Codes("AccessDenied", "InvalidAccessKeyId", "InternalError");

    /// When the buckets of the template were made.
    private static final Instant DEPLOYED = Instant.parse("2026-01-01T00:00:00Z");

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final Map<String, Bucket> byName = new TreeMap<>();
    private final InstantSource clock;
    private final IamAccount account;
    private final RecordedService service;
    private final RegionalService calls;
    private final Function<Caller, Authorizer> permissions;
    private final BucketPolicy policies;

    /// @param names the buckets of the template
    /// @param permissions finds what a caller may do
    public Buckets(
            List<String> names,
            IamAccount account,
            Regions regions,
            InstantSource clock,
            Trail trail,
            Faults faults,
            Function<Caller, Authorizer> permissions) {
        this.clock = clock;
        this.account = account;
        this.permissions = permissions;
        service = new RecordedService("s3", ErrorSpelling.UNCHANGED, clock, trail);
        calls = new RegionalService(service, regions, faults, permissions, CODES);
        policies = new BucketPolicy(account, service);
        names.forEach(each -> byName.put(each, new Bucket(each, Stack.REGION, DEPLOYED, null)));
    }

    /// Whether there is a bucket of this name.
    public synchronized boolean has(String name) {
        return byName.containsKey(name);
    }

    /// ListBuckets: all of them, by name.
    synchronized List<Bucket> list(Origin origin) {
        return calls.call(
                origin,
                "ListBuckets",
                Map.of(),
                () -> {
                    require(origin, "s3:ListAllMyBuckets", "arn:aws:s3:::*");
                    return List.copyOf(byName.values());
                },
                all -> Map.of());
    }

    /// CreateBucket. In us-east-1, S3 takes the creation of an existing bucket for done.
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    ///
    /// @param region empty: us-east-1
    synchronized void create(Origin origin, String name, String region) {
        recorded(
                origin,
                "CreateBucket",
                name,
                () -> {
                    require(origin, "s3:CreateBucket", "arn:aws:s3:::" + name);
                    Bucket made =
                            new Bucket(
                                    name, BucketName.region(service, origin, region), now(), null);
                    BucketName.require(service, name);
                    Bucket existing = byName.get(name);
                    boolean isDone =
                            existing != null
                                    && existing.region().equals(Stack.REGION)
                                    && origin.region().equals(Stack.REGION);
                    if (existing != null && !isDone) {
                        throw service.refusal(
                                CONFLICT,
                                "BucketAlreadyOwnedByYou",
                                "Your previous request to create the named bucket succeeded and"
                                        + " you already own it.");
                    }
                    return byName.putIfAbsent(name, made);
                });
    }

    /// GetBucketLocation. Every region answers.
    synchronized String location(Origin origin, String name) {
        return recorded(
                origin,
                "GetBucketLocation",
                name,
                () -> {
                    require(origin, "s3:GetBucketLocation", "arn:aws:s3:::" + name);
                    return existing(name).region();
                });
    }

    /// The region of a bucket; empty: there is none.
    synchronized Optional<String> region(String name) {
        return Optional.ofNullable(byName.get(name)).map(Bucket::region);
    }

    /// GetBucketPolicy.
    synchronized String policy(Origin origin, String name) {
        return recorded(
                origin,
                "GetBucketPolicy",
                name,
                () -> {
                    Bucket bucket = here(origin, name);
                    requireByPolicy(origin, "s3:GetBucketPolicy", bucket);
                    StoredPolicy policy = bucket.policy();
                    if (policy == null) {
                        throw service.refusal(
                                NOT_FOUND,
                                "NoSuchBucketPolicy",
                                "The bucket policy does not exist");
                    }
                    return policy.shown(account);
                });
    }

    /// PutBucketPolicy.
    synchronized void save(Origin origin, String name, String document) {
        recorded(
                origin,
                "PutBucketPolicy",
                name,
                () -> {
                    Bucket bucket = here(origin, name);
                    requireByPolicy(origin, "s3:PutBucketPolicy", bucket);
                    return byName.put(name, bucket.with(policies.checked(bucket, document)));
                });
    }

    /// DeleteBucketPolicy.
    synchronized void deletePolicy(Origin origin, String name) {
        recorded(
                origin,
                "DeleteBucketPolicy",
                name,
                () -> {
                    Bucket bucket = here(origin, name);
                    requireByPolicy(origin, "s3:DeleteBucketPolicy", bucket);
                    return byName.put(name, bucket.with(null));
                });
    }

    private <T> T recorded(Origin origin, String operation, String name, Supplier<T> work) {
        return calls.call(origin, operation, Map.of("bucketName", name), work, result -> Map.of());
    }

    private Instant now() {
        return clock.instant();
    }

    private Bucket existing(String name) {
        Bucket bucket = byName.get(name);
        if (bucket == null) {
            throw service.refusal(NOT_FOUND, "NoSuchBucket", "The specified bucket does not exist");
        }
        return bucket;
    }

    /// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
    private Bucket here(Origin origin, String name) {
        Bucket bucket = existing(name);
        if (!bucket.region().equals(origin.region())) {
            throw service.refusal(
                    301,
                    "PermanentRedirect",
                    "The bucket you are attempting to access must be addressed using the specified"
                            + " endpoint. Please send all future requests to this endpoint.");
        }
        return bucket;
    }

    private void requireByPolicy(Origin origin, String action, Bucket bucket) {
        StoredPolicy policy = bucket.policy();
        String denied =
                policy == null
                        ? null
                        : new PolicyAccess(policy.shown(account), origin.caller()).refusal(action);
        if (denied != null) {
            throw denied(
                    "User: %s is not authorized to perform: %s on resource: \"%s\" %s"
                            .formatted(origin.caller().arn(), action, bucket.arn(), denied));
        }
        require(origin, action, bucket.arn());
    }

    private void require(Origin origin, String action, String resource) {
        String refusal = permissions.apply(origin.caller()).refusal(action, resource);
        if (refusal != null) {
            throw denied(refusal);
        }
    }

    private AwsServiceException denied(String message) {
        return service.refusal(FORBIDDEN, CODES.denied(), message);
    }
}
