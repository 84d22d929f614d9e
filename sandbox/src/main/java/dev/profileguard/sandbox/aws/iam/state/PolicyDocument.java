package dev.profileguard.sandbox.aws.iam.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// A policy document as it was sent, stored compressed: an account may have [tens of thousands of
/// them](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html), and few of
/// them are read.
public final class PolicyDocument {
    private final byte[] deflated;

    private PolicyDocument(byte[] deflated) {
        this.deflated = deflated;
    }

    /// Compresses a document.
    public static PolicyDocument of(String text) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream output = new DeflaterOutputStream(bytes, deflater)) {
            output.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) { // it is all in memory
            throw new UncheckedIOException(impossible);
        } finally {
            deflater.end();
        }
        return new PolicyDocument(bytes.toByteArray());
    }

    /// The document as it was sent.
    public String text() {
        Inflater inflater = new Inflater(true);
        try (InputStream input =
                new InflaterInputStream(new ByteArrayInputStream(deflated), inflater)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) { // it is all in memory
            throw new UncheckedIOException(impossible);
        } finally {
            inflater.end();
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PolicyDocument same && Arrays.equals(deflated, same.deflated);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(deflated);
    }
}
