package dev.profileguard.sandbox.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportFolderTest {
    @Test
    void findsNothingUnderAKeyThatNoFileCanHave() {
        folder.keep("bucket", "key", new byte[] {1});

        assertThat(folder.find("bucket", "key")).isNotNull();
        assertThat(folder.find("bucket", UNWRITABLE)).isNull();
    }

    @Test
    void refusesAKeyThatNoFileCanHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> folder.keep("bucket", UNWRITABLE, new byte[0]))
                .withMessageStartingWith("The sandbox keeps objects in files: ")
                .withMessageEndingWith(" cannot be one, or is a folder");
    }

    @Test
    void leavesNothingBehindWhenItIsClosed() {
        folder.keep("bucket", "2026-01-05/run/0001.jsonl", new byte[] {1});
        Path where = folder.folder();

        folder.close();
        folder.close();

        assertThat(where).doesNotExist();
        assertThat(folder.find("bucket", "2026-01-05/run/0001.jsonl")).isNull();
    }

    @AfterEach
    void close() {
        folder.close();
    }

    /// Half of a surrogate pair, which no encoding can represent. In the same way, a JVM under
    /// `LC_ALL=C`, whose file names are ASCII, cannot represent `\u00e4`.
    private static final String UNWRITABLE = "\ud800.jsonl";

    private final ReportFolder folder = new ReportFolder();
}
