package dev.profileguard.finding.delivery;

import dev.profileguard.finding.Finding;
import dev.profileguard.text.VisibleText;
import java.util.Arrays;

/// The resource that a finding is about, as security tools name resources.
///
/// A finding knows no path: the ARN of a role or profile is the one that it has at the path `/`.
///
/// @param id an ARN where there is one
/// @param name the rest of the subject, such as `prod-web`
record FindingResource(Kind kind, String id, String name) {
    private static final int MAX_LENGTH = 500;

    /// The kinds of resources, by the first part of a subject.
    enum Kind {
        /// A role.
        ROLE("role/", "AWS::IAM::Role", "AwsIamRole"),
        /// An instance profile. The AWS Security Finding Format has no type for it, and asks for
        /// `Other` then.
        ///
        /// See
        /// https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources-attributes.html
        PROFILE("instance-profile/", "AWS::IAM::InstanceProfile", "Other"),
        /// An account as a whole.
        ACCOUNT("account/", "AWS::::Account", "AwsAccount"),
        /// A part of the stack, or something in EC2.
        OTHER("", "Other", "Other");

        private final String prefix;
        private final String type;
        private final String asffType;

        Kind(String prefix, String type, String asffType) {
            this.prefix = prefix;
            this.type = type;
            this.asffType = asffType;
        }
    }

    static FindingResource of(Finding finding, Place place) {
        String subject = VisibleText.cut(VisibleText.line(finding.subject()), MAX_LENGTH);
        Kind kind =
                Arrays.stream(Kind.values())
                        .filter(each -> subject.startsWith(each.prefix))
                        .findFirst()
                        .orElse(Kind.OTHER);
        String name = subject.substring(kind.prefix.length());
        return new FindingResource(kind, id(kind, subject, name, place), name);
    }

    private static String id(Kind kind, String subject, String name, Place place) {
        return switch (kind) {
            case ROLE, PROFILE -> place.iam(subject);
            case ACCOUNT -> "AWS::::Account:" + name;
            case OTHER -> subject;
        };
    }

    /// The type as CloudFormation and AWS Config write it; `Other`: there is none.
    String type() {
        return kind.type;
    }

    /// The type in the AWS Security Finding Format.
    String asffType() {
        return kind.asffType;
    }
}
