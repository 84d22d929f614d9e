package dev.profileguard.advice.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AdviceSubjectTest {
    @Test
    void isTheRoleWhenTheCallIsAboutRoles() {
        assertThat(of("PutRolePolicy", BOTH)).isEqualTo("role/app");
    }

    @Test
    void isTheProfileWhenTheCallIsAboutProfiles() {
        assertThat(of("AddRoleToInstanceProfile", BOTH)).isEqualTo("instance-profile/web");
        assertThat(of("RunInstances", BOTH)).isEqualTo("instance-profile/web");
    }

    @Test
    void isWhatTheCallNames() {
        assertThat(of("DeleteRole", Map.of("instanceProfileName", "web")))
                .isEqualTo("instance-profile/web");
        assertThat(of("RunInstances", Map.of("roleName", "app"))).isEqualTo("role/app");
        assertThat(
                        of(
                                "ReplaceIamInstanceProfileAssociation",
                                Map.of(
                                        "instanceId",
                                        AdviceExamples.INSTANCE_ID,
                                        "associationId",
                                        AdviceExamples.ENDED)))
                .isEqualTo("instance/i-0123456789abcdef0");
        assertThat(
                        of(
                                "DisassociateIamInstanceProfile",
                                Map.of("associationId", AdviceExamples.ENDED)))
                .isEqualTo("association/iip-assoc-0bbbbbbbbbbbbbbbb");
        assertThat(of("RunInstances", Map.of())).isEqualTo("call/RunInstances");
    }

    private static final Map<String, Object> BOTH =
            Map.of("roleName", "app", "instanceProfileName", "web");

    private static String of(String operation, Map<String, Object> request) {
        return AdviceSubject.of(AdviceExamples.iam(operation, "NoSuchEntity", "", request));
    }
}
