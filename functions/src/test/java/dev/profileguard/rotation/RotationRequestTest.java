package dev.profileguard.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.resource.SearchPlace;
import dev.profileguard.rotation.rule.Link;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationRequestTest {
    @Test
    void readsWhatIsAskedAboutAProfile() throws IOException {
        assertThat(read("{'usage': {'profile': 'web'}}")).isEqualTo(new RotationRequest.Usage(WEB));
        assertThat(read("{'status': {'profile': 'web'}}"))
                .isEqualTo(new RotationRequest.Status(WEB));
        assertThat(read("{'finish': {'profile': 'web'}}"))
                .isEqualTo(new RotationRequest.Finish(WEB));
        assertThat(read("{'cancel': {'profile': 'web'}}"))
                .isEqualTo(new RotationRequest.Cancel(WEB));
        assertThat(read("{'list': true}")).isEqualTo(new RotationRequest.ListAll());
    }

    @Test
    void readsTheStartOfARotation() throws IOException {
        assertThat(read("{'start': {'profile': 'web'}}"))
                .isEqualTo(new RotationRequest.Start(WEB, null, null, List.of(), false));
        assertThat(
                        read(
                                "{'start': {'profile': 'web', 'role': 'r', 'to': 'next', 'do':"
                                    + " true, 'for': [{'gkeCluster': 'c', 'location': 'us-west1'},"
                                    + " {'gkeCluster': 'c', 'gkeNodePool': 'np', 'location':"
                                    + " 'us-west1'}]}}"))
                .isEqualTo(
                        new RotationRequest.Start(
                                WEB,
                                new RoleName("r"),
                                new ProfileName("next"),
                                List.of(
                                        new Link.GkeCluster("c", "us-west1"),
                                        new Link.GkeNodePool("np", "c", "us-west1")),
                                true));
        assertThat(read("{'start': {'profile': 'web', 'do': false}}"))
                .isEqualTo(new RotationRequest.Start(WEB, null, null, List.of(), false));
    }

    @Test
    void readsWhereToSearchForAnEarlierRole() throws IOException {
        assertThat(read("{'mend': {'role': 'web'}}"))
                .isEqualTo(new RotationRequest.Mend(new RoleName("web"), List.of(), List.of()));
        assertThat(
                        read(
                                "{'mend': {'role': 'web', 'formerId': 'AROAEXAMPLE1234567890',"
                                        + " 'policies': ['keys', 'buckets', 'keys',"
                                        + " 'keys:eu-west-1:m']}}"))
                .isEqualTo(
                        new RotationRequest.Mend(
                                new RoleName("web"),
                                List.of("AROAEXAMPLE1234567890"),
                                List.of(
                                        SearchPlace.KEYS,
                                        SearchPlace.BUCKETS,
                                        SearchPlace.keysIn("eu-west-1").from("m"))));
    }

    @Test
    void readsTheIdsOfSeveralEarlierRoles() throws IOException {
        assertThat(
                        read(
                                "{'mend': {'role': 'web', 'formerId': ['AROAEXAMPLE1234567890',"
                                        + " 'AROAEXAMPLE1234567891', 'AROAEXAMPLE1234567890']}}"))
                .isEqualTo(
                        new RotationRequest.Mend(
                                new RoleName("web"),
                                List.of("AROAEXAMPLE1234567890", "AROAEXAMPLE1234567891"),
                                List.of()));
    }

    @Test
    void takesTenEarlierRolesAtMost() throws IOException {
        String ten =
                IntStream.range(0, 10)
                        .mapToObj("'AROAEXAMPLE123456789%d'"::formatted)
                        .collect(Collectors.joining(", "));

        assertThat(read("{'mend': {'role': 'web', 'formerId': [%s]}}".formatted(ten)))
                .isInstanceOf(RotationRequest.Mend.class);
        assertThatThrownBy(() ->
                        read(
                                "{'mend': {'role': 'web', 'formerId': [%s, 'AROAEXAMPLE1']}}"
                                        .formatted(ten)))
                .hasMessageContaining("or a list of 1 to 10 IDs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'mend': {}} | mend.role is missing: it must be the name of a role",
                "{'mend': {'role': 'a b'}} | mend.role: ",
                "{'mend': {'role': 'web', 'formerId': 'AIDAEXAMPLE1234567890'}} | mend.formerId"
                        + " must be the ID of a role, such as AROAEXAMPLE1234567890",
                "{'mend': {'role': 'web', 'formerId': 1}} | mend.formerId must be the ID of a role",
                "{'mend': {'role': 'web', 'formerId': []}} | mend.formerId must be the ID of a",
                "{'mend': {'role': 'web', 'formerId': null}} | mend.formerId is missing",
                "{'mend': {'role': 'web', 'formerId': ['AROAEXAMPLE1234567890', 'x']}} |"
                        + " mend.formerId must be the ID of a role",
                "{'mend': {'role': 'web', 'policies': 'keys'}} | mend.policies must be a list of 1"
                        + " to 50 of these: keys, keys:REGION or buckets",
                "{'mend': {'role': 'web', 'policies': []}} | mend.policies must be a list of 1 to",
                "{'mend': {'role': 'web', 'policies': ['queues']}} | mend.policies must be a list"
                        + " of keys, keys:REGION or buckets",
                "{'mend': {'role': 'web', 'policies': [1]}} | mend.policies must be a list of keys",
                "{'mend': {'role': 'web', 'keys': true}} | Invalid request: mend.keys",
                "{'usage': {}} | usage.profile is missing",
                "{'start': {'profile': 'web', 'do': 'yes'}} | start.do must be true or false",
                "{'start': {'profile': 'web', 'for': {}}} | start.for must be a list of at most 20",
                "{'start': {'profile': 'web', 'for': [{'gkeCluster': 'c'}]}} | start.for must be a"
                        + " list of objects with gkeCluster and location",
                "{'start': {'profile': 'web', 'for': [{'gkeCluster': 'C', 'location': 'l'}]}} |"
                        + " start.for must be a list of objects",
                "{'start': {'profile': 'web', 'for': ['c']}} | start.for must be a list of objects",
                "{'start': {'profile': 'web', 'for': [{'gkeCluster': 'c', 'location': 'l', 'x':"
                        + " 1}]}} | start.for must be a list of objects",
                "{'list': {}} | list must be true",
                "{'look': {}} | Invalid request: look",
            })
    void namesTheFieldThatIsWrong(String json, String why) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void takesAsManyPlacesAsThereAreRegionsAndMore() throws IOException {
        String fifty = String.join(", ", Collections.nCopies(50, "'keys'"));

        assertThat(read("{'mend': {'role': 'web', 'policies': [%s]}}".formatted(fifty)))
                .isEqualTo(
                        new RotationRequest.Mend(
                                new RoleName("web"), List.of(), List.of(SearchPlace.KEYS)));
        assertThatThrownBy(() ->
                        read(
                                "{'mend': {'role': 'web', 'policies': [%s, 'keys']}}"
                                        .formatted(fifty)))
                .hasMessageStartingWith("mend.policies must be a list of 1 to 50");
    }

    private static final ProfileName WEB = new ProfileName("web");

    private static RotationRequest read(String json) throws IOException {
        return RotationRequest.read(JSON.std.mapFrom(json.replace('\'', '"')));
    }
}
