package dev.profileguard.aws.compute;

import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.ParallelCalls.Answer;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Something to ask a service in a region.
///
/// @param action what is called, such as `DescribeAutoScalingGroups`
/// @param call throws [dev.profileguard.aws.query.CallException] if the service does not answer
record Question<T>(String region, String action, Supplier<T> call) {
    private static final int LONGEST = 600;

    /// The answers to those questions that were answered.
    ///
    /// @param unknown gets a sentence for each other one
    static <T> List<T> answers(
            ParallelCalls parallel, List<Question<T>> questions, Consumer<String> unknown) {
        if (questions.isEmpty()) {
            return List.of();
        }
        List<Answer<T>> answers = parallel.ask(questions, each -> each.call().get());
        List<T> found = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            switch (answers.get(i)) {
                case Answer.Found<T>(T value) -> found.add(value);
                case Answer.Failed<T>(String why) -> unknown.accept(questions.get(i).sentence(why));
            }
        }
        return found;
    }

    /// Questions about many things, of which one call answers several.
    ///
    /// @param most how many one call answers
    static <I, T> List<Question<T>> each(
            String region, String action, List<I> all, int most, Function<List<I>, T> call) {
        List<Question<T>> questions = new ArrayList<>();
        for (int from = 0; from < all.size(); from += most) {
            List<I> some = all.subList(from, Math.min(all.size(), from + most));
            questions.add(new Question<>(region, action, () -> call.apply(some)));
        }
        return questions;
    }

    private String sentence(String why) {
        return VisibleText.excerpt("%s: %s: %s".formatted(region, action, why), LONGEST);
    }
}
