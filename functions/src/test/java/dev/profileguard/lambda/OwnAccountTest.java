package dev.profileguard.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnAccountTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "111122223333, 111122223333, 999999999999, -",
                "111122223333, 222233334444, 111122223333, 222233334444",
                "222233334444, 111122223333, 111122223333, 222233334444",
                "-, 222233334444, 111122223333, 222233334444",
                "222233334444, -, 111122223333, 222233334444",
                "-, -, 222233334444, 222233334444",
                "'', '', 222233334444, 222233334444",
                "-, -, 111122223333, -",
                "-, -, -, -"
            })
    void knowsAnEventOfAnotherAccountByItsRecipientThenByItsCaller(
            @Nullable String envelope,
            @Nullable String recipient,
            @Nullable String caller,
            @Nullable String other) {
        Map<String, @Nullable Object> detail = new HashMap<>();
        detail.put("recipientAccountId", recipient);
        Map<String, @Nullable Object> identity = new HashMap<>();
        identity.put("accountId", caller);
        detail.put("userIdentity", identity);
        Map<String, @Nullable Object> event = new HashMap<>();
        event.put("account", envelope);
        event.put("detail", detail);

        assertThat(new OwnAccount("111122223333").other(event)).isEqualTo(other);
    }

    @Test
    void isUnknownInSamLocalWhichInventsTheArnOfTheFunction() {
        Context context = mock(Context.class);
        when(context.getInvokedFunctionArn())
                .thenReturn("arn:aws:lambda:us-east-1:012345678912:function:f");

        assertThat(OwnAccount.of(context, Map.of()).number()).isEqualTo("012345678912");
        assertThat(OwnAccount.of(context, Map.of("AWS_SAM_LOCAL", "true")).number()).isEmpty();
        assertThat(new OwnAccount("").other(Map.of("account", "1", "detail", Map.of()))).isNull();
    }
}
