package dev.profileguard.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @Test
    void namesThatDifferInCaseAloneAreTheSame() {
        assertThat(new ProfileName("Prod-Web")).isEqualTo(new ProfileName("prod-web"));
        assertThat(new ProfileName("Prod-Web")).hasSameHashCodeAs(new ProfileName("prod-web"));
        assertThat(new RoleName("Web")).isEqualTo(new RoleName("WEB"));
        assertThat(new RoleName("Web")).hasSameHashCodeAs(new RoleName("WEB"));
    }

    @Test
    void aRoleAndAProfileOfTheSameNameAreNotTheSame() {
        IamName role = new RoleName("web");
        IamName profile = new ProfileName("web");

        assertThat(role).isNotEqualTo(profile);
        assertThat(role.subject()).isEqualTo("role/web");
        assertThat(profile.subject()).isEqualTo("instance-profile/web");
    }

    @Test
    void aNameIsShownAsItWasWritten() {
        assertThat(new ProfileName("Prod-Web")).hasToString("Prod-Web");
        assertThat(new RoleName("Web").value()).isEqualTo("Web");
        assertThat(new RoleName("Web").key()).isEqualTo("web");
    }

    @Test
    void profileNamesHaveUpTo128CharactersAndRoleNamesUpTo64() {
        assertThat(new ProfileName("p".repeat(128)).value()).hasSize(128);
        assertThat(new RoleName("r".repeat(64)).value()).hasSize(64);
        assertThatThrownBy(() -> new ProfileName("p".repeat(129))).hasMessageContaining("1 to 128");
        assertThatThrownBy(() -> new RoleName("r".repeat(65))).hasMessageContaining("1 to 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "ä", "a\n", "a:b", "١", "a*"})
    void rejectsNamesThatIamDoesNotAllow(String name) {
        assertThatThrownBy(() -> new ProfileName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a valid instance profile name");
        assertThatThrownBy(() -> new RoleName(name))
                .hasMessageContaining("is not a valid role name");
    }
}
