package dev.profileguard.sandbox.command.explain.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The marks and the sentence that belong to one printed failure.
final class Printed {
    /// How far a mark after the message may be from the rest: a stack trace stands between them.
    private static final int FAR = 3_000;

    private static final int NEAR = 400;

    /// How far a form may stand after a message that it follows directly.
    private static final int ADJACENT = 60;

    /// The distance of what stands directly behind one another, with quotation marks.
    private static final int TOUCHING = 4;

    private final List<Mark> marks = new ArrayList<>();
    private @Nullable Spoken spoken;
    private int start;
    private int end;

    Printed(Part first) {
        start = first.start();
        end = first.end();
        switch (first) {
            case Mark mark -> marks.add(mark);
            case Spoken sentence -> spoken = sentence;
        }
    }

    /// Adds a part if it belongs to this failure.
    ///
    /// @return whether it does
    boolean takes(Part part) {
        boolean belongs =
                switch (part) {
                    case Mark mark -> fits(mark) && marks.add(mark);
                    case Spoken sentence -> fits(sentence);
                };
        if (belongs) {
            end = Math.max(end, part.end());
        }
        if (belongs && spoken == null && part instanceof Spoken sentence) {
            spoken = sentence;
        }
        return belongs;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    Optional<Spoken> spoken() {
        return Optional.ofNullable(spoken);
    }

    List<Mark> marks() {
        return marks;
    }

    /// The first value that a mark has; empty: none has one.
    String field(Function<Mark, String> field) {
        return marks.stream().map(field).filter(each -> !each.isEmpty()).findFirst().orElse("");
    }

    private boolean fits(Spoken sentence) {
        return !marks.isEmpty()
                && sentence.start() - end <= NEAR
                && (spoken == null || spoken.text().equals(sentence.text()))
                && (sentence.start() - end <= TOUCHING
                        || agree(field(Mark::code), field(Mark::service), sentence));
    }

    private boolean fits(Mark mark) {
        boolean tail = mark.form().role() == Form.Role.TAIL;
        boolean hasHead = marks.stream().anyMatch(each -> each.form().role() == Form.Role.HEAD);
        boolean touching = mark.start() - end <= TOUCHING;
        boolean headToo = spoken == null && (touching || mark.form() == Form.CODE);
        int reach = tail && hasHead ? FAR : ADJACENT;
        return mark.start() - end <= reach
                && (tail || !hasHead || headToo)
                && marks.stream().noneMatch(each -> each.form() == mark.form() && !tail)
                && marks.stream().allMatch(each -> each.agreesWith(mark))
                && (spoken == null
                        || (tail && touching)
                        || agree(mark.code(), mark.service(), spoken));
    }

    /// Whether a code and a service can be those of a sentence. The code `AlreadyExists` of
    /// CloudFormation stands for `EntityAlreadyExists`.
    private static boolean agree(String code, String service, Spoken spoken) {
        Sentence sentence = spoken.sentence();
        return Mark.agree(service, sentence.service())
                && (sentence.code().endsWith(code) || Mark.agree(code, sentence.code()));
    }
}
