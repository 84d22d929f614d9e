package dev.profileguard.page;

import dev.profileguard.text.JsonText;
import dev.profileguard.text.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The data of a page as JSON. Entries are lists, and texts are indexes of a list of all texts,
/// because 10,000 entries have to fit. The most serious entries come first. Those that do not fit
/// are counted.
///
/// Not thread-safe.
final class PageData {
    private final PageTexts texts = new PageTexts();
    private final int most;

    /// @param most the number of bytes
    PageData(int most) {
        this.most = most;
    }

    String json(PageReport report) {
        List<PageEntry> sorted = sorted(report);
        List<String> entries = fitting(sorted);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", report.title());
        json.put("words", report.kind().words().json());
        json.put("of", report.place());
        json.put("about", "%s, %s".formatted(report.place(), report.made()));
        json.put("notes", report.notes().stream().map(each -> index(each, "")).toList());
        json.put("numbers", numbers(report, sorted));
        json.put("leftOut", sorted.size() - entries.size());
        json.put("severities", severities(sorted));
        json.put("functions", functions(report));
        json.put("charts", report.charts().stream().map(PageChart::json).toList());
        json.put("texts", texts.all());
        String fields = JsonText.of(json);
        return "%s,\"entries\":[%s]}"
                .formatted(fields.substring(0, fields.length() - 1), String.join(",\n", entries));
    }

    /// Scenes stay in the order in which they were played.
    private static List<PageEntry> sorted(PageReport report) {
        return report.kind().isOfAnAccount()
                ? report.entries().stream()
                        .sorted(
                                Comparator.comparingInt(PageEntry::weight)
                                        .reversed()
                                        .thenComparing(PageEntry::subject))
                        .toList()
                : report.entries();
    }

    /// Lists of a label and a number.
    private static List<List<Object>> numbers(PageReport report, List<PageEntry> entries) {
        List<List<Object>> numbers = new ArrayList<>();
        report.numbers().forEach((label, number) -> numbers.add(List.of(label, number)));
        if (report.kind().isOfAnAccount()) {
            numbers.add(
                    List.of(
                            report.kind().words().changing(),
                            entries.stream().filter(PageEntry::changes).count()));
        }
        return numbers;
    }

    private List<String> fitting(List<PageEntry> sorted) {
        List<String> entries = new ArrayList<>();
        long bytes = 0;
        for (PageEntry entry : sorted) {
            String json = JsonText.of(fields(entry));
            bytes += Page.bytes(json) + 2;
            if (bytes + texts.bytes() > most) {
                break;
            }
            entries.add(json);
        }
        return entries;
    }

    private static Map<String, Long> severities(List<PageEntry> entries) {
        return entries.stream()
                .flatMap(PageEntry::findings)
                .collect(
                        Collectors.groupingBy(
                                PageFinding::severity, TreeMap::new, Collectors.counting()));
    }

    /// For each function its name, its decisions, and the numbers of changes and findings.
    private List<List<Object>> functions(PageReport report) {
        Map<String, List<PageOutcome>> outcomes =
                report.entries().stream()
                        .flatMap(entry -> entry.outcomes().stream())
                        .collect(Collectors.groupingBy(PageOutcome::function));
        return report.decisions().entrySet().stream()
                .map(each -> {
                    List<PageOutcome> ofIt = outcomes.getOrDefault(each.getKey(), List.of());
                    return List.<Object>of(
                            each.getKey(),
                            each.getValue().entrySet().stream()
                                    .map(one -> one.getValue() + " " + one.getKey())
                                    .collect(Collectors.joining(", ")),
                            ofIt.stream().mapToInt(one -> one.actions().size()).sum(),
                            ofIt.stream().mapToInt(one -> one.findings().size()).sum());
                })
                .toList();
    }

    private List<Object> fields(PageEntry entry) {
        String name = entry.name();
        return List.of(
                VisibleText.line(entry.subject()),
                picture(entry.now(), name),
                entry.after().equals(entry.now()) ? 0 : picture(entry.after(), name),
                entry.users().stream().map(each -> index(each, name)).toList(),
                entry.outcomes().stream().map(each -> outcome(each, name)).toList());
    }

    private List<Object> picture(PagePicture picture, String name) {
        return List.of(
                picture.role() == null ? -1 : index(picture.role(), name),
                picture.profiles().stream().map(each -> index(each, name)).toList(),
                tags(picture.roleTags(), name),
                tags(picture.profileTags(), name));
    }

    /// Keys and values in turn; -1: not read.
    private Object tags(@Nullable Map<String, String> tags, String name) {
        if (tags == null) {
            return -1;
        }
        List<Integer> indexes = new ArrayList<>();
        tags.forEach((key, value) -> {
            indexes.add(index(key, name));
            indexes.add(index(value, name));
        });
        return indexes;
    }

    private List<Object> outcome(PageOutcome outcome, String name) {
        return List.of(
                index(outcome.function(), ""),
                index(outcome.decision(), ""),
                index(outcome.why(), name),
                outcome.actions().stream().map(each -> index(each, name)).toList(),
                outcome.findings().stream().map(each -> finding(each, name)).toList(),
                outcome.checks().stream().map(each -> check(each, name)).toList());
    }

    private List<Object> check(PageCheck check, String name) {
        return List.of(
                index(check.topic(), ""), index(check.result(), ""), index(check.text(), name));
    }

    private List<Object> finding(PageFinding finding, String name) {
        return List.of(
                index(finding.kind(), ""),
                index(finding.severity(), ""),
                index(finding.cause(), name),
                finding.todo().stream().map(each -> todo(each, name)).toList());
    }

    /// The index of words, and a list with the index of a command.
    private List<Object> todo(String todo, String name) {
        return TodoPart.of(todo).stream()
                .map(part ->
                        part.isCommand()
                                ? List.of(index(part.text(), name))
                                : (Object) index(part.text(), name))
                .toList();
    }

    private int index(String text, String name) {
        return texts.index(text, name);
    }
}
