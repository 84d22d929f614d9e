/// Clusters of EKS as values, and the port that reads them.
@NullMarked
package dev.profileguard.cluster;

import org.jspecify.annotations.NullMarked;
