package io.codecollab.crdt;

import io.codecollab.crdt.lib0.Utf8;
import io.codecollab.crdt.update.UpdateEncoder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text one client has typed, addressed by clock: one UTF-16 unit per clock.
 *
 * <p>Splitting, joining and slicing runs of text needs no string operation at all, because the units do not move. Units
 * are written once, in clock order, and released when their item is collected.
 *
 * <p>Not thread-safe; part of a {@link ClientLog}.
 */
/*
 * Pages of 256 units, Latin-1 (byte[]) until a wider unit arrives, then UTF-16 (char[]). Page numbers are sorted; small
 * gaps are filled with empty slots, so that in an ordinary log the first guess is right. `live` counts the units in use;
 * at zero the page is dropped, and its slot when the arrays would have to grow: they grow with the text that is there, not
 * with all that was ever typed.
 */
final class TextPages {
    private static final int PAGE_SHIFT = 8;
    private static final int PAGE_UNITS = 1 << PAGE_SHIFT;
    private static final int UNIT_MASK = PAGE_UNITS - 1;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final char REPLACEMENT = '\ufffd';

    private static final int[] NO_NUMBERS = {};
    private static final @Nullable Object[] NO_PAGES = {};
    private static final int MAX_GAP = 64;
    private static final short[] NO_COUNTS = {};

    private int[] numbers = NO_NUMBERS;
    private @Nullable Object[] pages = NO_PAGES;
    private short[] live = NO_COUNTS;

    /* Whether every unit ever written to these pages was ASCII. */
    private boolean ascii = true;
    private int count;

    /* Those who read in clock order go on at this page, or at the one behind it. */
    private int lastFound;

    /* How much the pages take that are there. */
    private long pageBytes;

    /** Writes ASCII units: the UTF-8 bytes themselves. */
    void writeAscii(int clock, byte[] source, int from, int length) {
        int at = from;
        int remaining = length;
        int to = clock;
        while (remaining > 0) {
            int offset = to & UNIT_MASK;
            int run = Math.min(remaining, PAGE_UNITS - offset);
            int page = pageForWriting(to >>> PAGE_SHIFT, offset + run);
            if (pages[page] instanceof byte[] latin1) {
                if (run == 1) {
                    latin1[offset] = source[at];
                } else {
                    System.arraycopy(source, at, latin1, offset, run);
                }
            } else {
                char[] wide = wide(page);
                for (int i = 0; i < run; i++) {
                    wide[offset + i] = (char) (source[at + i] & 0xff);
                }
            }
            live[page] += (short) run;
            at += run;
            to += run;
            remaining -= run;
        }
    }

    void writeChars(int clock, char[] source, int from, int length) {
        for (int i = 0; i < length; i++) {
            writeChar(clock + i, source[from + i]);
        }
    }

    void writeString(int clock, String source) {
        for (int i = 0; i < source.length(); i++) {
            writeChar(clock + i, source.charAt(i));
        }
    }

    /** Writes {@code length} UTF-16 units of validated UTF-8. */
    void writeUtf8(int clock, byte[] source, int from, int length) {
        int at = from;
        int unit = clock;
        int end = clock + length;
        while (unit < end) {
            int b = source[at++];
            if (b >= 0) {
                writeChar(unit++, (char) b);
            } else if ((b & 0xe0) == 0xc0) {
                writeChar(unit++, (char) (((b & 0x1f) << 6) | (source[at++] & 0x3f)));
            } else if ((b & 0xf0) == 0xe0) {
                writeChar(unit++, (char) (((b & 0xf) << 12) | ((source[at++] & 0x3f) << 6) | (source[at++] & 0x3f)));
            } else {
                int codePoint = ((b & 7) << 18)
                        | ((source[at++] & 0x3f) << 12)
                        | ((source[at++] & 0x3f) << 6)
                        | (source[at++] & 0x3f);
                writeChar(unit++, Character.highSurrogate(codePoint));
                writeChar(unit++, Character.lowSurrogate(codePoint));
            }
        }
    }

    /** Whether all units are ASCII that were ever written here. */
    boolean isAscii() {
        return ascii;
    }

    /** Whether these units are known to be ASCII: one byte each in Latin-1 and in UTF-8. */
    boolean isAscii(int clock, int length) {
        if (ascii) {
            return true;
        }
        int end = clock + length;
        for (int at = clock; at < end; ) {
            int offset = at & UNIT_MASK;
            int run = Math.min(end - at, PAGE_UNITS - offset);
            if (!(pages[pageOf(at >>> PAGE_SHIFT)] instanceof byte[] latin1)
                    || Utf8.encodedLength(latin1, offset, offset + run) != run) {
                return false;
            }
            at += run;
        }
        return true;
    }

    private void writeChar(int clock, char unit) {
        int offset = clock & UNIT_MASK;
        int page = pageForWriting(clock >>> PAGE_SHIFT, offset + 1);
        store(page, offset, unit);
        live[page]++;
    }

