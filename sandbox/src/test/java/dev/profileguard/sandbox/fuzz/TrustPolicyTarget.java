package dev.profileguard.sandbox.fuzz;

import dev.profileguard.event.Json;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.trust.MalformedTrustPolicyException;
import dev.profileguard.iam.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The trust policies of roles.
final class TrustPolicyTarget implements FuzzTarget {
    @Override
    public String name() {
        return "trust-policy";
    }

    @Override
    public List<String> seeds() {
        return List.of(
                """
                {"Version": "2012-10-17", "Statement": [{"Sid": "s", "Effect": "Allow",
                 "Principal": {"Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"]},
                 "Action": "sts:AssumeRole"}]}\
                """,
                """
                {"Statement": {"Effect": "Deny", "NotPrincipal": {"AWS": "*"},
                 "NotAction": ["sts:*", "iam:Get?ole"],
                 "Condition": {"StringEquals": {"aws:SourceAccount": ["1", "2"]}, "Bool": {}}}}\
                """,
                """
                {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["sts:Assume*"]},
                 {"Effect": "Deny", "Principal": {"AWS": "arn:aws:iam::1:root"}, "Action": "*"}]}\
                """);
    }

    @Override
    public boolean accepts(byte[] input) {
        try {
            String text = new String(input, StandardCharsets.UTF_8);
            switch (TrustPolicy.of(Json.read("The trust policy", text)).allowsEc2()) {
                case TrustPolicy.Answer.Yes yes -> {}
                case TrustPolicy.Answer.YesIf(String note) -> Refusal.check(note);
                case TrustPolicy.Answer.No(String why) -> Refusal.check(why);
            }
            return true;
        } catch (RuntimeException e) {
            Refusal.check(
                    e,
                    List.of(UnreadableEventException.class, MalformedTrustPolicyException.class));
            return false;
        }
    }
}
