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
    private static final int JACKSON_BUFFER_SIZE = 8_000;

    @Test
    void passesEachEntryOnBeforeItReadsMoreThanABufferBeyondIt() {
        GeneratedPage page = new GeneratedPage(ROLES);
        ReadAheadSink sink = new ReadAheadSink(page);

        AccountReader.read("generated", page, sink);

        assertThat(sink.roles).isEqualTo(ROLES);
        assertThat(page.delivered).isGreaterThan(400L * ROLES);
        assertThat(sink.maxReadAhead).isLessThan(JACKSON_BUFFER_SIZE + page.longestPiece);
    }

    // Vocabulary

    /// A page of roles that is generated while it is read.
    private static final class GeneratedPage extends InputStream {
        private final int roles;
        private byte[] piece = "{\"RoleDetailList\": [".getBytes(StandardCharsets.UTF_8);
        private int at;
        private int generated;
        private long delivered;
        private int longestPiece;

        GeneratedPage(int roles) {
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
            delivered += count;
            return count;
        }

        private boolean next() {
            at = 0;
            String text =
                    generated == roles
                            ? "]}"
                            : (generated == 0 ? "" : ", ") + AccountTexts.role("role" + generated);
            piece = generated > roles ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            longestPiece = Math.max(longestPiece, piece.length);
            return generated++ <= roles;
        }
    }

    /// Measures how many bytes were read beyond the start of each role.
    private static final class ReadAheadSink implements EntitySink {
        private final GeneratedPage source;
        private int roles;
        private long maxReadAhead;

        ReadAheadSink(GeneratedPage source) {
            this.source = source;
        }

        @Override
        public void role(RoleDetail role, SourceLocation place) {
            roles++;
            maxReadAhead = Math.max(maxReadAhead, source.delivered - place.offset());
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
