package io.codecollab.server.attack;

import static io.codecollab.server.attack.Tricks.pick;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;

/** Requests over HTTP, put together from {@link Tricks}: the same for the same random numbers. */
final class HttpAttack {

    private HttpAttack() {}

    /** A request with all its bytes, some of them wrong. */
    static byte[] request(Intruder who, SplittableRandom random) {
        String body = random.nextInt(3) == 0 ? "" : pick(Tricks.BODIES, random);
        byte[] payload = random.nextBoolean() ? body.getBytes(ISO_8859_1) : body.getBytes(UTF_8);
        String head = firstLine(who, random) + headers(who, random) + length(payload, random) + "\r\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(ISO_8859_1));
        all.writeBytes(payload);
        byte[] request = all.toByteArray();
        if (random.nextInt(10) == 0) {
            request[random.nextInt(request.length)] = (byte) random.nextInt();
        }
        return request;
    }

    private static String firstLine(Intruder who, SplittableRandom random) {
        String path = pick(Tricks.PATHS, random).replace("NAME", Tricks.name(random));
        String query = switch (random.nextInt(8)) {
            case 0 -> "?" + Tricks.name(random) + "=" + Tricks.name(random);
            case 1 -> "?token=" + who.token();
            case 2 -> "?all=true&q=%25&cursor=JyBPUiAxPTE";
            case 3 -> "?since=AAAA&type=" + Tricks.name(random);
            default -> "";
        };
        return pick(Tricks.METHODS, random) + " " + path + query
                + (random.nextInt(20) == 0 ? " HTTP/9.9\r\n" : " HTTP/1.1\r\n");
    }

    private static String headers(Intruder who, SplittableRandom random) {
        String scheme = random.nextInt(10) == 0 ? "Basic " : "Bearer ";
        return "Host: a\r\nConnection: close\r\n"
                + "Authorization: " + scheme + who.token() + "\r\n"
                + "Content-Type: " + (random.nextBoolean() ? "application/json" : "application/octet-stream") + "\r\n"
                + oddHeader(random);
    }

    private static String oddHeader(SplittableRandom random) {
        return switch (random.nextInt(14)) {
            case 0 -> "X-Long: " + "x".repeat(random.nextInt(40_000)) + "\r\n";
            case 1 -> "X: y\r\n".repeat(random.nextInt(3_000));
            case 2 -> "X-Forwarded-For: ' OR 1=1, ::1, " + "9.".repeat(50) + "\r\n";
            case 3 -> "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: https\r\nForwarded: for=127.0.0.1\r\n";
            case 4 -> "Origin: http://evil.example\r\n";
            case 5 -> "If-Match: " + "\"".repeat(500) + "\r\nIdempotency-Key: \u0007\r\n";
            case 6 -> "If-Match: *\r\nIdempotency-Key: one\r\n";
            case 7 -> "Upgrade: websocket\r\nSec-WebSocket-Key: x\r\n";
            case 8 -> "Transfer-Encoding: chunked\r\n";
            case 9 -> "X-HTTP-Method-Override: DELETE\r\nCookie: token=root\r\n";
            case 10 -> " folded: header\r\nno colon at all\r\n";
            default -> "Accept: */*\r\n";
        };
    }

    /** Sometimes more is announced than comes. */
    private static String length(byte[] payload, SplittableRandom random) {
        long announced = switch (random.nextInt(60)) {
            case 0 -> payload.length + 1_000_000_000L;
            case 1 -> -1;
            default -> payload.length;
        };
        return "Content-Length: " + announced + "\r\n";
    }
}
