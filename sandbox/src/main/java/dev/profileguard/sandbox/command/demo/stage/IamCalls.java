package dev.profileguard.sandbox.command.demo.stage;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// Calls of IAM that the scenes make.
public final class IamCalls {
    /// A trust policy for EC2.
    public static final String TRUSTS_EC2 =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private IamCalls() {}

    /// Creates a role that EC2 may assume.
    public static void createRole(IamClient iam, String name, Tag... tags) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUSTS_EC2).tags(tags));
    }

    /// Creates roles that EC2 may assume.
    public static void createRoles(IamClient iam, String... names) {
        for (String name : names) {
            createRole(iam, name);
        }
    }

    /// Sets the trust policy of a role to the one that it has.
    public static void trustEc2(IamClient iam, String role) {
        iam.updateAssumeRolePolicy(r -> r.roleName(role).policyDocument(TRUSTS_EC2));
    }

    /// Sets tags of a profile.
    public static void tag(IamClient iam, String profile, Tag... tags) {
        iam.tagInstanceProfile(r -> r.instanceProfileName(profile).tags(tags));
    }

    /// Creates a profile, and adds a role to it.
    public static void createProfile(IamClient iam, String name, String role, Tag... tags) {
        iam.createInstanceProfile(r -> r.instanceProfileName(name).tags(tags));
        add(iam, name, role);
    }

    /// Adds a role to a profile.
    public static void add(IamClient iam, String profile, String role) {
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    /// Removes a role from a profile.
    public static void remove(IamClient iam, String profile, String role) {
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    /// Replaces the role of a profile.
    public static void swap(IamClient iam, String profile, String from, String to) {
        remove(iam, profile, from);
        add(iam, profile, to);
    }
}
