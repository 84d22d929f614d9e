package dev.profileguard.sandbox.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Parts of recorded accounts for tests, as the AWS CLI prints them.
public final class AccountTexts {
    public static final String DATE = "2024-05-06T07:08:09+00:00";
    public static final String ACCOUNT = "111122223333";
    public static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",\
             "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private AccountTexts() {}

    /// A page of roles.
    ///
    /// @param roles from [#role]
    public static String roles(String... roles) {
        return "{\"UserDetailList\": [], \"GroupDetailList\": [], \"Policies\": [],"
                + " \"RoleDetailList\": [%s]}".formatted(String.join(", ", roles));
    }

    /// A page of profiles, as ListInstanceProfiles returns it.
    ///
    /// @param profiles from [#profile]
    public static String listing(String... profiles) {
        return "{\"InstanceProfiles\": [%s]}".formatted(String.join(", ", profiles));
    }

    /// A role whose ID is `AROA` and its name in capitals.
    public static String role(String name, String... profiles) {
        return object(
                "\"Path\": \"/\"",
                "\"RoleName\": \"%s\"".formatted(name),
                "\"RoleId\": \"%s\"".formatted(roleId(name)),
                "\"Arn\": \"arn:aws:iam::%s:role/%s\"".formatted(ACCOUNT, name),
                "\"CreateDate\": \"%s\"".formatted(DATE),
                "\"AssumeRolePolicyDocument\": " + TRUST,
                "\"InstanceProfileList\": [%s]".formatted(String.join(", ", profiles)),
                "\"RolePolicyList\": []",
                "\"AttachedManagedPolicies\": []",
                "\"Tags\": []",
                "\"RoleLastUsed\": {}");
    }

    /// A profile whose ID is `AIPA` and its name in capitals.
    ///
    /// @param roles from [#nested]; empty: none
    /// @param elements further fields of the profile
    public static String profile(String name, String roles, String... elements) {
        String fixed =
                object(
                        "\"Path\": \"/\"",
                        "\"InstanceProfileName\": \"%s\"".formatted(name),
                        "\"InstanceProfileId\": \"%s\"".formatted(profileId(name)),
                        "\"Arn\": \"arn:aws:iam::%s:instance-profile/%s\"".formatted(ACCOUNT, name),
                        "\"CreateDate\": \"%s\"".formatted(DATE),
                        "\"Roles\": [%s]".formatted(roles));
        String further =
                Arrays.stream(elements).map(each -> ", " + each).collect(Collectors.joining());
        return fixed.substring(0, fixed.length() - 1) + further + "}";
    }

    /// A role in the list of a profile.
    public static String nested(String name) {
        return "{\"RoleName\": \"%s\", \"RoleId\": \"%s\"}".formatted(name, roleId(name));
    }

    public static String roleId(String name) {
        return id("AROA", name);
    }

    public static String profileId(String name) {
        return id("AIPA", name);
    }

    public static String object(String... elements) {
        return "{" + String.join(", ", elements) + "}";
    }

    private static String id(String prefix, String name) {
        String letters = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "Z");
        return (prefix + letters + "ABCDEFGHIJKLMNOPQ").substring(0, 21);
    }
}