    private void store(int page, int offset, char unit) {
        ascii &= unit < 0x80;
        if (pages[page] instanceof byte[] latin1) {
            if (unit < 0x100) {
                latin1[offset] = (byte) unit;
                return;
            }
            char[] wide = new char[latin1.length];
            pageBytes += latin1.length;
            for (int i = 0; i < latin1.length; i++) {
                wide[i] = (char) (latin1[i] & 0xff);
            }
            pages[page] = wide;
        }
        wide(page)[offset] = unit;
    }

    char charAt(int clock) {
        int page = pageOf(clock >>> PAGE_SHIFT);
        return pages[page] instanceof byte[] latin1
                ? (char) (latin1[clock & UNIT_MASK] & 0xff)
                : wide(page)[clock & UNIT_MASK];
    }

    /** A pair that is cut in two becomes two replacement characters, as in Yjs. */
    void replaceSplitPair(int highClock) {
        store(pageOf(highClock >>> PAGE_SHIFT), highClock & UNIT_MASK, REPLACEMENT);
        store(pageOf((highClock + 1) >>> PAGE_SHIFT), (highClock + 1) & UNIT_MASK, REPLACEMENT);
    }

    /** Gives back units that no item holds any more. */
    void release(int clock, int length) {
        int at = clock;
        int end = clock + length;
        while (at < end) {
            int run = Math.min(end - at, PAGE_UNITS - (at & UNIT_MASK));
            int page = pageOf(at >>> PAGE_SHIFT);
            live[page] -= (short) run;
            if (live[page] == 0) {
                pageBytes -= bytes(pages[page]);
                pages[page] = null;
            }
            at += run;
        }
    }

    void appendTo(StringBuilder out, int clock, int length) {
        int at = clock;
        int end = clock + length;
        while (at < end) {
            int offset = at & UNIT_MASK;
            int run = Math.min(end - at, PAGE_UNITS - offset);
            int page = pageOf(at >>> PAGE_SHIFT);
            if (pages[page] instanceof byte[] latin1) {
                if (run == 1) {
                    out.append((char) (latin1[offset] & 0xff));
                } else {
                    out.append(new String(latin1, offset, run, StandardCharsets.ISO_8859_1));
                }
            } else {
                out.append(wide(page), offset, run);
            }
            at += run;
        }
    }

    /**
     * Copies units as Latin-1 bytes. Up to seven bytes of {@code target} behind them are overwritten, too.
     *
     * @return false, with {@code target} in part overwritten, if one of the units does not fit
     */
    boolean copyLatin1(int clock, int length, byte[] target, int to) {
        int at = clock;
        int end = clock + length;
        int out = to;
        while (at < end) {
            int offset = at & UNIT_MASK;
            int run = Math.min(end - at, PAGE_UNITS - offset);
            if (!(pages[pageOf(at >>> PAGE_SHIFT)] instanceof byte[] latin1)) {
                return false;
            }
            if (run <= Long.BYTES && offset + Long.BYTES <= latin1.length && out + Long.BYTES <= target.length) {
                WORDS.set(target, out, (long) WORDS.get(latin1, offset));
            } else {
                System.arraycopy(latin1, offset, target, out, run);
            }
            at += run;
            out += run;
        }
        return true;
    }

    void copyChars(int clock, int length, char[] target, int to) {
        int at = clock;
        int end = clock + length;
        int out = to;
        while (at < end) {
            int offset = at & UNIT_MASK;
            int run = Math.min(end - at, PAGE_UNITS - offset);
            int page = pageOf(at >>> PAGE_SHIFT);
            if (pages[page] instanceof byte[] latin1) {
                for (int i = 0; i < run; i++) {
                    target[out + i] = (char) (latin1[offset + i] & 0xff);
                }
            } else {
                System.arraycopy(wide(page), offset, target, out, run);
            }
            at += run;
            out += run;
        }
    }

    /** Writes a run of units as one string of an update. */
    void writeTo(UpdateEncoder encoder, int clock, int length) {
        int end = clock + length;
        int utf8Length = ascii ? length : 0;
        for (int at = clock; at < end; ) {
            int offset = at & UNIT_MASK;
            int run = Math.min(end - at, PAGE_UNITS - offset);
            if (!(pages[pageOf(at >>> PAGE_SHIFT)] instanceof byte[] latin1)) {
                writeWide(encoder, clock, length);
                return;
            }
            if (!ascii) {
                utf8Length += Utf8.encodedLength(latin1, offset, offset + run);
            }
            at += run;
        }
        encoder.startText(length, utf8Length);
        for (int at = clock; at < end; ) {
            int offset = at & UNIT_MASK;
            int run = Math.min(end - at, PAGE_UNITS - offset);
            encoder.textChunk(latin1(pageOf(at >>> PAGE_SHIFT)), offset, offset + run);
            at += run;
        }
    }

    private void writeWide(UpdateEncoder encoder, int clock, int length) {
        char[] units = new char[length];
        copyChars(clock, length, units, 0);
        encoder.startText(length, Utf8.encodedLength(units, 0, length));
        encoder.textChunk(units, 0, length);
    }

