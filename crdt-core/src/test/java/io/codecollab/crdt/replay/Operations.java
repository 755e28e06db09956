package io.codecollab.crdt.replay;

import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.XmlElement;
import io.codecollab.crdt.XmlFragment;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Performs recorded operations through the public API: the counterpart of {@code ops.mjs}. */
final class Operations {

    private final Values values = new Values();

    /**
     * Performs one operation.
     *
     * @param operation its name, the path of its target, its arguments
     * @param types finds the type at a path
     */
    void perform(List<@Nullable Object> operation, Function<List<@Nullable Object>, SharedType> types) {
        String name = (String) Objects.requireNonNull(operation.get(0));
        SharedType target = types.apply(Entry.asList(operation.get(1)));
        Arguments args = new Arguments(Entry.asList(operation.get(2)), values);
        switch (name.substring(0, name.indexOf('.'))) {
            case "text" -> text(name, (YText) target, args);
            case "map" -> map(name, (YMap) target, args);
            case "list" -> list(name, target, args, types);
            default -> xml(name, (XmlFragment) target, args, types);
        }
    }

    private void text(String name, YText text, Arguments args) {
        switch (name) {
            case "text.insert" -> text.insert(args.number(0), args.text(1));
            case "text.insertWith" -> text.insert(args.number(0), args.text(1), args.attributes(2));
            case "text.embed" -> {
                if (args.count() == 2) {
                    text.insertEmbed(args.number(0), args.value(1));
                } else {
                    text.insertEmbed(args.number(0), args.value(1), args.attributes(2));
                }
            }
            case "text.delete" -> text.delete(args.number(0), args.number(1));
            case "text.format" -> text.format(args.number(0), args.number(1), args.attributes(2));
            case "text.applyDelta" -> {
                if (args.count() == 1) {
                    text.applyDelta(values.delta(args.list(0)));
                } else {
                    text.applyDelta(values.delta(args.list(0)), args.flag(1));
                }
            }
            case "text.setAttribute" -> text.setAttribute(args.text(0), args.any(1));
            case "text.removeAttribute" -> text.removeAttribute(args.text(0));
            default -> throw unknown(name);
        }
    }

    private static void map(String name, YMap map, Arguments args) {
        switch (name) {
            case "map.set" -> map.set(args.text(0), args.any(1));
            case "map.delete" -> map.delete(args.text(0));
            case "map.clear" -> map.clear();
            default -> throw unknown(name);
        }
    }

    private void list(
            String name, SharedType target, Arguments args, Function<List<@Nullable Object>, SharedType> types) {
        if (target instanceof YArray array) {
            switch (name) {
                case "list.insert", "list.insertBeyond" -> array.insert(args.number(0), values.decodeAll(args.list(1)));
                case "list.push" -> array.push(values.decodeAll(args.list(0)));
                case "list.unshift" -> array.unshift(values.decodeAll(args.list(0)));
                case "list.delete" -> array.delete(args.number(0), args.number(1));
                case "list.insertCopy" ->
                    array.insert(
                            args.number(0), List.of(types.apply(args.list(1)).copy()));
                default -> throw unknown(name);
            }
        } else {
            XmlFragment fragment = (XmlFragment) target;
            switch (name) {
                case "list.insert" -> fragment.insert(args.number(0), values.nodes(args.list(1)));
                case "list.push" -> fragment.push(values.nodes(args.list(0)));
                case "list.unshift" -> fragment.unshift(values.nodes(args.list(0)));
                case "list.delete" -> fragment.delete(args.number(0), args.number(1));
                default -> throw unknown(name);
            }
        }
    }

    private void xml(
            String name, XmlFragment fragment, Arguments args, Function<List<@Nullable Object>, SharedType> types) {
        switch (name) {
            case "xml.insertAfter" -> {
                int index = args.number(0);
                fragment.insertAfter(index < 0 ? null : fragment.get(index), values.nodes(args.list(1)));
            }
            case "xml.insertCopy" ->
                fragment.insert(
                        args.number(0), List.of(types.apply(args.list(1)).copy()));
            case "xml.setAttribute" -> ((XmlElement) fragment).setAttribute(args.text(0), args.any(1));
            case "xml.removeAttribute" -> ((XmlElement) fragment).removeAttribute(args.text(0));
            default -> throw unknown(name);
        }
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("unknown operation " + name);
    }
}
