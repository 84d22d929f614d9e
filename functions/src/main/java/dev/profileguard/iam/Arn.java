package dev.profileguard.iam;

import org.jspecify.annotations.Nullable;

/// An Amazon Resource Name, such as `arn:aws:iam::123456789012:role/team/web`.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
///
/// @param region empty: the service is global
/// @param account twelve digits; empty: the resource belongs to none
/// @param resource the rest, whose form differs by service, such as `role/team/web`
public record Arn(
        String partition, String service, String region, String account, String resource) {
    private static final int PARTS = 6;

    /// Reads an ARN.
    ///
    /// @return null where the text is none
    public static @Nullable Arn parse(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split(":", PARTS);
        return parts.length == PARTS && parts[0].equals("arn") && !parts[1].isEmpty()
                ? new Arn(parts[1], parts[2], parts[3], parts[4], parts[5])
                : null;
    }

    /// The region of the resource with this ARN; empty where there is none, or the text is no ARN.
    public static String region(@Nullable String text) {
        Arn arn = parse(text);
        return arn == null ? "" : arn.region();
    }

    /// The account of the resource with this ARN; empty where there is none, or the text is no ARN.
    public static String account(@Nullable String text) {
        Arn arn = parse(text);
        return arn == null ? "" : arn.account();
    }

    /// What comes after the last slash of the resource: `web` of `role/team/web`; without a slash
    /// all of it.
    public String name() {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    /// Whether it is the ARN of an IAM role, or of an instance profile, as the type says.
    public boolean names(TaggedType type) {
        return service.equals("iam") && region.isEmpty() && resource.startsWith(type.text() + "/");
    }
}
