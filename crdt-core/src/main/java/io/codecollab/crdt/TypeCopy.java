package io.codecollab.crdt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes preliminary copies of shared types, Yjs's {@code clone}, with a stack of its own so that depth is no limit.
 *
 * <p>Not thread-safe; lives for one call.
 */
final class TypeCopy {

    private record Task(SharedType source, SharedType target) {}

    private final Deque<Task> tasks = new ArrayDeque<>();

    private TypeCopy() {}

    static SharedType of(SharedType source) {
        TypeCopy copy = new TypeCopy();
        SharedType target = copy.emptyCopy(source);
        while (!copy.tasks.isEmpty()) {
            Task task = copy.tasks.pop();
            copy.fill(task.source, task.target);
        }
        return target;
    }

    private SharedType emptyCopy(SharedType source) {
        SharedType target = empty(source);
        tasks.push(new Task(source, target));
        return target;
    }

    private static SharedType empty(SharedType source) {
        if (source instanceof XmlElement element) {
            return new XmlElement(element.nodeName());
        }
        if (source instanceof XmlFragment) {
            return new XmlFragment();
        }
        if (source instanceof XmlHook hook) {
            return new XmlHook(hook.hookName());
        }
        if (source instanceof XmlText) {
            return new XmlText();
        }
        if (source instanceof YText) {
            return new YText();
        }
        if (source instanceof YArray) {
            return new YArray();
        }
        if (source instanceof YMap) {
            return new YMap();
        }
        throw new IllegalStateException("a root type of unknown type cannot be copied");
    }

    private void fill(SharedType source, SharedType target) {
        if (source instanceof YArray from && target instanceof YArray to) {
            List<@Nullable Object> values = from.toList();
            values.replaceAll(this::copied);
            to.insert(0, values);
        } else if (source instanceof YMap from && target instanceof YMap to) {
            from.forEach((key, value) -> to.set(key, copied(value)));
        } else if (source instanceof YText from && target instanceof YText to) {
            to.applyDelta(copiedDelta(from.toDelta()));
        } else if (source instanceof XmlFragment from && target instanceof XmlFragment to) {
            fillXml(from, to);
        }
    }

    private void fillXml(XmlFragment from, XmlFragment to) {
        if (from instanceof XmlElement element && to instanceof XmlElement copy) {
            for (Map.Entry<String, @Nullable Object> attribute :
                    element.getAttributes().entrySet()) {
                copy.setAttribute(attribute.getKey(), copied(attribute.getValue()));
            }
        }
        List<SharedType> children = from.toList();
        children.replaceAll(this::emptyCopy);
        to.insert(0, children);
    }

    private List<DeltaOp> copiedDelta(List<DeltaOp> delta) {
        List<DeltaOp> ops = new ArrayList<>(delta);
        ops.replaceAll(op -> op instanceof DeltaOp.Insert insert && insert.content() instanceof SharedType type
                ? new DeltaOp.Insert(emptyCopy(type), insert.attributes())
                : op);
        return ops;
    }

    private @Nullable Object copied(@Nullable Object value) {
        return value instanceof SharedType type ? emptyCopy(type) : value;
    }
}
