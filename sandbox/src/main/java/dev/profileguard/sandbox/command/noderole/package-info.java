/// `guard node-role`: what is wrong with a node role of a cluster, and how to make one.
@NullMarked
package dev.profileguard.sandbox.command.noderole;

import org.jspecify.annotations.NullMarked;
