package dev.profileguard.sandbox.account;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Tells why a file of an account cannot be read.
final class AccountFile {
    private AccountFile() {}

    static AccountFileException unreadable(Path file, IOException e) {
        String why =
                switch (e) {
                    case NoSuchFileException none -> "there is no such file";
                    case AccessDeniedException denied -> "it may not be read";
                    case java.io.EOFException cut -> "the gzip ends in its header: take it again";
                    default ->
                            Files.isDirectory(file)
                                    ? "it is a folder"
                                    : "cannot be read: " + e.getMessage();
                };
        return new AccountFileException(file + ": " + why, e);
    }
}
