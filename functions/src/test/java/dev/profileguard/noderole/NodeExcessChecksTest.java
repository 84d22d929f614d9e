package dev.profileguard.noderole;

import static dev.profileguard.noderole.CheckProblems.kind;
import static dev.profileguard.noderole.CheckProblems.todo;
import static dev.profileguard.noderole.NodeRoleSamples.allow;
import static dev.profileguard.noderole.NodeRoleSamples.document;
import static dev.profileguard.noderole.NodeRoleSamples.right;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.finding.Finding;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.Check.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a node role allows beyond what nodes need.
class NodeExcessChecksTest {
    @Test
    void warnsAboutAnAdministrator() {
        NodeRoleSamples sample = right().attach("AdministratorAccess");
        Check excess = sample.check("excess");

        assertThat(kind(excess)).isEqualTo(Finding.Kind.NODE_ROLE_TOO_BROAD);
        assertThat(excess.text()).startsWith("The role allows nearly every action");
        assertThat(excess.proof()).containsExactly("allowed by AdministratorAccess");
        assertThat(todo(excess))
                .containsExactly(
                        "Detach AdministratorAccess, unless the nodes need it: aws iam"
                                + " detach-role-policy --role-name eksNodeRole --policy-arn"
                                + " arn:aws:iam::aws:policy/AdministratorAccess",
                        "Give the pods that need more a role of their own, by EKS Pod Identity or"
                                + " IRSA");
        assertThat(sample.checks()).noneMatch(each -> each.topic().equals("cni"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iam:AttachRolePolicy",
                "iam:PutRolePolicy",
                "iam:PassRole",
                "sts:AssumeRole",
                "iam:CreateAccessKey"
            })
    void warnsAboutWhatMakesAnAdministrator(String action) {
        Check excess = right().put("more", allow(action)).check("excess");

        assertThat(excess.text()).startsWith("The role allows %s, with which".formatted(action));
        assertThat(todo(excess))
                .first()
                .asString()
                .startsWith("Narrow its inline policies: aws iam");
    }

    @Test
    void doesNotWarnAboutSomeRolesOrOtherServices() {
        String some =
                document(
                        "{'Effect':'Allow','Action':['sts:AssumeRole','iam:PassRole'],'Resource':'arn:aws:iam::*:role/app'}");

        assertThat(right().put("some", some).put("s3", allow("s3:*")).check("excess").result())
                .isEqualTo(Result.RIGHT);
    }
}
