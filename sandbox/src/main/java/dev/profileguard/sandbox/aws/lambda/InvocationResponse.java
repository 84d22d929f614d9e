package dev.profileguard.sandbox.aws.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.text.JsonText;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The result of an invocation.
public sealed interface InvocationResponse {
    /// JSON, as Invoke returns it.
    String payload();

    /// For people: `ok`, or the error.
    String outcome();

    /// The object that the function returned; empty: it threw, or returned no object.
    default Map<String, Object> result() {
        return Map.of();
    }

    /// The function returned.
    record Returned(String payload) implements InvocationResponse {
        @Override
        public String outcome() {
            return "ok";
        }

        @Override
        public Map<String, Object> result() {
            try {
                Map<String, Object> object = JSON.std.mapFrom(payload);
                return object == null ? Map.of() : object;
            } catch (IOException e) { // not every function returns an object
                return Map.of();
            }
        }
    }

    /// The function threw.
    record Failed(Throwable error) implements InvocationResponse {
        /// The error as Lambda's Java runtime writes it.
        /// https://docs.aws.amazon.com/lambda/latest/dg/java-exceptions.html
        @Override
        public String payload() {
            try {
                return JsonText.escaped(JSON.std.asString(json()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String outcome() {
            return "%s: %s"
                    .formatted(
                            error.getClass().getSimpleName(),
                            VisibleText.message(error.getMessage()));
        }

        /// The error's name, as Step Functions matches it: the class, or `Sandbox.Timedout`.
        public String type() {
            return error instanceof TimedOutException
                    ? TimedOutException.TYPE
                    : error.getClass().getName();
        }

        /// Keys `errorMessage`, `errorType`, `stackTrace`.
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("errorMessage", String.valueOf(error.getMessage()));
            json.put("errorType", type());
            json.put(
                    "stackTrace",
                    Arrays.stream(error.getStackTrace()).map(Object::toString).toList());
            return json;
        }
    }
}
