package io.codecollab.crdt;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.DecodeLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of a DOC item: a document inside a document, of which the outer one knows the guid and a few options.
 *
 * @param doc the subdocument
 * @param options the options Yjs writes: {@code gc:false}, {@code autoLoad:true}, {@code meta}, each only if it differs
 *     from the default
 */
record Subdocument(Doc doc, Map<String, @Nullable Object> options) {

    static Subdocument of(Doc doc) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        if (!doc.options().gc()) {
            options.put("gc", false);
        }
        if (doc.options().autoLoad()) {
            options.put("autoLoad", true);
        }
        Object meta = doc.options().meta();
        if (meta != null) {
            options.put("meta", meta);
        }
        return new Subdocument(doc, options);
    }

    static Subdocument decode(String guid, byte[] encodedOptions, DecodeLimits limits) {
        Object options = Any.read(new ByteReader(encodedOptions), limits);
        if (!(options instanceof Map<?, ?> map)) {
            throw new DecodeException("subdocument options are not an object", 0);
        }
        return of(new Doc(decodedOptions(guid, map)));
    }

    /** The document that takes this one's place after an undo or a destroy: same guid and options, new content. */
    Subdocument copy(boolean mayLoad) {
        boolean load = mayLoad && Boolean.TRUE.equals(options.get("autoLoad"));
        return of(new Doc(decodedOptions(doc.guid(), options).withShouldLoad(load)));
    }

    private static DocOptions decodedOptions(String guid, Map<?, ?> options) {
        boolean autoLoad = isTruthy(options.get("autoLoad"));
        return DocOptions.defaults()
                .withGuid(options.get("guid") instanceof String overridden ? overridden : guid)
                .withCollectionId(options.get("collectionid") instanceof String collection ? collection : null)
                .withGc(!options.containsKey("gc") || isTruthy(options.get("gc")))
                .withAutoLoad(autoLoad)
                .withMeta(options.get("meta"))
                .withShouldLoad(autoLoad || isTruthy(options.get("shouldLoad")));
    }

    private static boolean isTruthy(@Nullable Object value) {
        return Boolean.TRUE.equals(value)
                || (value instanceof Number number && number.doubleValue() != 0 && !Double.isNaN(number.doubleValue()));
    }

    byte[] encodedOptions() {
        ByteWriter writer = new ByteWriter();
        Any.write(writer, options);
        return writer.toByteArray();
    }
}
