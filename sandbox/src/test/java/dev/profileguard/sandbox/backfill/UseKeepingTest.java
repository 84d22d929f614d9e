package dev.profileguard.sandbox.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.instance.UseInventory;
import dev.profileguard.state.StoredRecords;
import dev.profileguard.state.UseInventoryStore;
import dev.profileguard.sweep.UseKeeping;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Which associations with a profile sweeps remember.
class UseKeepingTest {
    @Test
    void remembersTheUsesOfAProfileAndForgetsThoseThatEnded() {
        keep(use("iip-1"), use("iip-2"));
        assertThat(inventory().associations(WEB)).containsExactlyInAnyOrder("iip-1", "iip-2");

        keep(use("iip-2"));
        assertThat(inventory().associations(WEB)).containsExactly("iip-2");

        keep();
        assertThat(inventory().associations(WEB)).isEmpty();
    }

    @Test
    void writesOnlyWhatChanged() {
        keep(use("iip-1"));
        assertThat(keep(use("iip-1"))).isZero();
        assertThat(keep()).isOne();
        assertThat(keep()).isZero();
    }

    /// A profile of a large fleet is more than an item can contain. It is not written in each
    /// sweep.
    @Test
    void remembersTenThousandUsesOfAProfile() {
        InstanceUse[] fleet =
                IntStream.range(0, 12_000)
                        .mapToObj(i -> use("iip-assoc-%017d".formatted(i)))
                        .toArray(InstanceUse[]::new);

        assertThat(keep(fleet)).isOne();
        assertThat(keep(fleet)).isZero();

        assertThat(inventory().associations(WEB))
                .hasSize(10_000)
                .contains("iip-assoc-00000000000000000");
    }

    private static final ProfileName WEB = new ProfileName("prod-web");
    private static final String TABLE = "profile-guard-BaselineTable";

    private final SweptAccount account = SweptAccount.with();
    private int writes;

    @AfterEach
    void close() {
        account.close();
    }

    private int keep(InstanceUse... found) {
        writes = 0;
        UseInventoryStore store = inventory();
        UseInventory counting =
                new UseInventory() {
                    @Override
                    public Set<String> associations(ProfileName profile) {
                        return store.associations(profile);
                    }

                    @Override
                    public void save(ProfileName profile, Set<String> associations) {
                        writes++;
                        store.save(profile, associations);
                    }
                };
        Map<String, Set<String>> stored = StoredRecords.scan(dynamo(), TABLE).uses();
        new UseKeeping(new ProfileUse(List.of(found), List.of()), stored, counting).keep(WEB);
        return writes;
    }

    private UseInventoryStore inventory() {
        return new UseInventoryStore(dynamo(), TABLE);
    }

    private DynamoDbClient dynamo() {
        return account.sandbox().dynamo();
    }

    private static InstanceUse use(String association) {
        return new InstanceUse(
                "us-east-1",
                "i-1",
                "unknown",
                "arn:aws:iam::123456789012:instance-profile/team/PROD-web",
                "AIPA1",
                null,
                null,
                association,
                false);
    }
}
