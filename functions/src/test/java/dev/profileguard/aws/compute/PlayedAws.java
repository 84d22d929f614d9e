package dev.profileguard.aws.compute;

import dev.profileguard.aws.eks.EksApi;
import dev.profileguard.aws.eks.EksCalls;
import dev.profileguard.aws.eks.KeptAnswers;
import dev.profileguard.aws.query.PlayedHttp;
import dev.profileguard.aws.query.QueryApi;
import dev.profileguard.aws.query.QueryCalls;
import dev.profileguard.aws.query.QueryService;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;

/// Plays AWS with answers that a test sets. Any other call that reads shows nothing.
final class PlayedAws implements PlayedHttp {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret"));

    private final Map<String, List<Answer>> answers = new LinkedHashMap<>();
    private final List<String> requests = new ArrayList<>();

    /// @param status of HTTP; 0: no response
    private record Answer(int status, String body) {}

    /// Answers each call that is written like this, or whose writing starts like this, and like no
    /// longer one: such as `eu-west-1 DescribeLaunchTemplateVersions
    /// LaunchTemplateVersion.1=$Latest`, with the parameters in order and without the size of
    /// pages. Several answers come one after the other, the last one also after that.
    PlayedAws answer(String request, String body) {
        return answer(request, 200, body);
    }

    PlayedAws answer(String request, int status, String body) {
        answers.computeIfAbsent(request, none -> new ArrayList<>()).add(new Answer(status, body));
        return this;
    }

    /// The connection breaks.
    PlayedAws breaks(String request) {
        return answer(request, 0, "");
    }

    PlayedAws refuse(String request, int status, String code) {
        return answer(
                request,
                status,
                "<Response><Errors><Error><Code>%s</Code><Message>Sorry.</Message></Error></Errors></Response>"
                        .formatted(code));
    }

    /// The calls so far, as they are written for [#answer(String, String)].
    List<String> requests() {
        return List.copyOf(requests);
    }

    ComputeServices services() {
        return new ComputeServices(
                calls(QueryService.EC2),
                calls(QueryService.AUTOSCALING),
                new EksCalls(
                        new EksApi(this, CREDENTIALS, region -> endpoint("eks", region)),
                        new KeptAnswers(InstantSource.system(), Duration.ZERO),
                        time -> {}));
    }

    private QueryCalls calls(QueryService service) {
        return new QueryCalls(
                new QueryApi(
                        service, this, CREDENTIALS, region -> endpoint(service.name(), region)),
                time -> {});
    }

    private static URI endpoint(String service, String region) {
        return URI.create("https://%s.%s.amazonaws.com".formatted(service, region));
    }

    @Override
    public HttpExecuteResponse respond(HttpExecuteRequest request) throws IOException {
        String written = written(request);
        requests.add(written);
        Answer answer = answer(written);
        if (answer.status() == 0) {
            throw new IOException("connection reset");
        }
        return PlayedHttp.response(answer.status(), Map.of(), answer.body());
    }

    private Answer answer(String written) {
        List<Answer> left =
                answers.entrySet().stream()
                        .filter(each -> (written + " ").startsWith(each.getKey() + " "))
                        .max(Comparator.comparingInt(each -> each.getKey().length()))
                        .map(Map.Entry::getValue)
                        .orElse(List.of());
        if (!left.isEmpty()) {
            return left.size() > 1 ? left.removeFirst() : left.getFirst();
        }
        return new Answer(200, written.contains(" /") ? "{}" : "<Response/>");
    }

    private static String written(HttpExecuteRequest request) throws IOException {
        String region = request.httpRequest().host().split("\\.", -1)[1];
        if (request.httpRequest().host().startsWith("eks.")) {
            return region + " " + request.httpRequest().encodedPath();
        }
        String form =
                new String(
                        request.contentStreamProvider().orElseThrow().newStream().readAllBytes(),
                        StandardCharsets.UTF_8);
        Map<String, String> parameters = new TreeMap<>();
        for (String each : form.split("&", -1)) {
            String[] parts = each.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        StringBuilder text = new StringBuilder(region + " " + parameters.remove("Action"));
        parameters.keySet().removeAll(List.of("Version", "MaxResults", "MaxRecords"));
        parameters.forEach(
                (name, value) -> text.append(' ').append(name).append('=').append(value));
        return text.toString();
    }
}
