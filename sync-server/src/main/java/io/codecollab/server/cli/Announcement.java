package io.codecollab.server.cli;

import io.codecollab.server.Server;
import io.codecollab.server.ServerConfig;
import io.codecollab.server.ServerLimits;
import io.codecollab.server.Version;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.ops.OpenFiles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server says once it listens: what it is, where it stores, and where each kind of client finds it. */
final class Announcement {

    private Announcement() {}

    static void of(Server server, ServerConfig config, Engine engine) {
        Logger log = LoggerFactory.getLogger("codecollab");
        String authority = authority(config.host(), server.address().getPort());
        log.info(
                "CodeCollab {}, engine {}, transport {}",
                Version.current(),
                engine.name().toLowerCase(Locale.ROOT),
                server.transportKind());
        log.info(letIn(config.auth()));
        log.info("Storing documents in {}", config.store());
        server.relay().ifPresent(redis -> log.info("Sharing documents with other instances by Redis, {}", redis));
        List<String> changed = changedLimits(config.limits());
        if (!changed.isEmpty()) {
            log.info("Limits: {}", String.join(", ", changed));
        }
        int possible = config.limits().connectionsWithin(OpenFiles.limit());
        if (possible != config.limits().maxConnections()) {
            log.info("Taking {} connections at most, this process may open {} files", possible, OpenFiles.limit());
        }
        String http = config.tls().isPresent() ? "https" : "http";
        String ws = config.tls().isPresent() ? "wss" : "ws";
        log.info("Listening on {}://{}", http, authority);
        log.info("  browsers     {}://{}/", http, authority);
        log.info("  y-websocket  {}://{}/ws/<document>", ws, authority);
        log.info("  Hocuspocus   {}://{}/ws", ws, authority);
        log.info("  y-sweet      {}://{}/doc/<document>/auth", http, authority);
        log.info("  y-webrtc     {}://{}/signaling", ws, authority);
        log.info("  REST         {}://{}/api/v1/openapi.json", http, authority);
    }

    private static String letIn(AuthConfig auth) {
        if (auth.mode() == AuthConfig.Mode.NONE) {
            return "Letting in whoever can connect, --auth none";
        }
        List<String> issuers = new ArrayList<>();
        if (!auth.jwtSecret().isEmpty()) {
            issuers.add("a shared secret");
        }
        if (!auth.jwtPublicKey().isEmpty()) {
            issuers.add("a public key");
        }
        if (!auth.jwksUrl().isEmpty()) {
            issuers.add("the keys at " + auth.jwksUrl());
        }
        issuers.add("this server's own accounts");
        return "Letting in those with a token, by " + String.join(", ", issuers);
    }

    /** As in a URL: IPv6 addresses in brackets. */
    private static String authority(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static List<String> changedLimits(ServerLimits limits) {
        List<String> changed = new ArrayList<>();
        for (RecordComponent limit : ServerLimits.class.getRecordComponents()) {
            Object value = valueOf(limit, limits);
            if (!value.equals(valueOf(limit, ServerLimits.defaults()))) {
                changed.add(limit.getName() + "=" + value);
            }
        }
        return changed;
    }

    private static Object valueOf(RecordComponent component, ServerLimits limits) {
        try {
            return component.getAccessor().invoke(limits);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a record that cannot be read, component=" + component.getName(), e);
        }
    }
}
