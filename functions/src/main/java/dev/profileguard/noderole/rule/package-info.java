/// What is right about the node role of an EKS cluster.
@NullMarked
package dev.profileguard.noderole.rule;

import org.jspecify.annotations.NullMarked;
