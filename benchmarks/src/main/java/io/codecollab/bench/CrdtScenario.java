package io.codecollab.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The three ways in which the users of the crdt-benchmarks work together.
 *
 * <p>Immutable; a {@link Start} is for one thread.
 */
sealed interface CrdtScenario {

    /** Authors, the same on all engines. */
    long FIRST = 2_654_435_769L;

    long SECOND = 3_203_266_110L;

    CrdtReplica.Part part();

    /** What one run starts from. */
    Start start();

    /** Throws {@link IllegalStateException} unless the contents that a run came to are right. */
    void check(List<Object> contents);

    /** One run. */
    interface Start {

        /** The work, up to reading the content on either side. */
        List<Object> go();

        /** The size of an update, once the work is done, as the benchmark defines it. */
        double updateBytes();

        byte[] save();
    }

    /** One user writes, another has all updates afterwards. The size of an update is the average per input. */
    record OneWriter(List<Consumer<CrdtReplica>> input, CrdtReplica.Part part, Object expected)
            implements CrdtScenario {

        @Override
        public Start start() {
            List<byte[]> updates = new ArrayList<>();
            CrdtReplica writer = new CrdtReplica(FIRST, updates::add);
            CrdtReplica reader = new CrdtReplica(SECOND);
            return new Start() {
                @Override
                public List<Object> go() {
                    input.forEach(change -> change.accept(writer));
                    updates.forEach(reader::receive);
                    return List.of(writer.read(part), reader.read(part));
                }

                @Override
                public double updateBytes() {
                    return bytesOf(updates) / input.size();
                }

                @Override
                public byte[] save() {
                    return writer.save();
                }
            };
        }

        @Override
        public void check(List<Object> contents) {
            contents.forEach(content -> same(content, expected));
        }
    }

    /**
     * Two users with one text make their edits, one transaction each, and exchange them. The size of an update is the
     * average per user.
     */
    record TwoWriters(String startText, List<Edit> firstEdits, List<Edit> secondEdits) implements CrdtScenario {

        @Override
        public CrdtReplica.Part part() {
            return CrdtReplica.Part.TEXT;
        }

        @Override
        public Start start() {
            List<byte[]> firstUpdates = new ArrayList<>();
            List<byte[]> secondUpdates = new ArrayList<>();
            CrdtReplica first = new CrdtReplica(FIRST, firstUpdates::add);
            CrdtReplica second = new CrdtReplica(SECOND, secondUpdates::add);
            first.edit(List.of(new Edit(0, 0, startText)));
            firstUpdates.forEach(second::receive);
            firstUpdates.clear();
            return new Start() {
                @Override
                public List<Object> go() {
                    first.edit(firstEdits);
                    second.edit(secondEdits);
                    secondUpdates.forEach(first::receive);
                    firstUpdates.forEach(second::receive);
                    return List.of(first.read(part()), second.read(part()));
                }

                @Override
                public double updateBytes() {
                    return (bytesOf(firstUpdates) + bytesOf(secondUpdates)) / 2;
                }

                @Override
                public byte[] save() {
                    return first.save();
                }
            };
        }

        @Override
        public void check(List<Object> contents) {
            same(contents.get(0), contents.get(1));
        }
    }

    /**
     * Many users, who know nothing of each other, change one thing each; one of them takes all changes in one transaction.
     * The size is that of all updates.
     */
    record ManyUsers(
            CrdtReplica.Part part, List<Long> clients, IntFunction<Consumer<CrdtReplica>> change, List<byte[]> updates)
            implements CrdtScenario {

        static ManyUsers of(CrdtReplica.Part part, List<Long> clients, IntFunction<Consumer<CrdtReplica>> change) {
            List<byte[]> updates = new ArrayList<>();
            for (int i = 0; i < clients.size(); i++) {
                change.apply(i).accept(new CrdtReplica(clients.get(i), updates::add));
            }
            return new ManyUsers(part, clients, change, List.copyOf(updates));
        }

        @Override
        public Start start() {
            CrdtReplica user = user(1);
            return new Start() {
                @Override
                public List<Object> go() {
                    user.receiveAll(updates);
                    return List.of(user.read(part));
                }

                @Override
                public double updateBytes() {
                    return bytesOf(updates);
                }

                @Override
                public byte[] save() {
                    return user.save();
                }
            };
        }

        /** Whoever has the changes the other way round has the same. */
        @Override
        public void check(List<Object> contents) {
            List<byte[]> reversed = new ArrayList<>(updates);
            Collections.reverse(reversed);
            CrdtReplica other = user(0);
            other.receiveAll(reversed);
            same(contents.get(0), other.read(part));
        }

        /** A user who has made the change so far that is that user's own. */
        private CrdtReplica user(int number) {
            CrdtReplica user = new CrdtReplica(clients.get(number));
            change.apply(number).accept(user);
            return user;
        }
    }

    private static double bytesOf(Collection<byte[]> updates) {
        return updates.stream().mapToLong(update -> update.length).sum();
    }

    private static void same(Object actual, Object expected) {
        Check.sameText(CrdtInputs.canonical(actual), CrdtInputs.canonical(expected));
    }
}
