package dev.profileguard.sandbox.aws.iam;

import static dev.profileguard.sandbox.aws.iam.TestAccount.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.Role;

class PagesTest {
    private final TestAccount test = new TestAccount();
    private final IamClient iam = test.iam;

    @Test
    void returnsAHundredItemsByDefault() {
        roles(101);

        ListRolesResponse first = iam.listRoles();
        assertThat(first.roles()).hasSize(100);
        assertThat(first.isTruncated()).isTrue();
        ListRolesResponse all = iam.listRoles(r -> r.maxItems(101));
        assertThat(all.roles()).hasSize(101);
        assertThat(all.isTruncated()).isFalse();
        assertThat(all.marker()).isNull();
    }

    @Test
    void continuesAfterTheMarkerWhenTheListHasChanged() {
        roles(6);
        ListRolesResponse first = iam.listRoles(r -> r.maxItems(3));
        iam.deleteRole(r -> r.roleName("r002"));
        test.role("r0025");
        test.role("r000a");

        ListRolesResponse second = iam.listRoles(r -> r.maxItems(9).marker(first.marker()));
        assertThat(names(second.roles())).containsExactly("r0025", "r003", "r004", "r005");
    }

    @Test
    void pagesThroughEverythingOnce() {
        roles(25);

        assertThat(iam.listRolesPaginator(r -> r.maxItems(4)).roles())
                .extracting(Role::roleName)
                .hasSize(25)
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesAnUnknownMarker() {
        String refused = "400 ValidationError: Invalid Marker.";
        assertThat(refusal(() -> iam.listRoles(r -> r.marker("nonsense")))).isEqualTo(refused);
        assertThat(refusal(() -> iam.listRoles(r -> r.marker("%%%")))).isEqualTo(refused);
    }

    private void roles(int count) {
        IntStream.range(0, count).forEach(i -> test.role("r%03d".formatted(i)));
    }

    private static List<String> names(List<Role> roles) {
        return roles.stream().map(Role::roleName).toList();
    }
}
