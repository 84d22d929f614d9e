package dev.profileguard.iam;

import org.jspecify.annotations.Nullable;

/// An Amazon Resource Name, such as `arn:aws:iam::123456789012:role/team/web`.
///
/// See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
///
/// @param region empty for a global service
/// @param account twelve digits; empty for a resource without an account
/// @param resource the rest, such as `role/team/web`; its form depends on the service
public record Arn(
        String partition, String service, String region, String account, String resource) {
    private static final int PARTS = 6;

    /// Reads an ARN.
    ///
    /// @return null if the text is not an ARN
    public static @Nullable Arn parse(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split(":", PARTS);
        return parts.length == PARTS && parts[0].equals("arn") && !parts[1].isEmpty()
                ? new Arn(parts[1], parts[2], parts[3], parts[4], parts[5])
                : null;
    }

    /// The region in an ARN; empty if the ARN has no region, or if the text is not an ARN.
    public static String region(@Nullable String text) {
        Arn arn = parse(text);
        return arn == null ? "" : arn.region();
    }

    /// The account in an ARN; empty if the ARN has no account, or if the text is not an ARN.
    public static String account(@Nullable String text) {
        Arn arn = parse(text);
        return arn == null ? "" : arn.account();
    }

    /// The part of the resource after its last slash, such as `web` of `role/team/web`. Without a
    /// slash it is the whole resource.
    public String name() {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    /// Whether this is the ARN of an IAM role or instance profile, depending on the type.
    public boolean names(TaggedType type) {
        return service.equals("iam") && region.isEmpty() && resource.startsWith(type.text() + "/");
    }

    /// The ARN as AWS writes it.
    public String text() {
        return String.join(":", "arn", partition, service, region, account, resource);
    }
}
