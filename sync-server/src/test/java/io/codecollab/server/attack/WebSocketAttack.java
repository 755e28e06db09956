package io.codecollab.server.attack;

import static io.codecollab.server.attack.Tricks.pick;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.lib0.ByteWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * WebSockets of all dialects, put together from {@link Tricks}: the same for the same random numbers.
 *
 * @param handshake what asks for the WebSocket
 * @param frames what is sent at once behind it, most of it well formed
 */
record WebSocketAttack(byte[] handshake, byte[] frames) {

    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int MASKED = 0x80;

    private static final List<String> PATHS = List.of(
            "/ws/NAME",
            "/ws/NAME",
            "/ws",
            "/ws",
            "/ws/",
            "/d/NAME/ws/NAME",
            "/d/NAME/ws/NAME",
            "/doc/ws/NAME",
            "/signaling",
            "//ws/NAME",
            "/ws/./NAME",
            "/WS/NAME",
            "/d/safe/ws/shown",
            "/d/shown/ws/safe",
            "/%77s/NAME");

    private static final List<String> TEXTS = List.of(
            "{\"type\":\"subscribe\",\"topics\":[\"safe\",\"shown\",\"' OR 1=1\"]}",
            "{\"type\":\"publish\",\"topic\":\"safe\",\"data\":\"x\"}",
            "{\"type\":\"ping\"}",
            "{\"type\":\"subscribe\",\"topics\":[" + "[".repeat(5_000),
            "{",
            "null",
            "' OR 1=1 --");

    static WebSocketAttack by(Intruder who, SplittableRandom random) {
        String path = pick(PATHS, random).replace("NAME", Tricks.name(random));
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = random.nextInt(8); i >= 0; i--) {
            frames.writeBytes(frame(payload(path, who, random), random));
        }
        return new WebSocketAttack(handshake(path, who, random), frames.toByteArray());
    }

    private static byte[] handshake(String path, Intruder who, SplittableRandom random) {
        boolean inQuery = random.nextBoolean();
        String credentials = switch (random.nextInt(3)) {
            case 0 -> "Authorization: Bearer " + who.token() + "\r\n";
            case 1 -> "Sec-WebSocket-Protocol: codecollab, bearer." + who.token() + "\r\n";
            default -> "";
        };
        String key = random.nextInt(20) == 0 ? "x" : "dGhlIHNhbXBsZSBub25jZQ==";
        String version = random.nextInt(20) == 0 ? "99999999999" : "13";
        String origin = random.nextInt(20) == 0 ? "Origin: http://evil.example\r\n" : "";
        String head = "GET " + path + (inQuery ? "?token=" + who.token() : "") + " HTTP/1.1\r\n"
                + "Host: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: " + version + "\r\nSec-WebSocket-Key: " + key + "\r\n"
                + credentials + origin + "\r\n";
        return head.getBytes(ISO_8859_1);
    }

    /** What somebody who may write would send, and what nobody would. */
    private static byte[] payload(String path, Intruder who, SplittableRandom random) {
        ByteWriter message = new ByteWriter();
        boolean isHocuspocus = path.equals("/ws") || path.equals("/ws/") || random.nextInt(10) == 0;
        if (isHocuspocus) {
            message.writeVarString(random.nextInt(8) == 0 ? "safe\u0000session" : nameInFrame(random));
        }
        switch (random.nextInt(isHocuspocus ? 10 : 8)) {
            case 0, 1 -> sync(message, 2, edit(random));
            case 2 -> sync(message, 1, edit(random));
            case 3 -> sync(message, 0, new byte[] {0});
            case 4 -> presence(message);
            case 5 -> message.writeVarUint(3);
            case 6 -> message.writeVarUint(random.nextInt(200));
            case 7 -> {
                byte[] noise = new byte[random.nextInt(64)];
                random.nextBytes(noise);
                message.writeBytes(noise, 0, noise.length);
            }
            default -> {
                message.writeVarUint(2);
                message.writeVarUint(0);
                message.writeVarString(who.token());
                message.writeVarString("4.8.0");
            }
        }
        return message.toByteArray();
    }

    private static String nameInFrame(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> AttackTest.SAFE;
            case 2, 3 -> AttackTest.SHOWN;
            default -> pick(Tricks.NAMES, random);
        };
    }

    private static void sync(ByteWriter message, int kind, byte[] content) {
        message.writeVarUint(0);
        message.writeVarUint(kind);
        message.writeVarBytes(content);
    }

    /** Somebody who says to be the owner. */
    private static void presence(ByteWriter message) {
        ByteWriter update = new ByteWriter();
        update.writeVarUint(1);
        update.writeVarUint(7);
        update.writeVarUint(1);
        update.writeVarString("{\"user\":{\"id\":\"olga\",\"name\":\"Olga\"}}");
        message.writeVarUint(1);
        message.writeVarBytes(update.toByteArray());
    }

    private static byte[] edit(SplittableRandom random) {
        Doc doc = new Doc();
        doc.clientId(1 + random.nextInt(1_000));
        doc.getText("code").insert(0, "pwned");
        byte[] update = doc.encodeStateAsUpdate();
        if (random.nextInt(4) == 0) {
            update[random.nextInt(update.length)] = (byte) random.nextInt();
        }
        return update;
    }

    private static byte[] frame(byte[] payload, SplittableRandom random) {
        return switch (random.nextInt(30)) {
            case 0, 1, 2 -> frame(TEXT, pick(TEXTS, random).getBytes(UTF_8));
            case 3 -> frame(random.nextInt(256), payload);
            case 4 -> frame(0x89, new byte[200]); // a ping longer than pings may be
            case 5 -> new byte[] {(byte) BINARY, (byte) 0xff, 127, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0};
            case 6 -> new byte[] {(byte) BINARY, 1, 0}; // without a mask
            case 7 -> frame(0x02, payload); // the first of several, of which no other comes
            case 8 -> frame(TEXT, new byte[] {(byte) 0xc0, (byte) 0xae});
            default -> frame(BINARY, payload);
        };
    }

    /** Masked with zeros, so that the payload is as given. */
    private static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }
}
