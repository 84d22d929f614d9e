package dev.profileguard.event;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A group of regions with IAM of its own. Its ID is a part of each ARN.
///
/// See
/// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
public enum Partition {
    /// The commercial regions.
    AWS("aws", "", "us-east-1"),
    /// GovCloud (US).
    GOV_CLOUD("aws-us-gov", "us-gov-", "us-gov-west-1"),
    /// China.
    CHINA("aws-cn", "cn-", "cn-north-1"),
    /// The European Sovereign Cloud.
    EUROPEAN_SOVEREIGN_CLOUD("aws-eusc", "eusc-", "eusc-de-east-1"),
    /// Top Secret (US).
    ISO("aws-iso", "us-iso-", ""),
    /// Secret (US).
    ISO_B("aws-iso-b", "us-isob-", ""),
    /// An isolated cloud in Europe.
    ISO_E("aws-iso-e", "eu-isoe-", ""),
    /// An isolated cloud in the US.
    ISO_F("aws-iso-f", "us-isof-", "");

    private final String id;
    private final String prefix;
    private final String regionOfIamEvents;

    Partition(String id, String prefix, String regionOfIamEvents) {
        this.id = id;
        this.prefix = prefix;
        this.regionOfIamEvents = regionOfIamEvents;
    }

    /// The partition of a region; [#AWS] if no other one has a region with such a name.
    public static Partition ofRegion(String region) {
        return Arrays.stream(values())
                .filter(each -> !each.prefix.isEmpty() && region.startsWith(each.prefix))
                .findFirst()
                .orElse(AWS);
    }

    /// The ID in ARNs, such as `aws-us-gov`.
    public String id() {
        return id;
    }

    /// The only region in which EventBridge receives IAM events; empty: AWS does not publish it.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
    public Optional<String> regionOfIamEvents() {
        return Optional.of(regionOfIamEvents).filter(region -> !region.isEmpty());
    }

    /// The regions that receive IAM events, of all partitions.
    public static List<String> regionsOfIamEvents() {
        return Arrays.stream(values()).flatMap(each -> each.regionOfIamEvents().stream()).toList();
    }
}
