package dev.profileguard.cluster;

import org.jspecify.annotations.Nullable;

/// What EKS shows about the roles of a cluster's pods.
///
/// @param associations how many service accounts get a role by EKS Pod Identity
/// @param plugin what gives the CNI plugin a role of its own, as a part of a sentence; null: EKS
///   shows nothing
/// @param isAddOn whether the plugin is an add-on of EKS, so that EKS shows all its roles; false
///   also if that was not read, because something gives it a role
/// @param unread why it was not read, as a sentence; null: it was
public record ClusterPods(
        int associations, @Nullable String plugin, boolean isAddOn, @Nullable String unread) {
    /// EKS does not answer.
    public static ClusterPods unread(String why) {
        return new ClusterPods(0, null, false, why);
    }
}
