package dev.profileguard.aws.client;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.protocols.core.ExceptionMetadata;

/// The SDK's exceptions for the errors of a service. Their classes are loaded when the service
/// answers with an error, and not before.
///
/// @param codes of the errors that have an exception of their own
/// @param builder makes the builder of the exception for a code, whatever the code is
record ServiceErrors(List<String> codes, Function<String, SdkPojo> builder) {
    /// Takes a copy.
    ServiceErrors {
        codes = List.copyOf(codes);
    }

    /// The exception for an error's code; empty: it has none of its own.
    ///
    /// @param code null: the service named none
    Optional<ExceptionMetadata> of(@Nullable String code) {
        return code != null && codes.contains(code)
                ? Optional.of(metadata(code))
                : Optional.empty();
    }

    /// The exception for an error's code.
    ExceptionMetadata metadata(String code) {
        return ExceptionMetadata.builder()
                .errorCode(code)
                .exceptionBuilderSupplier(() -> builder.apply(code))
                .build();
    }

    /// The builder of the exception for an error without a code of its own.
    SdkPojo other() {
        return builder.apply("");
    }
}
