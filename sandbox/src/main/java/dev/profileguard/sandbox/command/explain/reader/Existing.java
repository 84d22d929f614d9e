package dev.profileguard.sandbox.command.explain.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds what CloudFormation, CDK and eksctl print about a role or instance profile that exists
/// already: `web already exists`, with the type of the resource before it.
final class Existing {
    private static final int REACH = 500;
    private static final int MOST = 2_000;

    private static final Pattern EXISTS =
            Pattern.compile(
                    "(?<![\\w+=,.@-])([\\w+=,.@-]{1,128}+)\\s{1,20}already\\s{1,20}exists\\b");

    private static final Pattern TYPE = Pattern.compile("AWS::(\\w{2,30}::\\w{2,40})");

    private Existing() {}

    static List<Spoken> in(String text, CompactText compact) {
        List<Spoken> found = new ArrayList<>();
        Matcher exists = EXISTS.matcher(text);
        for (int i = 0; i < MOST && exists.find(); i++) {
            String before = text.substring(Math.max(0, exists.start() - REACH), exists.start());
            Sentence sentence = sentence(before);
            if (sentence != null) {
                found.add(
                        new Spoken(
                                compact.place(exists.start()),
                                compact.place(exists.end() - 1) + 1,
                                sentence,
                                Map.of(sentence.slots().getFirst(), exists.group(1))));
            }
        }
        return found;
    }

    /// What the nearest resource that failed says.
    private static @Nullable Sentence sentence(String before) {
        int failed = before.lastIndexOf("CREATE_FAILED");
        Matcher types = TYPE.matcher(before);
        String type = "";
        while (types.find()) {
            type = types.group(1);
        }
        if (failed < 0) {
            return null;
        }
        return switch (type) {
            case "IAM::InstanceProfile" -> Sentences.PROFILE_EXISTS;
            case "IAM::Role" -> Sentences.ROLE_EXISTS;
            default -> null;
        };
    }
}
