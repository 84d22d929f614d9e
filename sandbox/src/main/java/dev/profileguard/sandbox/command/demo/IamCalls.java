package dev.profileguard.sandbox.command.demo;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// Calls of IAM that the scenes make.
final class IamCalls {
    private static final String TRUSTS_EC2 =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private IamCalls() {}

    /// Creates a role that EC2 may assume.
    static void createRole(IamClient iam, String name, Tag... tags) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUSTS_EC2).tags(tags));
    }

    static void tag(IamClient iam, String profile, Tag... tags) {
        iam.tagInstanceProfile(r -> r.instanceProfileName(profile).tags(tags));
    }

    /// Creates a profile, and adds a role to it.
    static void createProfile(IamClient iam, String name, String role, Tag... tags) {
        iam.createInstanceProfile(r -> r.instanceProfileName(name).tags(tags));
        add(iam, name, role);
    }

    static void add(IamClient iam, String profile, String role) {
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    static void remove(IamClient iam, String profile, String role) {
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName(role));
    }

    /// Replaces the role of a profile.
    static void swap(IamClient iam, String profile, String from, String to) {
        remove(iam, profile, from);
        add(iam, profile, to);
    }
}
