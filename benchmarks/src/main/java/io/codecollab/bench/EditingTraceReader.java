package io.codecollab.bench;

import io.codecollab.bench.EditingTrace.Step;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the public {@code .json.gz} files:
 *
 * <pre>
 * sequential := {startContent, endContent, txns: [{patches}]}
 * concurrent := {kind: "concurrent", endContent, numAgents, txns: [{agent, parents: [index], patches}]}
 * patches    := [[position, deleteCount, insert]]
 * </pre>
 *
 * In the files positions count code points. Where a trace has characters beyond U+FFFF, it is replayed once in order to
 * know where they are; elsewhere both counts are the same.
 *
 * <p>What is no such file is refused with an {@link IllegalArgumentException} that says where. Nothing is trusted but the
 * size: at most {@link #MAX_BYTES} unpacked.
 *
 * <p>Single use, not thread-safe.
 */
final class EditingTraceReader {

    /** Unpacked; the longest public trace has 16 MB. */
    static final int MAX_BYTES = 256 << 20;

    private final Path file;
    private boolean beyondBmp;

    private EditingTraceReader(Path file) {
        this.file = file;
    }

    static EditingTrace read(Path file) {
        return new EditingTraceReader(file).read(MAX_BYTES);
    }

    /** For tests: with another limit on the unpacked bytes. */
    static EditingTrace read(Path file, int maxBytes) {
        return new EditingTraceReader(file).read(maxBytes);
    }

    private EditingTrace read(int maxBytes) {
        Map<?, ?> json = object(parse(unpack(maxBytes)), "the file");
        boolean concurrent = "concurrent".equals(json.get("kind"));
        if (json.get("kind") != null && !concurrent) {
            throw malformed("kind=" + json.get("kind") + ", expected concurrent or none");
        }
        int agents = concurrent ? integer(json.get("numAgents"), "numAgents") : 1;
        String start = json.get("startContent") == null ? "" : string(json.get("startContent"), "startContent");
        List<?> txns = list(json.get("txns"), "txns");
        List<Step> steps = new ArrayList<>(txns.size());
        for (Object txn : txns) {
            steps.add(step(object(txn, "txns[" + steps.size() + "]"), steps.size(), concurrent, agents));
        }
        EditingTrace trace =
                new EditingTrace(start, string(json.get("endContent"), "endContent"), agents, List.copyOf(steps));
        return beyondBmp ? CodePointPositions.toUtf16(trace) : trace;
    }

    private Step step(Map<?, ?> txn, int index, boolean concurrent, int agents) {
        String at = "txns[" + index + "]";
        List<Edit> edits = new ArrayList<>();
        for (Object patch : list(txn.get("patches"), at + ".patches")) {
            edits.add(edit(list(patch, at + ".patches[" + edits.size() + "]"), at));
        }
        if (!concurrent) {
            return new Step(0, index == 0 ? List.of() : List.of(index - 1), List.copyOf(edits));
        }
        int agent = integer(txn.get("agent"), at + ".agent");
        if (agent >= agents) {
            throw malformed(at + ".agent=" + agent + ", numAgents=" + agents);
        }
        List<Integer> parents = new ArrayList<>();
        for (Object parent : list(txn.get("parents"), at + ".parents")) {
            parents.add(integer(parent, at + ".parents"));
            if (parents.get(parents.size() - 1) >= index) {
                throw malformed(at + " comes before its parent, parent=" + parent);
            }
        }
        return new Step(agent, List.copyOf(parents), List.copyOf(edits));
    }

    private Edit edit(List<?> patch, String at) {
        if (patch.size() < 3) {
            throw malformed(at + ".patches, expected [position, deleteCount, insert], size=" + patch.size());
        }
        String insert = string(patch.get(2), at + ".patches");
        beyondBmp |= insert.codePointCount(0, insert.length()) < insert.length();
        return new Edit(integer(patch.get(0), at + ".patches"), integer(patch.get(1), at + ".patches"), insert);
    }

    private String unpack(int maxBytes) {
        try (InputStream packed = Files.newInputStream(file);
                InputStream unpacked = new GZIPInputStream(packed, 1 << 16)) {
            byte[] bytes = unpacked.readNBytes(maxBytes);
            if (unpacked.read() != -1) {
                throw malformed("more than " + maxBytes + " bytes unpacked");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (ZipException | CharacterCodingException e) {
            throw malformed(String.valueOf(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read an editing trace, file=" + file, e);
        }
    }

    private @Nullable Object parse(String json) {
        try {
            return JsonText.read(json);
        } catch (DecodeException e) {
            throw malformed(String.valueOf(e.getMessage()), e);
        }
    }

    private Map<?, ?> object(@Nullable Object value, String at) {
        if (value instanceof Map<?, ?> object) {
            return object;
        }
        throw malformed(at + " is no object");
    }

    private List<?> list(@Nullable Object value, String at) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw malformed(at + " is no list");
    }

    private String string(@Nullable Object value, String at) {
        if (value instanceof String string) {
            return string;
        }
        throw malformed(at + " is no string");
    }

    /** A count or an index. */
    private int integer(@Nullable Object value, String at) {
        if (value instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw malformed(at + " is no index, value=" + value);
    }

    private IllegalArgumentException malformed(String reason) {
        return new IllegalArgumentException("no editing trace, file=" + file + ": " + reason);
    }

    private IllegalArgumentException malformed(String reason, Throwable cause) {
        return new IllegalArgumentException("no editing trace, file=" + file + ": " + reason, cause);
    }
}
