package io.codecollab.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the struct that contains a clock of one client, in a few memory reads whatever the number of structs.
 *
 * <p>Not thread-safe; part of a {@link ClientLog}.
 */
/*
 * The clock space is cut into pages of 512 clocks with a bucket per 16:
 *
 *   page 0                      page 1                     page 7 (2 to 6 are absent: one long struct covers them)
 *   [ b0 b1 … b31 ]             [ b0 … b31 ]               [ b0 … ]
 *     |  '- struct that contains clock 16
 *     '- struct that contains clock 0
 *
 * A lookup reads the bucket and follows `next` at most 15 times. A page exists only if a struct starts in it, so that
 * a struct of two billion clocks costs nothing. Splitting and merging refill the buckets of the present pages they
 * cover; a page that one struct has come to cover whole is dropped. The page numbers are sorted; in an ordinary log
 * they are dense and the first guess is right.
 */
final class ClockIndex {
    private static final int BUCKET_SHIFT = 4;
    private static final int PAGE_SHIFT = 9;
    private static final int PAGE_CLOCKS = 1 << PAGE_SHIFT;
    private static final int PAGE_BUCKETS = PAGE_CLOCKS >> BUCKET_SHIFT;
    private static final int BUCKET_MASK = (1 << BUCKET_SHIFT) - 1;

    private static final int[] NO_NUMBERS = {};
    private static final Item[][] NO_PAGES = {};

    private int[] numbers = NO_NUMBERS;
    private Item[][] pages = NO_PAGES;
    private int count;

    Item find(int clock) {
        int number = clock >>> PAGE_SHIFT;
        int at = pageAtOrBefore(number);
        Item item = numbers[at] == number
                ? pages[at][(clock & (PAGE_CLOCKS - 1)) >>> BUCKET_SHIFT]
                : pages[at][PAGE_BUCKETS - 1];
        while (item.clock + item.length <= clock) {
            item = nextOf(item);
        }
        return item;
    }

    /** Enters a new last struct; {@code newest} is the one before it. */
    void append(Item item, @Nullable Item newest) {
        int number = item.clock >>> PAGE_SHIFT;
        if (count == 0 || numbers[count - 1] != number) {
            addPage(count, number, new Item[1]);
            if (newest != null) {
                set(number << PAGE_SHIFT, item.clock, newest, count - 1);
            }
        }
        set(item.clock, item.clock + item.length, item, count - 1);
    }

    /** Covers the clocks from {@code from} on that the last struct has grown by. */
    void extend(Item item, int from) {
        if (from >>> PAGE_SHIFT == numbers[count - 1]) {
            set(from, item.clock + item.length, item, count - 1);
        }
    }

    void split(Item leftPart, Item rightPart) {
        int number = rightPart.clock >>> PAGE_SHIFT;
        int at = pageAtOrBefore(number);
        if (numbers[at] != number) {
            at++;
            Item[] page = new Item[PAGE_BUCKETS];
            int last = Math.min(rightPart.clockLast() - (number << PAGE_SHIFT), PAGE_CLOCKS - 1) >> BUCKET_SHIFT;
            Arrays.fill(page, 0, last + 1, leftPart);
            addPage(at, number, page);
        }
        fill(rightPart, rightPart.clock, at);
    }

    /** {@code left} has taken over the clocks from {@code from} to its end. */
    void merge(Item left, int from) {
        int end = left.clock + left.length;
        int at = pageAtOrBefore(from >>> PAGE_SHIFT);
        fill(left, from, at);
        dropCoveredPages(left, end, at);
    }

    /** About how many bytes of heap this index takes. */
    long memoryBytes() {
        int lastPage =
                count == 0 ? 0 : MemoryEstimate.ARRAY_HEADER + MemoryEstimate.REFERENCE * pages[count - 1].length;
        long fullPage = MemoryEstimate.ARRAY_HEADER + MemoryEstimate.REFERENCE * PAGE_BUCKETS;
        return lastPage
                + fullPage * Math.max(0, count - 1)
                + (long) (Integer.BYTES + MemoryEstimate.REFERENCE) * pages.length;
    }

    /* Sets the buckets of every present page from `at` on that lie in [from, end of item). */
    private void fill(Item item, int from, int at) {
        int end = item.clock + item.length;
        for (int i = at; i < count && numbers[i] << PAGE_SHIFT < end; i++) {
            set(Math.max(from, numbers[i] << PAGE_SHIFT), end, item, i);
        }
    }

    /* Sets the buckets of page `at` whose first clock lies in [from, to), as far as they lie in that page. */
    private void set(int from, int to, Item item, int at) {
        int pageStart = numbers[at] << PAGE_SHIFT;
        int firstBucket = (from - pageStart + BUCKET_MASK) >>> BUCKET_SHIFT;
        int lastBucket = Math.min(to - 1 - pageStart, PAGE_CLOCKS - 1) >> BUCKET_SHIFT;
        if (firstBucket > lastBucket) {
            return;
        }
        Item[] page = pages[at];
        if (lastBucket >= page.length) {
            page = Arrays.copyOf(page, Math.min(PAGE_BUCKETS, Math.max(lastBucket + 1, page.length * 2)));
            pages[at] = page;
        }
        for (int i = firstBucket; i <= lastBucket; i++) {
            page[i] = item;
        }
    }

    private void dropCoveredPages(Item item, int end, int at) {
        int i = at;
        while (i < count) {
            int pageStart = numbers[i] << PAGE_SHIFT;
            if (end - pageStart < PAGE_CLOCKS) {
                return;
            }
            if (pageStart > item.clock) {
                removePage(i);
            } else {
                i++;
            }
        }
    }

    private int pageAtOrBefore(int number) {
        int guess = number - numbers[0];
        int high;
        if (guess < count) {
            if (numbers[guess] == number) {
                return guess;
            }
            high = guess - 1;
        } else {
            high = count - 1;
            if (numbers[high] <= number) {
                return high;
            }
        }
        int low = 0;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (numbers[middle] <= number) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private void addPage(int at, int number, Item[] page) {
        if (count == numbers.length) {
            int capacity = count == 0 ? 1 : count + Math.max(3, count >> 1);
            numbers = Arrays.copyOf(numbers, capacity);
            pages = Arrays.copyOf(pages, capacity);
        }
        System.arraycopy(numbers, at, numbers, at + 1, count - at);
        System.arraycopy(pages, at, pages, at + 1, count - at);
        numbers[at] = number;
        pages[at] = page;
        count++;
    }

    @SuppressWarnings("NullAway") // the vacated slot is out of bounds from here on
    private void removePage(int at) {
        count--;
        System.arraycopy(numbers, at + 1, numbers, at, count - at);
        System.arraycopy(pages, at + 1, pages, at, count - at);
        pages[count] = null;
    }

    private static Item nextOf(Item item) {
        Item next = item.next;
        if (next == null) {
            throw new IllegalStateException("clock index out of step, " + item);
        }
        return next;
    }
}
