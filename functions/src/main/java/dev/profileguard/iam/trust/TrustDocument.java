package dev.profileguard.iam.trust;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The trust policy of a role as it is written.
///
/// @param json the policy; empty if it cannot be read
/// @param answer whether EC2 may assume the role
public record TrustDocument(Map<String, Object> json, TrustPolicy.Answer answer) {
    private static final String STATEMENT = "Statement";

    /// A policy that can be read.
    ///
    /// @throws MalformedTrustPolicyException if IAM would reject it
    public static TrustDocument of(Map<String, Object> json) {
        return new TrustDocument(json, TrustPolicy.of(json).allowsEc2());
    }

    /// A text that is no trust policy.
    ///
    /// @param why as a part of a sentence
    public static TrustDocument unreadable(String why) {
        return new TrustDocument(Map.of(), new TrustPolicy.Answer.No(why));
    }

    /// Whether it can be read.
    public boolean isReadable() {
        return !json.isEmpty();
    }

    /// The same policy with one statement more; null: it cannot be read.
    public @Nullable TrustDocument with(Map<String, Object> statement) {
        if (!isReadable()) {
            return null;
        }
        List<Object> statements = new ArrayList<>(elements(json.get(STATEMENT)));
        statements.add(statement);
        Map<String, Object> more = new LinkedHashMap<>(json);
        more.put(STATEMENT, statements);
        return of(more);
    }

    /// The services that it names as principals, such as `ec2.amazonaws.com`.
    public Set<String> services() {
        Set<String> services = new LinkedHashSet<>();
        for (Object statement : elements(json.get(STATEMENT))) {
            if (statement instanceof Map<?, ?> fields
                    && fields.get("Principal") instanceof Map<?, ?> principal) {
                elements(principal.get("Service"))
                        .forEach(each -> services.add(String.valueOf(each)));
            }
        }
        return services;
    }

    private static List<?> elements(@Nullable Object json) {
        if (json == null) {
            return List.of();
        }
        return json instanceof List<?> several ? several : List.of(json);
    }
}
