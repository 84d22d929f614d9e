package dev.profileguard.aws.sts;

import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.aws.query.QueryCalls;
import dev.profileguard.aws.query.QueryException;
import dev.profileguard.aws.query.QueryService;
import dev.profileguard.aws.query.XmlElement;
import dev.profileguard.event.DecodedMessageJson;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.policy.Decoding;
import dev.profileguard.iam.policy.MessageDecoder;
import java.time.Duration;
import java.util.Map;

/// Decodes authorization messages by STS.
///
/// See https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
///
/// @param region that of the endpoint; a message from any region can be decoded there
public record StsMessages(QueryCalls calls, String region) implements MessageDecoder {
    /// The permission of its call. AWS has no resource-level permission for it.
    public static final String PERMISSION = "sts:DecodeAuthorizationMessage";

    /// The characters of the longest message that STS accepts.
    private static final int LONGEST = 10_240;

    /// How long one attempt may take. A report asks for up to 20 messages in one invocation.
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private static final Duration READ = Duration.ofSeconds(2);

    /// STS on AWS, with the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    public static StsMessages live(Map<String, String> environment) {
        return new StsMessages(
                LiveCalls.of(QueryService.STS, environment, CONNECT, READ),
                environment.getOrDefault("AWS_REGION", ""));
    }

    @Override
    public Decoding decode(String encoded) {
        if (encoded.length() > LONGEST) {
            return new Decoding.Failed(
                    "it has %d characters, and STS accepts %d at most"
                            .formatted(encoded.length(), LONGEST));
        }
        try {
            XmlElement result =
                    calls.call(
                                    region,
                                    "DecodeAuthorizationMessage",
                                    Map.of("EncodedMessage", encoded))
                            .child("DecodeAuthorizationMessageResult");
            String text = result == null ? null : result.text("DecodedMessage");
            return text == null
                    ? new Decoding.Failed("the response of STS has no decoded message")
                    : new Decoding.Known(DecodedMessageJson.read(text));
        } catch (QueryException e) {
            return new Decoding.Failed(why(e));
        } catch (UnreadableEventException e) {
            return new Decoding.Failed(String.valueOf(e.getMessage()));
        }
    }

    /// STS gives one error for a message that is cut, that has expired, and that it does not know.
    private static String why(QueryException error) {
        return error.code().startsWith("InvalidAuthorizationMessage")
                ? "STS does not accept the message (%s): it is cut, it has expired, or it belongs to another account"
                        .formatted(error.getMessage())
                : "STS: " + error.getMessage();
    }
}
