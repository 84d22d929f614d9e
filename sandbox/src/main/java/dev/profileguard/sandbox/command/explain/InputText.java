package dev.profileguard.sandbox.command.explain;

import dev.profileguard.sandbox.input.GzipFiles;
import dev.profileguard.sandbox.input.Progress;
import dev.profileguard.text.VisibleText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/// The text of a file, gzipped or not, in UTF-8 or, as PowerShell writes it, in UTF-16. Of a long
/// text, it is the start and the end: tools print the error last.
///
/// @param leftOut the number of bytes between start and end that were not read
record InputText(String text, long leftOut) {
    /// The number of bytes that are read from the start.
    static final int HEAD = 1 << 20;

    /// The number of bytes that are read from the end.
    static final int TAIL = 3 << 20;

    private static final int SAMPLE = 1 << 16;
    private static final int MOST_UNREADABLE = 10; // percent

    /// Reads a file.
    ///
    /// @param name of the file in messages
    /// @throws UnreadableInputException when it cannot be read, is empty, or is not text
    static InputText of(Path file, String name) {
        try (InputStream input = GzipFiles.open(file, Progress.silent())) {
            return decoded(input, name);
        } catch (IOException e) {
            throw new UnreadableInputException("%s: %s".formatted(name, why(e)));
        }
    }

    private static InputText decoded(InputStream input, String name) throws IOException {
        byte[] head = input.readNBytes(HEAD);
        LastBytes tail = new LastBytes(TAIL);
        tail.fill(input);
        Charset charset = charset(head);
        String start = new String(head, charset);
        if (start.isBlank() && tail.count() == 0) {
            throw new UnreadableInputException(name + ": the input is empty");
        }
        if (isBinary(start)) {
            throw new UnreadableInputException(
                    name + ": this is not text. Copy the message of the tool into a text file");
        }
        String separator = tail.leftOut() == 0 ? "" : "\n";
        return new InputText(start + separator + new String(tail.bytes(), charset), tail.leftOut());
    }

    private static Charset charset(byte[] head) {
        if (head.length >= 2 && head[0] == (byte) 0xff && head[1] == (byte) 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        boolean big = head.length >= 2 && head[0] == (byte) 0xfe && head[1] == (byte) 0xff;
        return big ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
    }

    /// Whether there is a NUL, or a tenth of the characters is not readable.
    private static boolean isBinary(String text) {
        String sample = text.substring(0, Math.min(SAMPLE, text.length()));
        long unreadable = sample.chars().filter(InputText::isUnreadable).count();
        return sample.indexOf('\0') >= 0
                || unreadable * 100 > (long) sample.length() * MOST_UNREADABLE;
    }

    private static boolean isUnreadable(int each) {
        boolean expected = Character.isWhitespace(each) || each == '\u001b' || each == '\b';
        return each == '\ufffd' || (Character.isISOControl(each) && !expected);
    }

    private static String why(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "permission to read it is denied";
            case EOFException truncated -> "the file is truncated";
            case ZipException broken -> "broken gzip: " + VisibleText.excerpt(broken.getMessage());
            default -> "cannot be read: " + VisibleText.excerpt(failure.getMessage());
        };
    }

    /// Copies standard input into a temporary file.
    ///
    /// @param most the number of bytes after which the rest is not copied
    /// @return the number of bytes that were not copied
    static long copy(InputStream input, Path file, long most) throws IOException {
        try (var output = Files.newOutputStream(file)) {
            byte[] buffer = new byte[SAMPLE];
            long copied = 0;
            int read = input.read(buffer);
            while (read >= 0) {
                long room = Math.max(0, most - copied);
                output.write(buffer, 0, (int) Math.min(room, read));
                copied += read;
                read = input.read(buffer);
            }
            return Math.max(0, copied - most);
        }
    }
}
