package dev.profileguard.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.UserDetail;

class AccountReaderTest {
    private static final int ROLES = 20_000;
    private static final int JACKSONS_BUFFER = 8_000;

    @Test
    void handsOverEachEntryBeforeItAsksForMoreThanABufferBeyondIt() {
        Endless endless = new Endless(ROLES);
        Watch watch = new Watch(endless);

        AccountReader.read("endless", endless, watch);

        assertThat(watch.roles).isEqualTo(ROLES);
        assertThat(endless.given).isGreaterThan(400L * ROLES);
        assertThat(watch.mostAhead).isLessThan(JACKSONS_BUFFER + endless.longestPiece);
    }

    // What the test above is made of.

    /// A page of roles that are made as they are asked for.
    private static final class Endless extends InputStream {
        private final int roles;
        private byte[] piece = "{\"RoleDetailList\": [".getBytes(StandardCharsets.UTF_8);
        private int at;
        private int made;
        private long given;
        private int longestPiece;

        Endless(int roles) {
            this.roles = roles;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] buffer, int start, int length) {
            if (at == piece.length && !next()) {
                return -1;
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, buffer, start, count);
            at += count;
            given += count;
            return count;
        }

        private boolean next() {
            at = 0;
            String text =
                    made == roles
                            ? "]}"
                            : (made == 0 ? "" : ", ") + AccountTexts.role("role" + made);
            piece = made > roles ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            longestPiece = Math.max(longestPiece, piece.length);
            return made++ <= roles;
        }
    }

    /// Compares where each role stands with how much was asked for by then.
    private static final class Watch implements EntitySink {
        private final Endless source;
        private int roles;
        private long mostAhead;

        Watch(Endless source) {
            this.source = source;
        }

        @Override
        public void role(RoleDetail role, SourceLocation place) {
            roles++;
            mostAhead = Math.max(mostAhead, source.given - place.offset());
        }

        @Override
        public void user(UserDetail user, SourceLocation place) {}

        @Override
        public void group() {}

        @Override
        public void policy(ManagedPolicyDetail policy, SourceLocation place) {}

        @Override
        public void profile(InstanceProfile profile, SourceLocation place) {}

        @Override
        public void instanceProfileQuota(int quota) {}

        @Override
        public void page(Command command, boolean hasMore, SourceLocation place) {}
    }
}
