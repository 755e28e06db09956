package io.codecollab.server.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What real clients send, message by message, as captured from them: the material of which hostile messages are made. */
record Golden(String path, int opcode, List<byte[]> messages) {

    private static final String UPDATE = "0b 01 01 01 00 04 01 01 74 01 68 00";

    /** Client 1 inserts "h" into the text "t" and deletes it; a map entry, an embed, a format, a nested type. */
    private static final String RICH_UPDATE = "3c 01 06 07 00 04 01 01 74 03 61 62 63"
            + " 28 01 01 6d 01 6b 01 77 01 76 84 07 02 01 64 86 07 04 04 62 6f 6c 64 04 74 72 75 65"
            + " 87 07 05 03 01 70 28 00 07 06 01 61 01 76 01 7f 01 07 01 00 01";

    private static final String AWARENESS = "0d 01 01 01 09 7b 22 6e 22 3a 22 78 22 7d";

    /** One for each dialect. */
    static List<Golden> all() {
        return List.of(
                hex("/ws/hostile", yWebsocket()),
                hex("/ws", hocuspocus()),
                hex("/d/hostile/ws/hostile", ySweet()),
                signaling());
    }

    private static List<String> yWebsocket() {
        return List.of(
                "00 00 01 00",
                "00 00 03 01 01 01",
                "00 01 02 00 00",
                "00 01 " + UPDATE,
                "00 02 " + UPDATE,
                "00 02 " + RICH_UPDATE,
                "01 06 01 01 00 02 7b 7d",
                "01 " + AWARENESS,
                "01 08 01 01 02 04 6e 75 6c 6c",
                "02 00 02 6e 6f",
                "03");
    }

    private static List<String> ySweet() {
        List<String> messages = new ArrayList<>(yWebsocket());
        messages.addAll(List.of("66 01 00", "66 01 01", "66 02 80 01", "03 " + AWARENESS));
        return messages;
    }

    private static List<String> hocuspocus() {
        String address = "07 68 6f 73 74 69 6c 65 ";
        List<String> messages = new ArrayList<>();
        for (String message : List.of(
                "02 00 01 54 05 34 2e 38 2e 30",
                "02 00 01 54",
                "00 00 01 00",
                "00 01 02 00 00",
                "00 01 " + UPDATE,
                "00 02 " + UPDATE,
                "00 02 " + RICH_UPDATE,
                "01 06 01 01 00 02 7b 7d",
                "01 " + AWARENESS,
                "03",
                "04 00 01 00",
                "05 02 68 69",
                "06 02 68 69",
                "07",
                "08 01")) {
            messages.add(address + message);
        }
        messages.add("0e 64 6f 63 00 6b 64 6f 71 68 77 78 79 64 75 02 00 01 54"); // with a session id
        messages.add("09");
        messages.add("0a");
        return messages;
    }

    private static Golden signaling() {
        List<byte[]> messages = new ArrayList<>();
        for (String json : List.of(
                "{\"type\":\"subscribe\",\"topics\":[\"room1\",\"room2\"]}",
                "{\"type\":\"unsubscribe\",\"topics\":[\"room1\"]}",
                "{\"type\":\"publish\",\"topic\":\"room1\",\"data\":{\"type\":\"announce\",\"from\":\"a-b-c\"}}",
                "{\"type\":\"publish\",\"topic\":\"room2\",\"data\":\"B0FFUy1HQ00MVc9NoL\"}",
                "{\"type\":\"ping\"}")) {
            messages.add(json.getBytes(UTF_8));
        }
        return new Golden("/signaling", RawSocket.TEXT, messages);
    }

    private static Golden hex(String path, List<String> messages) {
        return new Golden(
                path,
                RawSocket.BINARY,
                messages.stream()
                        .map(message -> HexFormat.of().parseHex(message.replace(" ", "")))
                        .toList());
    }
}
