package io.codecollab.server.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada",
                "Ada.Lovelace",
                "x-1",
                "Zoë",
                "Łukasz",
                "Григорий",
                "Αθηνά",
                "山田太郎",
                "やまだ",
                "김철수",
                "דוד",
                "नरेन्द्र",
                "a2345678901234567890123456789012"
            })
    void takesNamesOfPeople(String typed) {
        assertThat(UserName.parse(typed).value()).isEqualTo(typed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a23456789012345678901234567890123",
                "ada lovelace",
                "ada\u0000",
                "ada\r\nx",
                "ad\u200Ba", // no width
                "ad\u202Ea", // right to left
                "ада1a", // Cyrillic and Latin
                "ᴀda", // small capital
                "ada\uD800", // half a character
                "ᎪᎠᎪ", // Cherokee
                "١٢٣", // other digits
                "😀😀",
                "_ada",
                "<script>",
                "'; --",
                "Admin",
                "R00T",
                "ѕуѕтем" // "system" in Cyrillic letters
            })
    void refusesWhatIsNoneOrTakenForAnother(String typed) {
        assertThatThrownBy(() -> UserName.parse(typed)).isInstanceOf(AccountException.class);
        assertThat(UserName.find(typed)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ada, ADA",
        "ada, аԁа", // refused or the same
        "zoe, Zoë",
        "paypal, PAYPAI",
        "paypal, paypa1",
        "paypal, рауРаӏ",
        "bob, b0b",
        "modern, modem",
        "ada, ａｄａ", // full width
        "strasse, straße",
        "aoa, аоа",
        "oo, οο", // Greek
        "σς, σσ"
    })
    void namesThatLookAlikeHaveOneKey(String one, String other) {
        String key = UserName.parse(one).key();

        assertThat(UserName.find(other).map(UserName::key).orElse(key)).isEqualTo(key);
    }

    @Test
    void namesThatDifferHaveTheirOwnKeys() {
        assertThat(UserName.parse("ada").key())
                .isNotEqualTo(UserName.parse("adam").key());
        assertThat(UserName.parse("ada.l").key())
                .isNotEqualTo(UserName.parse("ada_l").key());
        assertThat(UserName.parse("山田").key()).isNotEqualTo(UserName.parse("山口").key());
    }

    @Test
    void aKeyStandsForItself() {
        for (String name : new String[] {"Zoë", "PAYPAL", "Григорий", "Αθηνά", "山田太郎"}) {
            String key = UserName.parse(name).key();
            assertThat(LookAlikes.fold(key)).isEqualTo(key);
        }
    }

    @Test
    void anyTextIsANameOrRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(8);
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(random.nextInt(random.nextBoolean() ? 0x500 : 0x20000));
            }
            UserName.find(text.toString())
                    .ifPresent(name -> assertThat(UserName.parse(name.value()))
                            .as("seed=%s", seed)
                            .isEqualTo(name));
        }
    }
}
