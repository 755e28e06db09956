package io.codecollab.bench;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A question that is asked of every {@linkplain CrdtEngine engine}: {@code -p engine=yrs}. A process asks one of them,
 * which keeps its calls monomorphic.
 *
 * <p>Benchmark thread only.
 */
public abstract class EngineQuestion extends Question {

    /** Which engine is asked; {@link CrdtEngine#named} says which there are. */
    @Param("java")
    String engine = "java";

    private @Nullable CrdtEngine named;
    private @Nullable CrdtDocument document;

    final CrdtEngine engine() {
        if (named == null) {
            named = CrdtEngine.named(engine);
        }
        return named;
    }

    /** The document that was started last. */
    final CrdtDocument document() {
        return Objects.requireNonNull(document);
    }

    /** An empty document; the one before it is released. */
    final CrdtDocument startEmpty() {
        release();
        CrdtDocument started = engine().newDocument();
        document = started;
        return started;
    }

    /** A document that has taken this update; the one before it is released. */
    final CrdtDocument startWith(byte[] update) {
        CrdtDocument started = startEmpty();
        started.applyUpdate(update);
        return started;
    }

    /** Releases the document, if there is one: the collector knows nothing of native memory. */
    @TearDown
    public void release() {
        if (document != null) {
            document.close();
            document = null;
        }
    }

    static CrdtDocument applyAll(CrdtDocument document, List<byte[]> updates) {
        for (byte[] update : updates) {
            document.applyUpdate(update);
        }
        return document;
    }
}
