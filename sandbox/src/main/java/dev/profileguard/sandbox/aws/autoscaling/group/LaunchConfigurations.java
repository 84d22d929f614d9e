package dev.profileguard.sandbox.aws.autoscaling.group;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.regional.RegionalService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// The launch configurations of all regions.
///
/// The sentence about a profile is as in https://github.com/hashicorp/terraform/issues/2136 and
/// many tools that wait for it. Auto Scaling says the same of a profile without a role, as far as
/// is known.
public final class LaunchConfigurations {
    private final Map<String, LaunchConfiguration.Entry> byRegionAndName = new LinkedHashMap<>();
    private final RegionalService calls;
    private final RecordedService service;
    private final IamAccount account;

    /// No configurations.
    public LaunchConfigurations(RegionalService calls, IamAccount account) {
        this.calls = calls;
        this.service = calls.service();
        this.account = account;
    }

    /// CreateLaunchConfiguration.
    public void create(Origin origin, LaunchConfiguration made) {
        requireProfile(origin, made.profile());
        String key = key(origin.region(), made.name());
        LaunchConfiguration.Entry entry =
                LaunchConfiguration.Entry.made(made, origin, service.clock().instant());
        synchronized (this) {
            if (byRegionAndName.putIfAbsent(key, entry) != null) {
                throw service.refusal(
                        "AlreadyExists",
                        "Launch Configuration by this name already exists - A launch configuration"
                                + " already exists with the name "
                                + made.name());
            }
        }
    }

    private void requireProfile(Origin origin, @Nullable String given) {
        if (given == null) {
            return;
        }
        InstanceProfile profile =
                profile(given)
                        .filter(found -> !found.roles().isEmpty())
                        .orElseThrow(() ->
                                service.refusal(
                                        "ValidationError", "Invalid IamInstanceProfile: " + given));
        String instances =
                "arn:aws:ec2:%s:%s:instance/*".formatted(origin.region(), origin.account());
        profile.roles()
                .forEach(
                        role -> calls.require(origin, AccessRequest.toPass(role.arn(), instances)));
    }

    private Optional<InstanceProfile> profile(String given) {
        return given.startsWith("arn:")
                ? account.profile(given.substring(given.lastIndexOf('/') + 1))
                        .filter(profile -> profile.arn().equals(given))
                : account.profile(given);
    }

    /// DeleteLaunchConfiguration.
    public synchronized void delete(String region, String name) {
        if (byRegionAndName.remove(key(region, name)) == null) {
            throw service.refusal(
                    "ValidationError",
                    "Launch configuration name not found - Launch configuration %s not found"
                            .formatted(name));
        }
    }

    /// DescribeLaunchConfigurations.
    ///
    /// @param names empty: all
    public synchronized List<Map<String, Object>> describe(String region, List<String> names) {
        return byRegionAndName.values().stream()
                .filter(each -> each.region().equals(region))
                .filter(each -> names.isEmpty() || names.contains(each.name()))
                .map(LaunchConfiguration.Entry::json)
                .toList();
    }

    /// Throws Auto Scaling's error for a group that is to use an unknown configuration.
    synchronized void require(String region, String name) {
        if (!byRegionAndName.containsKey(key(region, name))) {
            throw service.refusal(
                    "ValidationError",
                    "Launch configuration name not found - A launch configuration with the name: %s does not exist"
                            .formatted(name));
        }
    }

    /// The configuration.
    ///
    /// @throws AwsServiceException `ValidationError`
    synchronized LaunchConfiguration required(String region, String name) {
        require(region, name);
        return Objects.requireNonNull(byRegionAndName.get(key(region, name))).configuration();
    }

    private static String key(String region, String name) {
        return region + " " + name;
    }
}
