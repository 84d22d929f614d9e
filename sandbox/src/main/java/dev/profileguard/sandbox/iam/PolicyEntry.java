package dev.profileguard.sandbox.iam;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/// A managed policy and its versions. Immutable.
///
/// @param policy all but what is counted: attachments and uses as a boundary
/// @param versions by number, the newest first; the document as it was sent, not encoded
/// @param nextVersion the number of the version to come: numbers are not used again
record PolicyEntry(Policy policy, SortedMap<Integer, PolicyVersion> versions, int nextVersion) {

    static PolicyEntry of(Policy policy, PolicyVersion first) {
        return new PolicyEntry(policy, Collections.emptySortedMap(), 1).withVersion(first);
    }

    String arn() {
        return policy.arn();
    }

    /// @param versionId such as `v2`
    @Nullable PolicyVersion version(String versionId) {
        return versions.values().stream()
                .filter(version -> version.versionId().equals(versionId))
                .findFirst()
                .orElse(null);
    }

    boolean isDefault(PolicyVersion version) {
        return version.versionId().equals(policy.defaultVersionId());
    }

    PolicyEntry withVersion(PolicyVersion version) {
        TreeMap<Integer, PolicyVersion> copy = newestFirst();
        copy.put(nextVersion, version);
        return new PolicyEntry(policy, Collections.unmodifiableSortedMap(copy), nextVersion + 1);
    }

    PolicyEntry withoutVersion(PolicyVersion version) {
        TreeMap<Integer, PolicyVersion> copy = newestFirst();
        copy.values().remove(version);
        return new PolicyEntry(policy, Collections.unmodifiableSortedMap(copy), nextVersion);
    }

    PolicyEntry changed(Consumer<Policy.Builder> change) {
        return new PolicyEntry(policy.copy(change), versions, nextVersion);
    }

    private TreeMap<Integer, PolicyVersion> newestFirst() {
        TreeMap<Integer, PolicyVersion> copy = new TreeMap<>(Collections.reverseOrder());
        copy.putAll(versions);
        return copy;
    }
}