    String string(int clock, int length) {
        byte[] latin1 = new byte[length];
        if (copyLatin1(clock, length, latin1, 0)) {
            return new String(latin1, StandardCharsets.ISO_8859_1);
        }
        char[] chars = new char[length];
        copyChars(clock, length, chars, 0);
        return new String(chars);
    }

    private int pageForWriting(int number, int unitsNeeded) {
        int page = count - 1;
        if (page < 0 || numbers[page] != number) {
            page = page >= 0 && number <= numbers[page] ? search(number) : -1;
            if (page < 0) {
                page = addPage(number);
            }
        }
        Object units = pages[page];
        if (units == null) {
            byte[] added = new byte[count == 1 ? Math.min(PAGE_UNITS, Math.max(8, unitsNeeded)) : PAGE_UNITS];
            pages[page] = added;
            pageBytes += bytes(added);
        } else if (units instanceof byte[] latin1) {
            if (latin1.length < unitsNeeded) {
                int capacity = grown(latin1.length, unitsNeeded);
                pageBytes += capacity - latin1.length;
                pages[page] = Arrays.copyOf(latin1, capacity);
            }
        } else {
            char[] wide = (char[]) units;
            if (wide.length < unitsNeeded) {
                int capacity = grown(wide.length, unitsNeeded);
                pageBytes += (long) Character.BYTES * (capacity - wide.length);
                pages[page] = Arrays.copyOf(wide, capacity);
            }
        }
        return page;
    }

    private char[] wide(int page) {
        if (pages[page] instanceof char[] units) {
            return units;
        }
        throw new IllegalStateException("no text at page=" + numbers[page]);
    }

    private byte[] latin1(int page) {
        if (pages[page] instanceof byte[] units) {
            return units;
        }
        throw new IllegalStateException("no text at page=" + numbers[page]);
    }

    /** About how many bytes of heap the text takes. */
    long memoryBytes() {
        return pageBytes + (long) (Integer.BYTES + Short.BYTES + MemoryEstimate.REFERENCE) * pages.length;
    }

    private static int bytes(@Nullable Object page) {
        int unitBytes = page instanceof char[] wide
                ? Character.BYTES * wide.length
                : page instanceof byte[] latin1 ? latin1.length : 0;
        return MemoryEstimate.ARRAY_HEADER + unitBytes;
    }

    /** Units held. */
    int liveUnits() {
        int units = 0;
        for (int i = 0; i < count; i++) {
            units += live[i];
        }
        return units;
    }

    /** Slots held for pages, empty ones included. */
    int slots() {
        return numbers.length;
    }

    private static int grown(int capacity, int unitsNeeded) {
        return Math.min(PAGE_UNITS, Math.max(unitsNeeded, capacity * 2));
    }

    private int addPage(int number) {
        if (count == numbers.length) {
            dropEmptySlots();
        }
        int at = count;
        while (at > 0 && numbers[at - 1] > number) {
            at--;
        }
        int first = number;
        if (at == count && count > 0 && number - numbers[count - 1] <= MAX_GAP) {
            first = numbers[count - 1] + 1;
        }
        int added = number - first + 1;
        if (count + added > numbers.length) {
            int capacity = count == 0 ? 1 : count + Math.max(added + 3, count >> 1);
            numbers = Arrays.copyOf(numbers, capacity);
            pages = Arrays.copyOf(pages, capacity);
            live = Arrays.copyOf(live, capacity);
        }
        System.arraycopy(numbers, at, numbers, at + added, count - at);
        System.arraycopy(pages, at, pages, at + added, count - at);
        System.arraycopy(live, at, live, at + added, count - at);
        for (int i = 0; i < added; i++) {
            numbers[at + i] = first + i;
            pages[at + i] = null;
            live[at + i] = 0;
        }
        count += added;
        return at + added - 1;
    }

    /** Makes room if at least half of the slots are empty; what is left is then found by search instead of at first guess. */
    private void dropEmptySlots() {
        int used = 0;
        for (int i = 0; i < count; i++) {
            used += pages[i] == null ? 0 : 1;
        }
        if (used > count / 2) {
            return;
        }
        int to = 0;
        for (int i = 0; i < count; i++) {
            if (pages[i] != null) {
                numbers[to] = numbers[i];
                pages[to] = pages[i];
                live[to] = live[i];
                to++;
            }
        }
        Arrays.fill(pages, to, count, null);
        count = to;
    }

    private int pageOf(int number) {
        int at = lastFound;
        if (at < count && numbers[at] == number) {
            return at;
        }
        at++;
        if (at >= count || numbers[at] != number) {
            at = number - numbers[0];
            if (at >= count || numbers[at] != number) {
                at = find(number);
            }
        }
        lastFound = at;
        return at;
    }

    private int find(int number) {
        int at = search(number);
        if (at < 0) {
            throw new IllegalStateException("no text at page=" + number);
        }
        return at;
    }

    private int search(int number) {
        return Arrays.binarySearch(numbers, 0, count, number);
    }
}
