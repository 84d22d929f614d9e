package dev.profileguard.sandbox.command.explain.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A form in which a tool prints a refused call. Its pattern is for a [CompactText], and its groups
/// are named `code`, `op`, `service`, `type` (the name of an exception) and `id`.
enum Form {
    CLI(
            "AWS CLI or boto3",
            Role.HEAD,
            "Anerroroccurred\\((?<code>[\\w.]{1,100})\\)whencallingthe(?<op>\\w{1,80})operation"
                    + "(?:\\(reachedmaxretries:\\d{1,3}\\))?:"),
    OLD_CLI(
            "AWS CLI",
            Role.HEAD,
            "Aclienterror\\((?<code>[\\w.]{1,100})\\)occurredwhencallingthe(?<op>\\w{1,80})operation:"),
    JAPANESE_CLI(
            "AWS CLI, in Japanese",
            Role.HEAD,
            "(?<op>\\w{1,80})オペレーションを呼び出す際に、(?:クライアント)?エラー(?:が発生しました)?"
                    + "\\((?<code>[\\w.]{1,100})\\)(?:が発生しました)?[:。]?"),
    GO_V2(
            "SDK for Go v2, or Terraform",
            Role.HEAD,
            "operationerror(?<service>[A-Za-z0-9]{2,40}):(?<op>\\w{1,80}),"
                    + "(?:exceededmaximumnumberofattempts,\\d{1,3},)?(?:https?responseerror)?"
                    + "StatusCode:\\d{3},RequestID:(?<id>[\\w-]{0,64}),"
                    + "(?:apierror)?(?<code>[A-Za-z][\\w.]{1,80}):"),
    JAVA(
            "SDK for Java",
            Role.HEAD,
            "(?:com\\.amazonaws\\.services|software\\.amazon\\.awssdk\\.services)"
                    + "\\.(?<service>\\w{2,40})\\.model\\.(?<type>\\w{1,80}):"),
    DOT_NET(
            "SDK for .NET",
            Role.HEAD,
            "Amazon\\.(?<service>\\w{2,40})\\.(?:Model\\.)?(?<type>\\w{1,80}Exception):"),
    RUBY("SDK for Ruby", Role.HEAD, "Aws::(?<service>\\w{2,40})::Errors::(?<code>\\w{1,100})"),
    FOG("fog (Ruby)", Role.HEAD, "Fog::[\\w:]{1,60}Error:(?<code>[A-Z][\\w.]{1,100})=>"),
    PHP(
            "SDK for PHP",
            Role.HEAD,
            "Errorexecuting\"(?<op>\\w{1,80})\"on\"https?://(?<service>[\\w.-]{1,200})"),
    CLOUDFORMATION_API(
            "CloudFormation", Role.HEAD, "API:(?<service>[a-z0-9-]{2,30}):(?<op>[A-Z]\\w{1,80})"),
    RECORD("CloudTrail", Role.HEAD, "[\"']errorCode[\"']:[\"'](?<code>[\\w.]{1,100})[\"']"),
    CODE("Terraform, Pulumi, or an SDK", Role.HEAD, ErrorCodes.KNOWN + ":(?!:)"),
    SERVICE_V1(
            "SDK for Java, or CloudFormation",
            Role.TAIL,
            "\\(Service:(?<service>\\w{2,60});StatusCode:\\d{3};ErrorCode:(?<code>[\\w.]{1,100});"
                    + "RequestID:(?<id>[\\w-]{0,64})"),
    SERVICE_V2(
            "SDK for Java v2, or CloudFormation",
            Role.TAIL,
            "\\(Service:(?<service>\\w{2,60}),StatusCode:\\d{3},RequestID:(?<id>[\\w-]{0,64})"),
    CLIENT("SDK for PHP", Role.TAIL, ErrorCodes.KNOWN + "\\((?:client|server)\\):"),
    XML(
            "",
            Role.TAIL,
            "<Error>(?:<Type>\\w{1,20}</Type>)?<Code>(?<code>[\\w.]{1,100})</Code>(?:<Message>)?"),
    FIELD("", Role.TAIL, "[\"']?[Cc]ode[\"']?:[\"']" + ErrorCodes.KNOWN + "[\"']");

    /// Where a form stands.
    enum Role {
        /// Before the message.
        HEAD,
        /// After the message, or anywhere near it.
        TAIL
    }

    private final String tool;
    private final Role role;
    private final Pattern pattern;

    Form(String tool, Role role, String regex) {
        this.tool = tool;
        this.role = role;
        this.pattern = Pattern.compile(regex);
    }

    /// The tools that print this form; empty: any tool may.
    String tool() {
        return tool;
    }

    Role role() {
        return role;
    }

    /// The places of a text that have this form.
    ///
    /// @param most the number of places after which the search ends
    List<Mark> in(CompactText compact, int most) {
        List<Mark> marks = new ArrayList<>();
        Matcher match = pattern.matcher(compact.text());
        while (marks.size() < most && match.find()) {
            if (compact.startsWord(match.start())) {
                marks.add(mark(compact, match));
            }
        }
        return marks;
    }

    /// `iam:PassRole` is no operation: it is asked when another operation passes a role.
    private Mark mark(CompactText compact, Matcher match) {
        String type = ErrorCodes.normalized(group(compact, match, "type"));
        String code = ErrorCodes.normalized(group(compact, match, "code"));
        String operation = group(compact, match, "op");
        String service = Operations.eventSource(group(compact, match, "service"));
        boolean permission = operation.equals("PassRole");
        return new Mark(
                match.start(),
                this == CLOUDFORMATION_API ? match.start("op") + operation.length() : match.end(),
                this,
                code.isEmpty() && !ErrorCodes.isWholeService(type) ? type : code,
                permission ? "" : operation,
                permission ? "" : service,
                group(compact, match, "id"));
    }

    /// A group of the match; empty: the form does not have it. If nothing in the form limits it,
    /// the spaces of the original text do.
    private String group(CompactText compact, Matcher match, String name) {
        if (!pattern.namedGroups().containsKey(name) || match.start(name) < 0) {
            return "";
        }
        int from = match.start(name);
        int to = match.end(name);
        if (from == match.start()) {
            return compact.lastWord(from, to);
        }
        return to == match.end() ? compact.word(from, to) : compact.text().substring(from, to);
    }
}
