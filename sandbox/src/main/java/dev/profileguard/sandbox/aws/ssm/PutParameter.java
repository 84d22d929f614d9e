package dev.profileguard.sandbox.aws.ssm;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request to PutParameter.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
///
/// @param type null: the type of the existing parameter
/// @param tier null: the tier of the existing parameter, or `Standard`
public record PutParameter(
        String name,
        String value,
        @Nullable String type,
        @Nullable String tier,
        boolean overwrite) {
    private static final int STANDARD = 4_096;
    private static final int ADVANCED = 8_192;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_./-]{1,1011}");
    private static final Set<String> TYPES = Set.of("String", "StringList", "SecureString");
    private static final Set<String> TIERS = Set.of("Standard", "Advanced", "Intelligent-Tiering");

    /// The request as CloudTrail records it, without the value.
    Map<String, Object> recorded() {
        Map<String, Object> recorded = new LinkedHashMap<>();
        recorded.put("name", name);
        recorded.put("value", "HIDDEN_DUE_TO_SECURITY_REASONS");
        if (type != null) {
            recorded.put("type", type);
        }
        recorded.put("overwrite", overwrite);
        return recorded;
    }

    /// The parameter after the request.
    StoredParameter over(@Nullable StoredParameter old, RecordedService service, Instant now) {
        if (old != null && !overwrite) {
            throw service.refusal(
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite"
                            + " option in the request to true.");
        }
        String violation = violation(old);
        if (violation != null) {
            throw service.refusal("ValidationException", violation);
        }
        return new StoredParameter(
                name,
                value,
                type == null ? String.valueOf(old == null ? null : old.type()) : type,
                tierOver(old),
                old == null ? 1 : old.version() + 1,
                now);
    }

    private String tierOver(@Nullable StoredParameter old) {
        String before = old == null ? "Standard" : old.tier();
        if (tier == null) {
            return before;
        }
        boolean needs = before.equals("Advanced") || value.length() > STANDARD;
        return tier.equals("Intelligent-Tiering") ? (needs ? "Advanced" : "Standard") : tier;
    }

    /// Why the request is refused; null: it is valid.
    private @Nullable String violation(@Nullable StoredParameter old) {
        if (!NAME.matcher(name).matches() || name.matches("(?i)/?(aws|ssm).*")) {
            return "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive),"
                    + " and consists of a-zA-Z0-9_.- and the forward slash only.";
        }
        if (name.contains("/") && !name.startsWith("/")) {
            return "Parameter name must be a fully qualified name.";
        }
        if (type == null && old == null) {
            return "A parameter type is required when you create a parameter.";
        }
        if ((type != null && !TYPES.contains(type)) || (tier != null && !TIERS.contains(tier))) {
            return "Type must be one of %s, and Tier one of %s.".formatted(TYPES, TIERS);
        }
        if (value.isEmpty()) {
            return "Value must have length greater than or equal to 1.";
        }
        return tooLong(tierOver(old), old);
    }

    private @Nullable String tooLong(String wanted, @Nullable StoredParameter old) {
        if (wanted.equals("Standard") && old != null && old.tier().equals("Advanced")) {
            return "This parameter uses the advanced-parameter tier. You can't downgrade a"
                    + " parameter from the advanced-parameter tier to the standard-parameter tier.";
        }
        int most = wanted.equals("Standard") ? STANDARD : ADVANCED;
        if (value.length() <= most) {
            return null;
        }
        return "%s tier parameters support a maximum parameter value of %d characters."
                        .formatted(wanted, most)
                + (most == STANDARD
                        ? " To create a larger parameter value, upgrade the parameter to use the"
                                + " advanced-parameter tier."
                        : "");
    }
}
