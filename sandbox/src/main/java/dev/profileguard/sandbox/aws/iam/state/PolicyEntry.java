package dev.profileguard.sandbox.aws.iam.state;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/// A managed policy and its versions. Immutable.
///
/// @param policy without its counts of attachments and of uses as a boundary
/// @param versions by number, the newest first; without their documents
/// @param documents by version ID; the sandbox does not have the documents of all policies of AWS
/// @param nextVersion the number of the next version; numbers are not used again
public record PolicyEntry(
        Policy policy,
        SortedMap<Integer, PolicyVersion> versions,
        Map<String, PolicyDocument> documents,
        int nextVersion) {

    /// A policy with its first version.
    public static PolicyEntry of(Policy policy, PolicyVersion first) {
        return new PolicyEntry(policy, Collections.emptySortedMap(), Map.of(), 1)
                .withVersion(first);
    }

    /// The policy's ARN.
    public String arn() {
        return policy.arn();
    }

    /// One of its versions; null: it has no such version.
    ///
    /// @param versionId such as `v2`
    public @Nullable PolicyVersion version(String versionId) {
        return versions.values().stream()
                .filter(version -> version.versionId().equals(versionId))
                .findFirst()
                .orElse(null);
    }

    /// The document of a version; null: the sandbox does not have it.
    public @Nullable PolicyDocument document(PolicyVersion version) {
        return documents.get(version.versionId());
    }

    /// Whether a version is the default version.
    public boolean isDefault(PolicyVersion version) {
        return version.versionId().equals(policy.defaultVersionId());
    }

    /// The policy with one more version, numbered next.
    public PolicyEntry withVersion(PolicyVersion version) {
        String text = version.document();
        return withVersion(nextVersion, version, text == null ? null : PolicyDocument.of(text));
    }

    /// The policy with one more version.
    ///
    /// @param number of the version; later versions get higher numbers
    public PolicyEntry withVersion(
            int number, PolicyVersion version, @Nullable PolicyDocument document) {
        TreeMap<Integer, PolicyVersion> copy = newestFirst();
        copy.put(number, version.copy(bare -> bare.document(null)));
        Map<String, PolicyDocument> texts = new HashMap<>(documents);
        if (document != null) {
            texts.put(version.versionId(), document);
        }
        return new PolicyEntry(
                policy,
                Collections.unmodifiableSortedMap(copy),
                Map.copyOf(texts),
                Math.max(nextVersion, number + 1));
    }

    /// The policy without a version.
    public PolicyEntry withoutVersion(PolicyVersion version) {
        TreeMap<Integer, PolicyVersion> copy = newestFirst();
        copy.values().remove(version);
        Map<String, PolicyDocument> texts = new HashMap<>(documents);
        texts.remove(version.versionId());
        return new PolicyEntry(
                policy, Collections.unmodifiableSortedMap(copy), Map.copyOf(texts), nextVersion);
    }

    /// The policy with changed elements.
    public PolicyEntry changed(Consumer<Policy.Builder> change) {
        return new PolicyEntry(policy.copy(change), versions, documents, nextVersion);
    }

    private TreeMap<Integer, PolicyVersion> newestFirst() {
        TreeMap<Integer, PolicyVersion> copy = new TreeMap<>(Collections.reverseOrder());
        copy.putAll(versions);
        return copy;
    }
}
