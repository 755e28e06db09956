package io.codecollab.crdt;

/**
 * Makes items of the own client with the content of deleted ones.
 *
 * <p>Source: Yjs 13.6, {@code copy} of every content class. A type comes back empty: what was in it is brought back item by
 * item. A subdocument comes back as a new instance of the same guid.
 */
final class RedoneContent {
    private static final char REPLACEMENT = '\ufffd';

    private RedoneContent() {}

    /** A copy at the next own clock, to be integrated at once. What was released meanwhile is copied as deleted. */
    static Item copy(Transaction transaction, Item item) {
        Doc doc = transaction.doc();
        ClientLog own = doc.ownLog();
        doc.checkRoom(own, item.length);
        Item copy = new Item(own, own.nextClock, item.length, item.kind());
        switch (item.kind()) {
            case Item.DELETED -> {}
            case Item.STRING -> own.text().writeString(own.nextClock, text(transaction, item));
            case Item.ANY, Item.JSON -> copy.content = item.values().copy();
            case Item.BINARY, Item.EMBED -> copy.content = item.requireContent();
            case Item.FORMAT -> copy.content = copyOf(item.format());
            case Item.TYPE -> copy.content = emptyCopy(item.branch());
            case Item.DOC -> copy.content = ((Subdocument) item.requireContent()).copy(true);
            default -> throw new IllegalStateException("no content to bring back, " + item);
        }
        return copy;
    }

    /* Of a surrogate pair that the cut around the item has gone through, the half outside is lost, and so is this one. */
    private static String text(Transaction transaction, Item item) {
        boolean cutsFirst = transaction.cutsPairAt(item.log, item.clock);
        boolean cutsLast = transaction.cutsPairAt(item.log, item.clockEnd());
        String text = Contents.text(item);
        if (!cutsFirst && !cutsLast) {
            return text;
        }
        StringBuilder units = new StringBuilder(text);
        if (cutsFirst) {
            units.setCharAt(0, REPLACEMENT);
        }
        if (cutsLast) {
            units.setCharAt(units.length() - 1, REPLACEMENT);
        }
        return units.toString();
    }

    /* Another marker, of which the value is the same object: clean-up goes by both identities. */
    private static Format copyOf(Format format) {
        return new Format(format.key(), format.json());
    }

    private static Branch emptyCopy(Branch branch) {
        return new Branch(branch.typeRef, branch.name, null);
    }
}
