package dev.profileguard.sandbox.template;

import static dev.profileguard.sandbox.template.TemplateFile.TEMPLATE;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.SourceDefinition;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The queues of the template with its defaults.
final class TemplateQueues {
    private TemplateQueues() {}

    static QueueDefinition queue(String logicalId) {
        return TEMPLATE.queues().stream()
                .filter(queue -> queue.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    static QueueDefinition queueOf(SourceDefinition source) {
        return queueOf(source.queue());
    }

    static QueueDefinition queueOf(@Nullable String arn) {
        return TEMPLATE.queues().stream()
                .filter(queue -> queue.arn().equals(arn))
                .findFirst()
                .orElseThrow();
    }

    /// The queues in which the events and requests end that nobody can process.
    static Set<String> deadLetterQueues() {
        Stream<String> undelivered =
                TEMPLATE.rules().stream()
                        .flatMap(rule -> rule.targets().stream())
                        .map(RuleDefinition.Target::deadLetters);
        Stream<String> failed = TEMPLATE.functions().stream().map(FunctionDefinition::onFailure);
        return Stream.concat(undelivered, failed)
                .map(Objects::requireNonNull)
                .map(TemplateQueues::end)
                .map(QueueDefinition::name)
                .collect(Collectors.toSet());
    }

    /// Where the messages of a queue end that nobody can process.
    static QueueDefinition end(String arn) {
        QueueDefinition queue =
                TEMPLATE.queues().stream()
                        .filter(each -> each.arn().equals(arn))
                        .findFirst()
                        .orElseThrow();
        return queue.redrive() == null ? queue : end(queue.redrive().deadLetters());
    }
}
