/// Values of IAM: names, roles, instance profiles, tags, actions; and the ports that read and write
/// IAM.
@NullMarked
package dev.profileguard.iam;

import org.jspecify.annotations.NullMarked;
